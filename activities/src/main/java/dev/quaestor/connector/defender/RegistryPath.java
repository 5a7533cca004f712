package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.RegistryHive;
import java.util.Optional;

/**
 * A registry key as a script can open it: a hive that is the same for everybody, and the key below.
 * Defender's telemetry writes a user's own hive as {@code HKEY_CURRENT_USER} followed by the SID.
 *
 * @param hive {@code LocalMachine}, {@code Users} or {@code ClassesRoot}, as .NET's RegistryHive
 */
record RegistryPath(String hive, String key) {
  private static final Pattern ROOT =
      Pattern.compile("(?i)^(?:Computer\\\\|\\\\+REGISTRY\\\\|Registry::)");
  private static final Pattern BACKSLASHES_AROUND = Pattern.compile("^\\\\+|\\\\+$");
  private static final Pattern OF_A_USER =
      Pattern.compile("(?i)S-1-5-21-[0-9-]+(?:_Classes)?\\\\.+");

  static Optional<RegistryPath> of(RegistryEntry entry) {
    var whole = (entry.hive() == null ? "" : entry.hive() + "\\") + entry.registryKey();
    // As kernel telemetry and as regedit write it.
    var path = ROOT.matcher(whole).replaceFirst("");
    var cut = path.indexOf('\\');
    if (cut < 0) {
      return Optional.empty();
    }
    // The registry reads repeated backslashes as one; so do we, before the key's width is judged.
    var single = path.substring(cut + 1).replaceAll("\\\\+", "\\\\");
    var key = BACKSLASHES_AROUND.matcher(single).replaceAll("");
    if (!WindowsNames.isPlainKey(key)) {
      return Optional.empty();
    }
    return RegistryHive.named(path.substring(0, cut))
        .flatMap(hive -> sameForEverybody(hive, key))
        .map(hive -> new RegistryPath(hive.ofDotNet(), key));
  }

  private static Optional<RegistryHive> sameForEverybody(RegistryHive hive, String key) {
    return switch (hive) {
      case LOCAL_MACHINE, USERS, CLASSES_ROOT -> Optional.of(hive);
      case CURRENT_USER ->
          OF_A_USER.matches(key) ? Optional.of(RegistryHive.USERS) : Optional.empty();
      case CURRENT_CONFIG -> Optional.empty();
    };
  }
}
