package dev.quaestor.connector.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which links that a back end gives may be followed: to the configured API itself, and over https
 * to hosts of named domains whose every address is a public one. What is fetched can be read by
 * people afterwards, so a link into our own network would open that network to them.
 */
final class DownloadRules {
  private static final int HTTPS = 443;

  /** How a name becomes addresses. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** A link that is not followed. The message names its host at most: the rest may be a secret. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private final URI base;
  private final List<String> hosts;
  private final Resolver resolver;

  DownloadRules(ApiSettings settings, Resolver resolver) {
    this.base = settings.base();
    this.hosts = settings.downloadHosts();
    this.resolver = resolver;
  }

  /**
   * @return the address to fetch
   * @throws Refused when it may not be followed
   * @throws IOException when its host cannot be resolved now
   */
  URI follow(String link) throws Refused, IOException {
    var address = parse(link);
    if (isBase(address)) {
      return address;
    }
    var host = host(address);
    if (!"https".equalsIgnoreCase(address.getScheme()) || port(address) != HTTPS) {
      throw new Refused("a link to " + host + " that is not HTTPS on its default port");
    }
    if (hosts.stream().noneMatch(domain -> host.equals(domain) || host.endsWith("." + domain))) {
      throw new Refused(
          "a link to " + host + ", which is in none of the domains that downloads may come from");
    }
    // The platform keeps an answer for half a minute, so what is connected to next is what is
    // looked at here; and whoever gave another one would still have to prove the host's name.
    if (!Arrays.stream(resolver.addresses(host)).allMatch(DownloadRules::isPublic)) {
      throw new Refused("a link to " + host + ", whose address is not public");
    }
    return address;
  }

  private static URI parse(String link) throws Refused {
    try {
      var address = URI.create(link);
      if (address.getHost() != null && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below.
    }
    throw new Refused("a link that is not a valid address");
  }

  /** The whole origin counts: another port of the same machine is another service. */
  private boolean isBase(URI address) {
    return base.getScheme().equalsIgnoreCase(address.getScheme())
        && host(base).equals(host(address))
        && port(base) == port(address);
  }

  private static String host(URI address) {
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? HTTPS : 80;
  }

  static boolean isPublic(InetAddress address) {
    var bytes = address.getAddress();
    return address instanceof Inet6Address ? isPublicIpv6(bytes) : isPublicIpv4(bytes, 0);
  }

  /** Global unicast without what is only for documentation or hides another address. */
  private static boolean isPublicIpv6(byte[] a) {
    if (starts(a, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      // How a network without IPv4 of its own reaches it.
      return isPublicIpv4(a, 12);
    }
    return (a[0] & 0xe0) == 0x20
        && !starts(a, 0x20, 0x02)
        && !starts(a, 0x20, 0x01, 0x0d, 0xb8)
        && !(starts(a, 0x20, 0x01) && (a[2] & 0xfe) == 0)
        && !starts(a, 0x3f, 0xff);
  }

  /** Without the special-purpose blocks of RFC 6890. */
  private static boolean isPublicIpv4(byte[] a, int at) {
    int first = a[at] & 0xff;
    int second = a[at + 1] & 0xff;
    int third = a[at + 2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 ->
          second != 168
              && !(second == 0 && (third == 0 || third == 2))
              && !(second == 88 && third == 99);
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  private static boolean starts(byte[] address, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((address[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
