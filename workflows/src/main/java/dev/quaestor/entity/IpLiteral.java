package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as text, read without asking anybody: what is no address is never taken for a name
 * and looked up. An IPv4 address written as IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 *
 * <p>Not an address: one with a zone ({@code fe80::1%eth0}), which another machine reads otherwise,
 * and IPv4 with leading zeros, which one program reads as octal and the next as decimal.
 */
public final class IpLiteral {
  private static final int LONGEST = 45;
  private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  /** Four octets or eight groups of sixteen bits. */
  private final List<Integer> parts;

  private IpLiteral(List<Integer> parts) {
    this.parts = List.copyOf(parts);
  }

  public static Optional<IpLiteral> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var parts = text.indexOf(':') < 0 ? octets(text) : groups(text);
    return Optional.ofNullable(parts).map(IpLiteral::unmapped).map(IpLiteral::new);
  }

  /**
   * An IPv4 address in every form that browsers take for one in a host's place: dotted, decimal,
   * octal, hexadecimal, with fewer parts than four (WHATWG URL, "IPv4 parser").
   */
  public static Optional<IpLiteral> ofHost(String host) {
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
    return Optional.of(
        new IpLiteral(
            List.of(
                (int) (address >> 24),
                (int) (address >> 16 & 255),
                (int) (address >> 8 & 255),
                (int) (address & 255))));
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

  /** Its one spelling: dotted, or RFC 5952's groups written in full. */
  public String canonical() {
    return isV4()
        ? parts.stream().map(String::valueOf).collect(Collectors.joining("."))
        : parts.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }

  /**
   * Of a network that is not the Internet: private (RFC 1918, RFC 4193 and the older site-local),
   * shared by a provider's customers (RFC 6598), link-local, loopback.
   */
  public boolean isInternal() {
    if (isLoopback()) {
      return true;
    }
    var first = parts.get(0);
    var second = parts.get(1);
    return isV4()
        ? first == 10
            || first == 100 && (second & 0xc0) == 0x40
            || first == 169 && second == 254
            || first == 172 && (second & 0xf0) == 0x10
            || first == 192 && second == 168
        : (first & 0xfe00) == 0xfc00 || (first & 0xff80) == 0xfe80;
  }

  /** Given by a machine to itself: every network has the same ones (RFC 3927, RFC 4291). */
  public boolean isLinkLocal() {
    return isV4() ? parts.get(0) == 169 && parts.get(1) == 254 : (parts.get(0) & 0xffc0) == 0xfe80;
  }

  /** Shared by the customers of a provider, behind whose translation many stand (RFC 6598). */
  public boolean isShared() {
    return isV4() && parts.get(0) == 100 && (parts.get(1) & 0xc0) == 0x40;
  }

  /** By habit the last of a subnet, which all of its machines hear. */
  public boolean isBroadcast() {
    return isV4() && parts.get(3) == 255;
  }

  public boolean isLoopback() {
    return isV4() ? parts.get(0) == 127 : parts.equals(List.of(0, 0, 0, 0, 0, 0, 0, 1));
  }

  /** It stands for any address of a machine: {@code 0.0.0.0} or {@code ::}. */
  public boolean isUnspecified() {
    return parts.stream().allMatch(part -> part == 0);
  }

  public boolean isMulticast() {
    return isV4() ? (parts.get(0) & 0xf0) == 0xe0 : (parts.get(0) & 0xff00) == 0xff00;
  }

  private boolean isV4() {
    return parts.size() == 4;
  }

  private static @Nullable List<Integer> octets(String text) {
    var octets = text.split("\\.", -1);
    return octets.length == 4 && Arrays.stream(octets).allMatch(o -> OCTET.matcher(o).matches())
        ? Arrays.stream(octets).map(Integer::valueOf).toList()
        : null;
  }

  private static @Nullable List<Integer> groups(String text) {
    var last = text.substring(text.lastIndexOf(':') + 1);
    if (last.indexOf('.') >= 0) {
      var octets = octets(last);
      return octets == null
          ? null
          : groups(
              "%s%02x%02x:%02x%02x"
                  .formatted(
                      text.substring(0, text.length() - last.length()),
                      octets.get(0),
                      octets.get(1),
                      octets.get(2),
                      octets.get(3)));
    }
    var gap = text.indexOf("::");
    var before = split(gap < 0 ? text : text.substring(0, gap));
    var after = split(gap < 0 ? "" : text.substring(gap + 2));
    var missing = 8 - before.size() - after.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return null;
    }
    var all = new ArrayList<>(before);
    all.addAll(Collections.nCopies(missing, "0"));
    all.addAll(after);
    return all.stream().allMatch(group -> GROUP.matcher(group).matches())
        ? all.stream().map(HexFormat::fromHexDigits).toList()
        : null;
  }

  private static List<String> split(String groups) {
    return groups.isEmpty() ? List.of() : List.of(groups.split(":", -1));
  }

  private static List<Integer> unmapped(List<Integer> parts) {
    return parts.size() == 8 && parts.subList(0, 6).equals(List.of(0, 0, 0, 0, 0, 0xffff))
        ? IntStream.of(parts.get(6), parts.get(7)).flatMap(IpLiteral::octets).boxed().toList()
        : parts;
  }

  private static IntStream octets(int group) {
    return IntStream.of(group >> 8, group & 0xff);
  }
}
