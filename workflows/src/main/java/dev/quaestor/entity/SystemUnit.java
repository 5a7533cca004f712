package dev.quaestor.entity;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of what an operating system starts by itself. Windows does not count the case of its
 * services and tasks; systemd's units say by their ending that they are its own, and files of cron
 * by their path.
 */
final class SystemUnit {
  private static final Pattern UNIT =
      Pattern.compile(
          "[^/\\\\]+[.]"
              + "(service|socket|timer|mount|automount|swap|target|path|slice|scope|device)");

  private SystemUnit() {}

  static String canonical(String name, @Nullable String image) {
    if (DevicePath.isUnix(name)) {
      return DevicePath.canonical(name);
    }
    var ofUnix =
        DevicePath.isUnix(image) || (!DevicePath.isWindows(image) && UNIT.matcher(name).matches());
    return ofUnix ? name : LetterCase.folded(name);
  }
}
