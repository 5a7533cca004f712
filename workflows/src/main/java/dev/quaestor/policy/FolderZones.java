package dev.quaestor.policy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * Which zone a path lies in. Temporary folders are looked at before core ones, so that {@code
 * \windows\temp} is temporary. How it is written does not matter, see {@link FolderPath}. A path
 * that does not say where it lies (a bare name, a variable, a short name as {@code PROGRA~1}
 * outside the zones), or that can be read as lying in two zones, is nowhere, so that no level takes
 * it for harmless.
 */
final class FolderZones {
  private static final Pattern SHORT_NAME = Pattern.compile("~[0-9]");

  private final List<ZonePatterns> zones;

  FolderZones(List<ZonePatterns> zones) {
    this.zones =
        zones.stream()
            .map(
                z ->
                    new ZonePatterns(
                        z.zone(),
                        z.patterns().stream()
                            .flatMap(p -> FolderPath.patternReadings(p).stream())
                            .toList()))
            .toList();
  }

  FolderZone zoneOf(Optional<String> path) {
    if (path.isEmpty() || path.get().isBlank()) {
      return FolderZone.NOWHERE;
    }
    var lies = FolderPath.readings(path.get()).stream().map(this::zoneOf).distinct().toList();
    return lies.size() == 1 ? lies.getFirst() : FolderZone.NOWHERE;
  }

  private FolderZone zoneOf(String path) {
    if (isIn(FolderZone.TEMP, path)) {
      return FolderZone.TEMP;
    }
    // A stream of the core folder itself lies in no file below it.
    if (isIn(FolderZone.CORE, path) || isIn(FolderZone.CORE, path + "/")) {
      return FolderZone.CORE;
    }
    return SHORT_NAME.matcher(path).find() ? FolderZone.NOWHERE : FolderZone.OTHER;
  }

  private boolean isIn(FolderZone zone, String path) {
    return zones.stream()
        .filter(z -> z.zone() == zone)
        .anyMatch(z -> Wildcard.matchesAny(z.patterns(), path));
  }
}
