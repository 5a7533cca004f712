package dev.quaestor.mail;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory at the end of a ZIP archive, by which programs show and open its files. Read
 * without unpacking anything.
 *
 * @param readable whether there is one; one beyond the old format's sizes is not read
 */
record ZipDirectory(List<Entry> entries, boolean readable) {
  private static final int END = 0x06054b50;
  private static final int ENTRY = 0x02014b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int UTF_8 = 1 << 11;

  /**
   * A file or folder.
   *
   * @param crc of its content, unpacked
   */
  record Entry(String name, long crc) {}

  static ZipDirectory of(byte[] archive) {
    var bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    try {
      var end = end(bytes);
      if (end >= 0) {
        return read(bytes, end);
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      // Cut off, or its lengths lead out of it.
    }
    return new ZipDirectory(List.of(), false);
  }

  private static int end(ByteBuffer bytes) {
    var last = bytes.limit() - END_LENGTH;
    for (int at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
      if (bytes.getInt(at) == END) {
        return at;
      }
    }
    return -1;
  }

  private static ZipDirectory read(ByteBuffer bytes, int end) {
    int count = Short.toUnsignedInt(bytes.getShort(end + 10));
    // What stands before the archive moves all that it says of places in it.
    bytes.position(end - bytes.getInt(end + 12));
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      var at = bytes.position();
      if (bytes.getInt(at) != ENTRY) {
        return new ZipDirectory(entries, false);
      }
      var name = new byte[Short.toUnsignedInt(bytes.getShort(at + 28))];
      bytes.get(at + 46, name);
      var charset =
          (bytes.getShort(at + 8) & UTF_8) == 0
              ? StandardCharsets.ISO_8859_1
              : StandardCharsets.UTF_8;
      entries.add(
          new Entry(new String(name, charset), Integer.toUnsignedLong(bytes.getInt(at + 16))));
      bytes.position(
          at
              + 46
              + name.length
              + Short.toUnsignedInt(bytes.getShort(at + 30))
              + Short.toUnsignedInt(bytes.getShort(at + 32)));
    }
    return new ZipDirectory(entries, bytes.position() == end);
  }

  /** Whether it names these and no other, in any order. */
  boolean holdsJust(List<Entry> others) {
    return readable && sorted(entries).equals(sorted(others));
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing(Entry::name).thenComparing(Entry::crc))
        .toList();
  }
}
