package dev.quaestor.starter.intake.format;

import dev.quaestor.entity.IpLiteral;
import java.util.Optional;

/** IP addresses as alerts write them. */
public final class Addresses {
  private Addresses() {}

  public static boolean isAddress(String text) {
    return literal(text).isPresent();
  }

  /** Of a network that is not the Internet. */
  public static boolean isInternal(String text) {
    return literal(text).filter(IpLiteral::isInternal).isPresent();
  }

  /** Says nothing of who it is: this host, any host, or all of them. */
  public static boolean isNobody(String text) {
    return literal(text)
        .filter(
            a ->
                a.isLoopback()
                    || a.isUnspecified()
                    || a.isMulticast()
                    || text.equals("255.255.255.255"))
        .isPresent();
  }

  /** Sensors write the zone of a link-local address, and it says nothing here. */
  private static Optional<IpLiteral> literal(String text) {
    var zone = text.indexOf('%');
    return IpLiteral.of(zone > 0 ? text.substring(0, zone) : text);
  }
}
