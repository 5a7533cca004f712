package dev.quaestor.starter.intake.format;

import dev.quaestor.entity.RegistryHive;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A registry key by its whole path, however its hive is called and whatever stands before it: the
 * view in front ({@code [x64] HKEY_LOCAL_MACHINE\…}), the kernel's or PowerShell's way to write it.
 */
record RegistryPath(@Nullable String hive, String key) {
  private static final String NARROW = "[x32]";

  /** Of the software's keys those that both views share; the others lie apart. */
  private static final List<String> SHARED =
      List.of("classes", "clients", "policies", "registeredapplications", "wow6432node");

  static @Nullable RegistryPath of(@Nullable String hive, @Nullable String written) {
    if (written == null || written.isBlank()) {
      return null;
    }
    var path = written.strip();
    var view = path.startsWith("[") ? path.substring(0, path.indexOf(']') + 1) : "";
    path = afterPrefix(path.substring(view.length()).strip());
    var cut = path.indexOf('\\');
    var first = cut < 0 ? path : path.substring(0, cut);
    var own = cut < 0 || cut == path.length() - 1 ? null : hive(first);
    if (own != null) {
      path = path.substring(cut + 1);
      // Defender writes whose hive it is behind its name: HKCU@S-1-5-21-….
      if (first.indexOf('@') > 0) {
        path = first.substring(first.indexOf('@') + 1) + "\\" + path;
        own = "HKEY_USERS";
      }
    }
    var called = own == null && hive != null ? wholeName(hive) : own;
    return path.isBlank()
        ? null
        : new RegistryPath(called, view.equalsIgnoreCase(NARROW) ? narrow(called, path) : path);
  }

  private static String afterPrefix(String path) {
    var upper = path.toUpperCase(Locale.ROOT);
    for (var prefix :
        List.of("MICROSOFT.POWERSHELL.CORE\\REGISTRY::", "REGISTRY::", "COMPUTER\\", "\\")) {
      if (upper.startsWith(prefix)) {
        return kernel(path.substring(prefix.length()));
      }
    }
    return path;
  }

  /** {@code \REGISTRY\MACHINE\…}, as the Security log has it. */
  private static String kernel(String path) {
    var upper = path.toUpperCase(Locale.ROOT);
    if (upper.startsWith("REGISTRY\\MACHINE\\")) {
      return "HKEY_LOCAL_MACHINE" + path.substring("REGISTRY\\MACHINE".length());
    }
    return upper.startsWith("REGISTRY\\USER\\")
        ? "HKEY_USERS" + path.substring("REGISTRY\\USER".length())
        : path;
  }

  /** What a 32-bit program calls Software lies under a name of its own on a 64-bit system. */
  private static String narrow(@Nullable String hive, String key) {
    var parts = key.split("\\\\", 3);
    return RegistryHive.LOCAL_MACHINE.whole().equals(hive)
            && parts.length > 1
            && parts[0].equalsIgnoreCase("software")
            && !SHARED.contains(parts[1].toLowerCase(Locale.ROOT))
        ? parts[0] + "\\WOW6432Node" + key.substring(parts[0].length())
        : key;
  }

  /** The field of a hive's own may have any word for it, or one that nobody knows. */
  private static @Nullable String wholeName(String hive) {
    return RegistryHive.named(hive.strip())
        .map(RegistryHive::whole)
        .orElseGet(() -> Storable.bounded(hive.strip(), Fields.ID));
  }

  /** At the beginning of a path, where other words are folders: {@code Users} is one. */
  private static @Nullable String hive(String written) {
    var account = written.indexOf('@');
    var name = account > 0 ? written.substring(0, account) : written;
    return name.regionMatches(true, 0, "HK", 0, 2)
        ? RegistryHive.named(name).map(RegistryHive::whole).orElse(null)
        : null;
  }
}
