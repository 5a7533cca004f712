package dev.quaestor.mail;

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
 * @param bytes how many came out
 * @param whole whether nothing was left out
 */
record ZipContents(List<File> files, int bytes, boolean whole) {
  /** A file in it. */
  record File(String name, byte[] content) {}

  static ZipContents of(byte[] archive, int mostFiles, int mostBytes) {
    var files = new ArrayList<File>();
    var read = new ArrayList<ZipDirectory.Entry>();
    var bytes = 0;
    // Names are UTF-8 where the archive says so; else any bytes, of which this loses none.
    try (var zip =
        new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.ISO_8859_1)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (files.size() >= mostFiles) {
          return new ZipContents(files, bytes, false);
        }
        var content = zip.readNBytes(mostBytes - bytes + 1);
        if (content.length > mostBytes - bytes) {
          return new ZipContents(files, mostBytes, false);
        }
        bytes += content.length;
        zip.closeEntry();
        read.add(new ZipDirectory.Entry(entry.getName(), entry.getCrc()));
        if (!entry.isDirectory()) {
          files.add(new File(entry.getName(), content));
        }
      }
      // Read from its beginning, it ends where other bytes stand between two files; programs that
      // go by its directory see what lies behind.
      return new ZipContents(
          files, bytes, !files.isEmpty() && ZipDirectory.of(archive).holdsJust(read));
    } catch (IOException | RuntimeException broken) {
      return new ZipContents(files, bytes, false);
    }
  }
}
