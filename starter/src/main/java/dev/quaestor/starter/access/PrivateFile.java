package dev.quaestor.starter.access;

import dev.quaestor.secret.SmallFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small file that only its owner may read. */
final class PrivateFile {
  private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);

  private PrivateFile() {}

  /**
   * The text of the file, which is made of {@code fresh} when it is not there. Two processes that
   * start at once read the same text: the file appears under its name only when it is whole.
   */
  static String readOrCreate(Path file, Supplier<String> fresh) {
    var path = file.toAbsolutePath();
    try {
      if (!Files.exists(path)) {
        create(path, fresh.get());
      }
      warnWhenOpen(path);
      var text = SmallFile.text(path).strip();
      if (text.isEmpty()) {
        throw new IllegalStateException(path + " is empty: remove it, and a new one is created");
      }
      return text;
    } catch (SmallFile.Unfit e) {
      throw new IllegalStateException(path + " cannot be used: " + e.getReason());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or create " + path, e);
    }
  }

  /**
   * Writes what everybody may read, where it is not there or another: under its name only when it
   * is whole.
   */
  static void write(Path file, String text) {
    var path = file.toAbsolutePath();
    try {
      if (Files.exists(path) && SmallFile.text(path).strip().equals(text)) {
        return;
      }
      var draft = draftOf(path);
      Files.writeString(draft, text + "\n");
      Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  private static void create(Path path, String text) throws IOException {
    var folder = path.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, onlyOwner(folder, "rwx------"));
    }
    var draft = draftOf(path);
    // The permissions come with the creation: setting them afterwards would leave a moment.
    try (var channel =
        Files.newByteChannel(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            onlyOwner(path, "rw-------"))) {
      channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException e) {
      log.debug("{} was created by another process at the same moment", path);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Not by the process's number: in containers that share a volume all of them are 1. */
  private static Path draftOf(Path path) {
    return path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
  }

  private static FileAttribute<?>[] onlyOwner(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void warnWhenOpen(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    var open = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (open.contains(PosixFilePermission.OTHERS_READ)
        || open.contains(PosixFilePermission.GROUP_READ)) {
      log.warn("{} can be read by users other than its owner; run chmod 600 on it", path);
    }
  }
}
