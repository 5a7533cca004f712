package dev.quaestor.policy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which zone a path lies in. Temporary folders are looked at before core ones, so that {@code
 * \windows\temp} is temporary. Case, drive letters, doubled separators and {@code ..} do not
 * matter. A path that does not say where it lies (a bare name, {@code %TEMP%}, a short name as
 * {@code PROGRA~1} outside the zones) is nowhere, so that no level takes it for harmless.
 */
final class FolderZones {
  /** How the kernel and the Win32 device namespace write a drive. */
  private static final Pattern DRIVE =
      Pattern.compile("(?i)^(//[?.]/|/[?][?]/)?([a-z]:|/device/harddiskvolume[0-9]+)(?=/)");

  private static final Pattern SHORT_NAME = Pattern.compile("~[0-9]");

  private final List<ZonePatterns> zones;

  FolderZones(List<ZonePatterns> zones) {
    this.zones = zones;
  }

  FolderZone zoneOf(Optional<String> path) {
    if (path.isEmpty() || path.get().isBlank()) {
      return FolderZone.NOWHERE;
    }
    var onDrive = onDrive(path.get());
    if (!onDrive.startsWith("/")) {
      return FolderZone.NOWHERE;
    }
    var plain = plain(onDrive);
    if (isIn(FolderZone.TEMP, plain)) {
      return FolderZone.TEMP;
    }
    if (isIn(FolderZone.CORE, plain)) {
      return FolderZone.CORE;
    }
    return SHORT_NAME.matcher(plain).find() ? FolderZone.NOWHERE : FolderZone.OTHER;
  }

  private boolean isIn(FolderZone zone, String path) {
    return zones.stream()
        .filter(z -> z.zone() == zone)
        .anyMatch(
            z -> z.patterns().stream().anyMatch(p -> Wildcard.matches(plain(onDrive(p)), path)));
  }

  /** Forward slashes, no drive or device prefix. */
  private static String onDrive(String path) {
    return DRIVE.matcher(path.strip().replace('\\', '/')).replaceFirst("");
  }

  /** No doubled separators, no {@code .} and {@code ..}. */
  private static String plain(String path) {
    var parts = new ArrayDeque<String>();
    for (var part : path.split("/+")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
