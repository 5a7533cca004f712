package dev.quaestor.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a file that a setting names and that is small: a key, a token, a password. A pipe that
 * nobody writes to would be waited for without end, and a device never ends: neither is opened.
 */
public final class SmallFile {
  /** No secret is larger; whoever names a disk image by mistake is told. */
  public static final int MOST_BYTES = 64 * 1024;

  private SmallFile() {}

  /** Something else is there under that name. */
  public static final class Unfit extends FileSystemException {
    private static final long serialVersionUID = 1;

    Unfit(Path file, String reason) {
      super(file.toString(), null, reason);
    }
  }

  /**
   * @throws NoSuchFileException when nothing is there
   * @throws Unfit when it is no plain file, nor a link to one, or too large
   * @throws IOException when it cannot be read
   */
  public static byte[] bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Unfit(file, Files.isDirectory(file) ? "it is a folder" : "it is not a plain file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Unfit(file, "it is larger than any secret");
      }
      return bytes;
    }
  }

  /** The same as text; what is no UTF-8 in it becomes U+FFFD. */
  public static String text(Path file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }
}
