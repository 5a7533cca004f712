package dev.quaestor.policy;

import java.util.List;

/**
 * Devices that share an automation level. A device belongs to the first group, by rank, all of
 * whose stated properties match; values of one property are alternatives. {@code *} stands for any
 * text; case does not matter.
 *
 * @param names patterns on the DNS name
 * @param domains patterns on what follows the first dot of the name
 * @param tags patterns on machine tags and on the vendor's own group
 * @param osPlatforms patterns on the operating system, as {@code Windows*}
 */
public record DeviceGroup(
    String name,
    AutomationLevel level,
    List<String> names,
    List<String> domains,
    List<String> tags,
    List<String> osPlatforms) {
  public DeviceGroup {
    names = names == null ? List.of() : List.copyOf(names);
    domains = domains == null ? List.of() : List.copyOf(domains);
    tags = tags == null ? List.of() : List.copyOf(tags);
    osPlatforms = osPlatforms == null ? List.of() : List.copyOf(osPlatforms);
    if (names.isEmpty() && domains.isEmpty() && tags.isEmpty() && osPlatforms.isEmpty()) {
      throw new IllegalArgumentException(
          "device group \""
              + name
              + "\" matches nothing: specify names, domains, tags or osPlatforms");
    }
  }

  /**
   * Whether it surely matches every device that the other one matches; false when that cannot be
   * told.
   */
  public boolean covers(DeviceGroup other) {
    return coversAll(names, other.names)
        && coversAll(domains, other.domains)
        && (tags.isEmpty() || coversEach(tags, other.tags))
        && coversAll(osPlatforms, other.osPlatforms);
  }

  /** These every device has, if only as an empty text; tags it may lack. */
  private static boolean coversAll(List<String> patterns, List<String> others) {
    return patterns.isEmpty() || patterns.contains("*") || coversEach(patterns, others);
  }

  /** A pattern that matches another pattern's own text matches all that the other does. */
  private static boolean coversEach(List<String> patterns, List<String> others) {
    return !others.isEmpty() && others.stream().allMatch(o -> Wildcard.matchesAny(patterns, o));
  }
}
