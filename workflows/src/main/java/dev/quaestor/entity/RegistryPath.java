package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registry key by hive and folders, lower case. The hive stands in a field of its own, or before
 * the key as regedit, PowerShell and the kernel write it.
 */
final class RegistryPath {
  private static final Pattern WRITTEN_BEFORE =
      Pattern.compile(
          "(?:computer|\\\\+registry)\\\\+|(?:microsoft[.]powershell[.]core\\\\)?registry::\\\\*");

  private static final Map<String, String> HIVES =
      Map.ofEntries(
          Map.entry("hkey_local_machine", "hklm"),
          Map.entry("localmachine", "hklm"),
          Map.entry("machine", "hklm"),
          Map.entry("hkey_users", "hku"),
          Map.entry("users", "hku"),
          Map.entry("user", "hku"),
          Map.entry("hkey_current_user", "hkcu"),
          Map.entry("currentuser", "hkcu"),
          Map.entry("hkey_classes_root", "hkcr"),
          Map.entry("classesroot", "hkcr"),
          Map.entry("hkey_current_config", "hkcc"),
          Map.entry("currentconfig", "hkcc"));

  /** Defender's telemetry writes a user's own hive as the current one, followed by the SID. */
  private static final Pattern OF_A_USER = Pattern.compile("s-1-5-21-[0-9-]+(_classes)?");

  private RegistryPath() {}

  static String canonical(@Nullable String hive, String key) {
    var path = LetterCase.folded((hive == null ? "" : hive + "\\") + key);
    var before = WRITTEN_BEFORE.matcher(path);
    var parts =
        new LinkedList<>(
            Arrays.stream((before.lookingAt() ? path.substring(before.end()) : path).split("\\\\"))
                .filter(part -> !part.isEmpty())
                .toList());
    if (parts.size() > 1) {
      var first = parts.getFirst();
      var plain = first.endsWith(":") ? first.substring(0, first.length() - 1) : first;
      var known = HIVES.getOrDefault(plain, HIVES.containsValue(plain) ? plain : first);
      var ofUser = known.equals("hkcu") && OF_A_USER.matcher(parts.get(1)).matches();
      parts.set(0, ofUser ? "hku" : known);
    }
    return String.join("\\", parts);
  }
}
