package dev.quaestor.analyzer.host;

/** What can be said of an address without asking anybody. */
public final class HostAddresses {
  private HostAddresses() {}

  /**
   * Whether it is an address, and none of a private network or of a machine itself.
   *
   * @param address IPv4 or IPv6, without brackets
   */
  public static boolean isOutside(String address) {
    var host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return HostAddress.of(host).filter(a -> !a.inside()).isPresent();
  }
}
