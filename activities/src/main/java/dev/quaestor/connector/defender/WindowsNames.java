package dev.quaestor.connector.defender;

import java.util.regex.Pattern;

/**
 * Which names the script for Windows takes, by its own patterns: what it would refuse is said
 * before anybody is asked. Nothing that builds this can run PowerShell, so the patterns are the
 * part of it that is tried.
 */
final class WindowsNames {
  private static final String SCRIPT = ScriptShelf.Own.WINDOWS.text();

  private static final Pattern PLAIN_PATH = pattern("plainPath");
  private static final Pattern PLAIN_KEY = pattern("plainKey");
  private static final Pattern WIDE_KEY = pattern("wideKey");

  private WindowsNames() {}

  /** A pattern of the script, which stands there in single quotes on a line of its own. */
  static Pattern pattern(String variable) {
    var start = "$" + variable + " = '";
    return SCRIPT
        .lines()
        .filter(line -> line.startsWith(start) && line.endsWith("'"))
        .map(line -> Pattern.compile(line.substring(start.length(), line.length() - 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the script has no pattern " + variable));
  }

  /** A file on a drive of the device, in one writing. */
  static boolean isPlainPath(String path) {
    return PLAIN_PATH.matcher(path.replace('/', '\\')).find();
  }

  /** A key in one writing. */
  static boolean isPlainKey(String key) {
    return PLAIN_KEY.matcher(key).find();
  }

  /** A key that is too much to be removed whole. */
  static boolean isWideKey(String key) {
    return WIDE_KEY.matcher(key).find();
  }
}
