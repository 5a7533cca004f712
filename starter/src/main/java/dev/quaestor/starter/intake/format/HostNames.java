package dev.quaestor.starter.intake.format;

/** Names of machines: some write the whole name, some its first part only. */
public final class HostNames {
  private HostNames() {}

  /** What stands before the first dot; an address has no such part and stays whole. */
  public static String firstLabel(String name) {
    var dot = Addresses.isAddress(name) ? -1 : name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Whether both may be one machine: their domains are not looked at, one may have none. */
  public static boolean areAlike(String one, String other) {
    return firstLabel(one).equalsIgnoreCase(firstLabel(other));
  }
}
