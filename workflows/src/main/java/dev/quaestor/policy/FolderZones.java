package dev.quaestor.policy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Which zone a path lies in. Temporary folders are looked at before core ones, so that {@code
 * \windows\temp} is temporary. Case, drive letters, doubled separators and {@code ..} do not
 * matter; a path that cannot be made plain is in no temporary folder, which is the careful answer.
 */
final class FolderZones {
  private final List<ZonePatterns> zones;

  FolderZones(List<ZonePatterns> zones) {
    this.zones = zones;
  }

  FolderZone zoneOf(Optional<String> path) {
    if (path.isEmpty() || path.get().isBlank()) {
      return FolderZone.NOWHERE;
    }
    var plain = plain(path.get());
    if (isIn(FolderZone.TEMP, plain)) {
      return FolderZone.TEMP;
    }
    return isIn(FolderZone.CORE, plain) ? FolderZone.CORE : FolderZone.OTHER;
  }

  private boolean isIn(FolderZone zone, String path) {
    return zones.stream()
        .filter(z -> z.zone() == zone)
        .anyMatch(z -> z.patterns().stream().anyMatch(p -> Wildcard.matches(plain(p), path)));
  }

  /** Forward slashes, no drive or device prefix, no {@code .} and {@code ..}. */
  private static String plain(String path) {
    var text = path.strip().replace('\\', '/');
    if (text.startsWith("//?/") || text.startsWith("//./")) {
      text = text.substring(3);
    }
    if (text.length() >= 2 && text.charAt(1) == ':' && Character.isLetter(text.charAt(0))) {
      text = text.substring(2);
    } else if (text.length() >= 3 && text.charAt(0) == '/' && text.charAt(2) == ':') {
      text = text.substring(3);
    }
    var parts = new ArrayDeque<String>();
    for (var part : text.split("/+")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
