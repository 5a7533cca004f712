package dev.quaestor.analyzer.file;

import com.google.re2j.Pattern;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file's name tells the truth about what opening it does.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>text direction turned</td><td>60</td><td>no honest file name does that</td></tr>
 *   <tr><td>two extensions</td><td>50</td><td>a document's name on something that runs</td></tr>
 *   <tr><td>spaces before the extension</td><td>50</td><td>moves the true extension out of sight</td></tr>
 * </table>
 */
public final class FileNames {
  private static final int DIRECTION_TURNED = 60;
  private static final int TWO_EXTENSIONS = 50;
  private static final int EXTENSION_OUT_OF_SIGHT = 50;

  /** No file system takes longer names; what is cut off cannot be opened either. */
  private static final int MAX_NAME = 1024;

  private static final Set<String> RUNNABLE =
      Set.of(
          "exe",
          "scr",
          "com",
          "pif",
          "cpl",
          "bat",
          "cmd",
          "ps1",
          "psm1",
          "vbs",
          "vbe",
          "js",
          "jse",
          "wsf",
          "wsh",
          "hta",
          "msi",
          "msix",
          "appx",
          "jar",
          "dll",
          "lnk",
          "url",
          "reg",
          "chm",
          "scf",
          "sct",
          "iso",
          "img",
          "vhd",
          "vhdx",
          "xll",
          "one",
          "application",
          "settingcontent-ms",
          "sh",
          "run",
          "appimage",
          "desktop",
          "apk",
          "dmg",
          "pkg");
  private static final Set<String> PAGES =
      Set.of("html", "htm", "shtml", "xhtml", "mht", "mhtml", "svg", "xht");
  private static final Set<String> WITH_MACROS =
      Set.of(
          "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm");
  private static final Set<String> DOCUMENTS =
      Set.of(
          "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "rtf", "odt", "ods", "txt", "csv",
          "jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "mp3", "mp4", "wav", "eml", "msg",
          "xml");
  private static final Pattern PADDED = Pattern.compile("[\\p{Z}\\s]{8}[\\p{Z}\\s]*\\.[^.]{1,12}$");

  private FileNames() {}

  /** What opening a file does, by the extension that the system goes by. */
  public enum Nature {
    /** Runs, mounts or installs something. */
    RUNNABLE,
    /** Opens in a browser, where scripts run. */
    PAGE,
    /** A document that can carry macros. */
    WITH_MACROS,
    DOCUMENT,
    OTHER
  }

  public static Nature nature(@Nullable String name) {
    return natureOf(name == null ? "" : extension(plain(name)));
  }

  /** What is deceptive about the name alone. */
  public static List<Finding> judge(String source, String name) {
    var findings = new ArrayList<Finding>();
    var cut = Excerpt.tail(name, MAX_NAME);
    if (cut.codePoints().anyMatch(FileNames::turnsDirection)) {
      findings.add(
          Finding.weighs(
              source,
              "NAME_TURNS_TEXT_DIRECTION",
              DIRECTION_TURNED,
              "The name contains characters that reverse the direction of text, so that it "
                  + "appears as another name."));
    }
    var plain = plain(cut);
    if (PADDED.matcher(plain).find()) {
      findings.add(
          Finding.weighs(
              source,
              "NAME_HIDES_EXTENSION",
              EXTENSION_OUT_OF_SIGHT,
              "Spaces in the name push its extension out of sight."));
    }
    var nature = nature(plain);
    if ((nature == Nature.RUNNABLE || nature == Nature.PAGE) && saysDocument(plain)) {
      findings.add(
          Finding.weighs(
              source,
              "NAME_HAS_TWO_EXTENSIONS",
              TWO_EXTENSIONS,
              "The name looks like a document's, but its real extension is .%s."
                  .formatted(extension(plain))));
    }
    return findings;
  }

  private static Nature natureOf(String extension) {
    if (RUNNABLE.contains(extension)) {
      return Nature.RUNNABLE;
    }
    if (PAGES.contains(extension)) {
      return Nature.PAGE;
    }
    if (WITH_MACROS.contains(extension)) {
      return Nature.WITH_MACROS;
    }
    return DOCUMENTS.contains(extension) ? Nature.DOCUMENT : Nature.OTHER;
  }

  private static boolean saysDocument(String name) {
    var stem = name.substring(0, name.lastIndexOf('.'));
    return DOCUMENTS.contains(extension(stem));
  }

  private static String extension(String name) {
    var dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).strip();
  }

  /** As the file system takes it: nothing unseen, no trailing dots or spaces, lower case. */
  private static String plain(String name) {
    var cut = Excerpt.tail(name, MAX_NAME);
    var text = Unseen.removed(cut);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ' ')) {
      end--;
    }
    return text.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static boolean turnsDirection(int c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }
}
