package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registry key by hive and folders, lower case. The hive stands in a field of its own, or before
 * the key as regedit, PowerShell and the kernel write it.
 */
final class RegistryPath {
  private static final Pattern WRITTEN_BEFORE =
      Pattern.compile(
          "(?:computer|\\\\+registry)\\\\+|(?:microsoft[.]powershell[.]core\\\\)?registry::\\\\*");

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
      var known = RegistryHive.named(first);
      var ofUser =
          known.filter(RegistryHive.CURRENT_USER::equals).isPresent()
              && OF_A_USER.matcher(parts.get(1)).matches();
      var hiveOfKey = ofUser ? Optional.of(RegistryHive.USERS) : known;
      parts.set(0, hiveOfKey.map(h -> LetterCase.folded(h.brief())).orElse(first));
    }
    return String.join("\\", parts);
  }
}
