package dev.quaestor.connector.blocklist;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The file and its being read again. It is replaced whole, and what was there before stays beside
 * it until the new one has been read, so that going back takes no room on the disk. That it has
 * still to be read is kept beside it too: whoever dies in between leaves that to the next.
 */
final class ListFile {
  private static final long MOST = 16L << 20;

  private static final ByteBuffer PENDING = ByteBuffer.wrap(new byte[] {'r'}).asReadOnlyBuffer();

  /** Of this process, whose threads share one lock of the file system. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path file;
  private final Path lock;
  private final Path fresh;
  private final Path former;
  private final Reload reload;

  ListFile(Path file, Reload reload) {
    this.file = file.normalize();
    this.lock = beside("lock");
    this.fresh = beside("new");
    this.former = beside("former");
    this.reload = reload;
  }

  private Path beside(String ending) {
    return file.resolveSibling("." + file.getFileName() + ".quaestor-" + ending);
  }

  /** As it stands now, one character for each byte. */
  String text() {
    try {
      var attributes = Files.readAttributes(file, PosixFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new ConnectorException(
            Kind.DOWN, "the list %s is a link or a folder, not a file".formatted(file));
      }
      if (attributes.size() > MOST) {
        throw new ConnectorException(
            Kind.DOWN, "the list %s is larger than %d MiB".formatted(file, MOST >> 20));
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new ConnectorException(Kind.DOWN, "the list %s is missing".formatted(file));
    } catch (IOException unreadable) {
      throw broke("cannot be read", unreadable);
    }
  }

  /** What is done while nobody else of ours, in this process or another, does anything. */
  @SuppressWarnings("try") // What is held is not called.
  <T> T alone(Supplier<T> act) {
    var ours = LOCKS.computeIfAbsent(file, any -> new ReentrantLock());
    ours.lock();
    try (var channel = FileChannel.open(lock, CREATE, READ, WRITE, NOFOLLOW_LINKS);
        var held = channel.lock()) {
      return act.get();
    } catch (IOException unlockable) {
      throw broke("cannot be locked, by a file beside it", unlockable);
    } finally {
      ours.unlock();
    }
  }

  /** Whether what is in the file has still to be read. */
  boolean isPending() {
    try {
      return Files.size(lock) > 0;
    } catch (IOException none) {
      return false;
    }
  }

  /** To be called alone. */
  private void pending(boolean is) {
    try (var channel = FileChannel.open(lock, CREATE, WRITE, NOFOLLOW_LINKS)) {
      if (is) {
        channel.write(PENDING.duplicate());
      } else {
        channel.truncate(0);
      }
      channel.force(true);
    } catch (IOException unwritable) {
      throw broke("cannot be replaced", unwritable);
    }
  }

  /**
   * Replaces what was read and has it read again; to be called alone. Where that fails, the former
   * file is in its place.
   *
   * @param before as it was read
   * @return why it failed; empty when it did not
   * @throws ConnectorException when it cannot be written; the file is as it was
   */
  Optional<String> replaced(String before, String after) {
    pending(true);
    try {
      write(before, after);
    } catch (IOException unwritable) {
      delete(fresh);
      throw broke("cannot be replaced", unwritable);
    }
    var failed = reload.failure();
    if (failed.isEmpty()) {
      pending(false);
      delete(former);
      return failed;
    }
    try {
      Files.move(former, file, ATOMIC_MOVE);
    } catch (IOException stays) {
      return failed.map(said -> said + ", and the former list could not be put back");
    }
    // What it had read of the new one by then it forgets; who cannot now, is told so later.
    if (reload.failure().isEmpty()) {
      pending(false);
    }
    return failed;
  }

  /**
   * Has it read again as it is; to be called alone.
   *
   * @return why it failed; empty when it did not
   */
  Optional<String> read() {
    var failed = reload.failure();
    if (failed.isEmpty()) {
      pending(false);
    }
    return failed;
  }

  private void write(String before, String after) throws IOException {
    var like =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS)
            .readAttributes();
    Files.deleteIfExists(fresh);
    try (var channel = FileChannel.open(fresh, CREATE_NEW, WRITE)) {
      var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class, NOFOLLOW_LINKS);
      var own = view.readAttributes();
      if (!own.group().equals(like.group())) {
        view.setGroup(like.group());
      }
      if (!own.owner().equals(like.owner())) {
        view.setOwner(like.owner());
      }
      view.setPermissions(like.permissions());
      var bytes = ByteBuffer.wrap(after.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.deleteIfExists(former);
    Files.createLink(former, file);
    if (!text().equals(before)) {
      delete(former);
      throw new IOException("it was changed meanwhile");
    }
    Files.move(fresh, file, ATOMIC_MOVE);
    try (var folder = FileChannel.open(file.resolveSibling("."), READ)) {
      folder.force(true);
    }
  }

  private static void delete(Path left) {
    try {
      Files.deleteIfExists(left);
    } catch (IOException stays) {
      // It is replaced the next time.
    }
  }

  private ConnectorException broke(String what, IOException cause) {
    var kind = cause instanceof AccessDeniedException ? Kind.UNAUTHORIZED : Kind.DOWN;
    var why =
        cause instanceof AccessDeniedException
            ? "the worker has no right to"
            : String.valueOf(reason(cause));
    return new ConnectorException(
        kind, "the list %s %s: %s".formatted(file, what, why), null, null, cause);
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(cause.getMessage());
  }
}
