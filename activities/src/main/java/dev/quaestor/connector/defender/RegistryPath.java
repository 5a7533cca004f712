package dev.quaestor.connector.defender;

import dev.quaestor.entity.RegistryEntry;
import java.util.Locale;
import java.util.Optional;

/**
 * A registry key as a script can open it: a hive that is the same for everybody, and the key below.
 * Defender's telemetry writes a user's own hive as {@code HKEY_CURRENT_USER} followed by the SID.
 *
 * @param hive {@code LocalMachine}, {@code Users} or {@code ClassesRoot}, as .NET's RegistryHive
 */
record RegistryPath(String hive, String key) {

  static Optional<RegistryPath> of(RegistryEntry entry) {
    var whole = (entry.hive() == null ? "" : entry.hive() + "\\") + entry.registryKey();
    // As kernel telemetry and as regedit write it.
    var path = whole.replaceAll("(?i)^(Computer\\\\|\\\\+REGISTRY\\\\|Registry::)", "");
    var cut = path.indexOf('\\');
    if (cut < 0) {
      return Optional.empty();
    }
    // The registry reads repeated backslashes as one; so do we, before the key's width is judged.
    var key = path.substring(cut + 1).replaceAll("\\\\+", "\\\\").replaceAll("^\\\\|\\\\$", "");
    if (!WindowsNames.PLAIN_KEY.matcher(key).find()) {
      return Optional.empty();
    }
    return switch (path.substring(0, cut).toUpperCase(Locale.ROOT).replaceAll(":$", "")) {
      case "HKEY_LOCAL_MACHINE", "HKLM", "MACHINE", "LOCALMACHINE" ->
          Optional.of(new RegistryPath("LocalMachine", key));
      case "HKEY_USERS", "HKU", "USER", "USERS" -> Optional.of(new RegistryPath("Users", key));
      case "HKEY_CLASSES_ROOT", "HKCR", "CLASSESROOT" ->
          Optional.of(new RegistryPath("ClassesRoot", key));
      case "HKEY_CURRENT_USER", "HKCU", "CURRENTUSER" ->
          key.matches("(?i)S-1-5-21-[0-9-]+(_Classes)?\\\\.+")
              ? Optional.of(new RegistryPath("Users", key))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
