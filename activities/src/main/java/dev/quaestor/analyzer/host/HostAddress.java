package dev.quaestor.analyzer.host;

import dev.quaestor.entity.IpLiteral;
import java.util.Locale;
import java.util.Optional;

/**
 * A host that is an address rather than a name, in every form that browsers take for one: dotted,
 * decimal, octal, hexadecimal, with fewer parts than four (WHATWG URL, "IPv4 parser"), and IPv6 in
 * brackets.
 *
 * @param text the address in its usual form
 * @param disguised whether it was written in another form than the usual one
 */
public record HostAddress(String text, boolean disguised, boolean inside) {
  public static Optional<HostAddress> of(String host) {
    return host.startsWith("[") ? ofIpv6(host) : ofIpv4(host);
  }

  private static Optional<HostAddress> ofIpv6(String host) {
    return host.endsWith("]") && host.indexOf(':') > 0
        ? IpLiteral.of(host.substring(1, host.length() - 1))
            .map(a -> new HostAddress(host.toLowerCase(Locale.ROOT), false, a.isInternal()))
        : Optional.empty();
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
    return IpLiteral.of(usual)
        .map(a -> new HostAddress(usual, !usual.equals(host), a.isInternal()));
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
}
