package dev.quaestor.mail;

import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;

/**
 * The files of a ZIP archive, by name and content, so that packing hides no program. Bounded by
 * what comes out: a small archive may hold a terabyte.
 *
 * @param whole whether nothing was left out
 */
record ZipContents(List<Attachment> files, boolean whole) {
  private static final int MOST_BYTES = 20 * 1024 * 1024;
  private static final int LONGEST_NAME = 255;

  static ZipContents of(byte[] archive, int most) {
    var files = new ArrayList<Attachment>();
    var left = MOST_BYTES;
    // Names are UTF-8 where the archive says so; else any bytes, of which this loses none.
    try (var zip =
        new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.ISO_8859_1)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        if (files.size() >= most) {
          return new ZipContents(files, false);
        }
        var content = zip.readNBytes(left + 1);
        if (content.length > left) {
          return new ZipContents(files, false);
        }
        left -= content.length;
        files.add(
            new Attachment(
                Storable.boundedIdentity(entry.getName(), LONGEST_NAME),
                "application/octet-stream",
                FileSignature.of(content),
                Sha256.of(content),
                (long) content.length));
      }
      return new ZipContents(files, !files.isEmpty());
    } catch (IOException | RuntimeException broken) {
      return new ZipContents(files, false);
    }
  }
}
