package dev.quaestor.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.ZipInputStream;

/**
 * What an Office document holds beside what it shows, as far as that can be told without opening
 * it: whether there are macros, and whether other files lie in it that a click opens.
 *
 * @param whole whether its parts are known
 */
record OfficeContents(boolean macros, boolean embeds, boolean whole) {
  /** What is no document holds none of that. */
  static final OfficeContents NONE = new OfficeContents(false, false, true);

  private static final String TYPES = "[content_types].xml";

  /** Until the list of its types is found and read: it stands first, where Office wrote it. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** Of a document that is a ZIP archive, as all of today's are. */
  static OfficeContents ofZip(byte[] document) {
    var directory = ZipDirectory.of(document);
    var names = directory.entries().stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    // The parts may have any name: what they are says the list of their types.
    var types = types(document);
    return new OfficeContents(
        types.contains("vbaproject")
            || types.contains("macroenabled")
            || types.contains("macrosheet")
            || names.stream()
                .anyMatch(n -> n.endsWith("vbaproject.bin") || n.contains("/macrosheets/")),
        types.contains("oleobject")
            || types.contains("activex")
            || names.stream().anyMatch(n -> n.contains("/embeddings/") || n.contains("/activex/")),
        // A reference to a character would hide what it says.
        directory.readable() && !types.isEmpty() && types.indexOf('&') < 0);
  }

  /**
   * Of one in the format before that, which is a file system of its own: the names in it stand in
   * the clear.
   */
  static OfficeContents ofOle(byte[] document) {
    var text = new String(document, StandardCharsets.ISO_8859_1);
    return new OfficeContents(
        text.contains(wide("_VBA_PROJECT")),
        text.contains(wide("Ole10Native")) || text.contains(wide("ObjectPool")),
        // Outlook's own format: a message, with its text and attachments.
        !text.contains(wide("__properties_version1.0")));
  }

  private static String wide(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
  }

  /** The list of its types, lower case; empty when it was not found. */
  private static String types(byte[] document) {
    var left = MOST_BYTES;
    try (var zip =
        new ZipInputStream(new ByteArrayInputStream(document), StandardCharsets.ISO_8859_1)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var content = zip.readNBytes(left);
        left -= content.length;
        if (left == 0) {
          return "";
        }
        if (entry.getName().toLowerCase(Locale.ROOT).equals(TYPES)) {
          return text(content).toLowerCase(Locale.ROOT);
        }
      }
    } catch (IOException | RuntimeException broken) {
      // As if it were not there.
    }
    return "";
  }

  /** In UTF-8, or in UTF-16 with every second byte left out. */
  private static String text(byte[] xml) {
    return new String(xml, StandardCharsets.ISO_8859_1).replace("\0", "");
  }
}
