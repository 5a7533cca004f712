package dev.quaestor.connector.linux;

import com.google.common.net.InetAddresses;

/** Addresses as numbers, which nobody has to be asked about. */
final class IpLiteral {
  private IpLiteral() {}

  static boolean is(String text) {
    // A zone belongs to one machine only.
    return text.indexOf('%') < 0 && InetAddresses.isInetAddress(text);
  }

  static boolean isV6(String text) {
    return is(text) && text.indexOf(':') >= 0;
  }
}
