package dev.quaestor.starter.intake.format;

import dev.quaestor.entity.IpLiteral;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** IP addresses as alerts write them. */
public final class Addresses {
  private Addresses() {}

  public static boolean isAddress(String text) {
    return literal(text).isPresent();
  }

  /**
   * The address alone, of one that is written with its port or its zone, in brackets or as IPv6
   * that means IPv4; null when it is none.
   */
  public static @Nullable String of(@Nullable String written) {
    if (written == null) {
      return null;
    }
    var text = written.strip();
    if (text.startsWith("[") && text.indexOf(']') > 0) {
      text = text.substring(1, text.indexOf(']'));
    } else if (text.indexOf('.') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      var port = text.indexOf(':');
      text = port < 0 ? text : text.substring(0, port);
    }
    var zone = text.indexOf('%');
    var address = zone > 0 ? text.substring(0, zone) : text;
    return literal(address)
        .map(a -> address.indexOf('.') > 0 ? a.canonical() : address)
        .orElse(null);
  }

  /** Of a network that is not the Internet. */
  public static boolean isInternal(String text) {
    return literal(text).filter(IpLiteral::isInternal).isPresent();
  }

  /**
   * Of one machine of the organisation's own. Link-local addresses are the same in every network:
   * cloud machines all reach their metadata service at one of them; and behind a provider's shared
   * ones stand many.
   */
  public static boolean isMachine(String text) {
    return literal(text)
        .filter(IpLiteral::isInternal)
        .filter(a -> !a.isLinkLocal() && !a.isShared() && !a.isBroadcast() && !isNobody(a))
        .isPresent();
  }

  /**
   * Which end of a connection is the machine to look at, where only a sensor between them speaks:
   * the one that was reached, else the one that went out. Whoever asks a name server of their own
   * network is it, and not the server. Null when neither is of the own network.
   */
  public static @Nullable String machineBetween(
      @Nullable String source, @Nullable String destination, boolean isQuestion) {
    var reached = destination != null && isMachine(destination);
    var went = source != null && isMachine(source);
    return reached && !(isQuestion && went) ? destination : went ? source : null;
  }

  /** Says nothing of who it is: this host, any host, or all of them. */
  public static boolean isNobody(String text) {
    return literal(text).filter(Addresses::isNobody).isPresent();
  }

  private static boolean isNobody(IpLiteral a) {
    return a.isLoopback()
        || a.isUnspecified()
        || a.isMulticast()
        || a.canonical().equals("255.255.255.255");
  }

  /** The one spelling of an address; what is none stays as it is. */
  static String canonical(String text) {
    return literal(text).map(IpLiteral::canonical).orElse(text);
  }

  /** Sensors write the zone of a link-local address, and it says nothing here. */
  private static Optional<IpLiteral> literal(String text) {
    var zone = text.indexOf('%');
    return IpLiteral.of(zone > 0 ? text.substring(0, zone) : text);
  }
}
