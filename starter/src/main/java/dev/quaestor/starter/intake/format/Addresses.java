package dev.quaestor.starter.intake.format;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text; nothing here asks a name server. */
public final class Addresses {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Addresses() {}

  public static boolean isAddress(String text) {
    return literal(text).isPresent();
  }

  /** Of a network that is not the Internet: RFC 1918, RFC 4193, RFC 6598, link-local, loopback. */
  public static boolean isInternal(String text) {
    return literal(text)
        .filter(
            a ->
                a.isSiteLocalAddress()
                    || a.isLinkLocalAddress()
                    || a.isLoopbackAddress()
                    || isUniqueLocal(a)
                    || isSharedSpace(a))
        .isPresent();
  }

  /** Says nothing of who it is: this host, any host, or all of them. */
  public static boolean isNobody(String text) {
    return literal(text)
        .filter(
            a ->
                a.isLoopbackAddress()
                    || a.isAnyLocalAddress()
                    || a.isMulticastAddress()
                    || text.equals("255.255.255.255"))
        .isPresent();
  }

  private static boolean isUniqueLocal(InetAddress address) {
    return address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
  }

  private static boolean isSharedSpace(InetAddress address) {
    var bytes = address.getAddress();
    return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
  }

  private static Optional<InetAddress> literal(String text) {
    var zone = text.indexOf('%');
    var plain = zone > 0 ? text.substring(0, zone) : text;
    if (plain.length() > 45 || !V4.matcher(plain).matches() && !V6.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
