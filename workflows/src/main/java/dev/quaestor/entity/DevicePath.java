package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where something lies on a device, and by its writing whose rules count there: on Windows letters
 * of either case name one file, elsewhere two. What could be either keeps its case, because two
 * rows for one thing do less harm than one row for two things.
 */
final class DevicePath {
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:([\\\\/].*)?", Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("%[^%/\\\\]+%([\\\\/].*)?", Pattern.DOTALL);

  /** Names of the kernel and of Win32 for what follows, where that is a drive or a share. */
  private static final Pattern DRIVE_PREFIX =
      Pattern.compile("\\\\(?:\\\\[?.]|[?][?])\\\\[A-Za-z]:\\\\");

  private static final Pattern SHARE_PREFIX =
      Pattern.compile("\\\\(?:\\\\[?.]|[?][?])\\\\unc\\\\", Pattern.CASE_INSENSITIVE);

  /** The content itself, which is what a path without it names. */
  private static final String OWN_STREAM = "::$data";

  /** Of {@code C:\\}. */
  private static final int DRIVE_LENGTH = 3;

  private DevicePath() {}

  static boolean isWindows(@Nullable String path) {
    return path != null
        && !isUnix(path)
        && (path.indexOf('\\') >= 0
            || DRIVE.matcher(path).matches()
            || VARIABLE.matcher(path).matches());
  }

  static boolean isUnix(@Nullable String path) {
    return path != null && path.startsWith("/");
  }

  static String canonical(String path) {
    if (isUnix(path)) {
      return unix(path);
    }
    return isWindows(path) ? windows(path) : path;
  }

  /** Blanks are part of a name here, and {@code ..} leads elsewhere where a link is before it. */
  private static String unix(String path) {
    var canonical = new StringBuilder();
    for (var part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        canonical.append('/').append(part);
      }
    }
    return canonical.isEmpty() ? "/" : canonical.toString();
  }

  private static String windows(String path) {
    var text = path.replace('/', '\\');
    text = beginning(SHARE_PREFIX, 0, beginning(DRIVE_PREFIX, DRIVE_LENGTH, text, ""), "\\\\");
    var start = text.startsWith("\\\\") ? "\\\\" : text.startsWith("\\") ? "\\" : "";
    var parts = new ArrayDeque<String>();
    for (var part : text.split("\\\\")) {
      if (part.equals("..")) {
        leave(parts);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(withoutTail(part));
      }
    }
    var canonical = LetterCase.folded(start + String.join("\\", parts));
    return canonical.endsWith(OWN_STREAM)
        ? canonical.substring(0, canonical.length() - OWN_STREAM.length())
        : canonical;
  }

  /** Windows drops dots and blanks at the end of a name; of what is nothing else, they stay. */
  private static String withoutTail(String name) {
    var end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    return end == 0 ? name : name.substring(0, end);
  }

  private static String beginning(Pattern prefix, int kept, String text, String instead) {
    var found = prefix.matcher(text);
    return found.lookingAt() ? instead + text.substring(found.end() - kept) : text;
  }

  /** Nothing is above a drive; of what begins nowhere, it is not known what is above. */
  private static void leave(ArrayDeque<String> parts) {
    if (parts.isEmpty() || parts.peekLast().equals("..")) {
      parts.addLast("..");
    } else if (parts.size() > 1 || !parts.peekLast().endsWith(":")) {
      parts.removeLast();
    }
  }
}
