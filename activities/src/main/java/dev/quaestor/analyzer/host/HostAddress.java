package dev.quaestor.analyzer.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host that is an address rather than a name, in every form that browsers take for one: dotted,
 * decimal, octal, hexadecimal, with fewer parts than four (WHATWG URL, "IPv4 parser"), and IPv6 in
 * brackets.
 *
 * @param text the address in its usual form
 * @param disguised whether it was written in another form than the usual one
 */
public record HostAddress(String text, boolean disguised, boolean inside) {
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]{2,45}]");

  public static Optional<HostAddress> of(String host) {
    return host.startsWith("[") ? ofIpv6(host) : ofIpv4(host);
  }

  private static Optional<HostAddress> ofIpv6(String host) {
    if (!IPV6.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      // In brackets it is parsed as a literal or refused, and never resolved.
      var address = InetAddress.getByName(host);
      return Optional.of(new HostAddress(host.toLowerCase(Locale.ROOT), false, isInside(address)));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<HostAddress> ofIpv4(String host) {
    var parts = host.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      var number = number(parts[i]);
      var last = i == parts.length - 1;
      var limit = last ? 1L << (8 * (4 - i)) : 256;
      if (number < 0 || number >= limit) {
        return Optional.empty();
      }
      address += last ? number : number << (8 * (3 - i));
    }
    var usual =
        "%d.%d.%d.%d"
            .formatted(address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
    return Optional.of(new HostAddress(usual, !usual.equals(host), isInside(address)));
  }

  /** The number a part stands for, or -1 when it is none. */
  private static long number(String part) {
    if (part.isEmpty() || part.length() > 16) {
      return -1;
    }
    var hex = part.startsWith("0x") || part.startsWith("0X");
    var octal = !hex && part.length() > 1 && part.startsWith("0");
    var digits = hex ? part.substring(2) : part;
    if (digits.isEmpty()) {
      return 0;
    }
    var radix = hex ? 16 : octal ? 8 : 10;
    if (!digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
      return -1;
    }
    return Long.parseLong(digits, radix);
  }

  private static boolean isInside(long address) {
    var first = address >> 24;
    return first == 10
        || first == 127
        || address >> 20 == 0xac1
        || address >> 16 == 0xc0a8
        || address >> 16 == 0xa9fe;
  }

  private static boolean isInside(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
