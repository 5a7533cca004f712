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
    return IpLiteral.ofHost(host)
        .map(a -> new HostAddress(a.canonical(), !a.canonical().equals(host), a.isInternal()));
  }
}
