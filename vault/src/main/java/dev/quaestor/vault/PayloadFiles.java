package dev.quaestor.vault;

import dev.quaestor.wire.PayloadVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Payloads in the folder {@code payloads} of a vault, as {@code ab/abcdef…}. They lie apart from
 * samples and packages: a claim in a history can be anybody's, and leads to nothing but payloads.
 */
public final class PayloadFiles implements PayloadVault {
  static final String FOLDER = "payloads";

  private final Path root;

  /**
   * @param vault the vault's folder; nothing is made in it before the first payload
   */
  public PayloadFiles(Path vault) {
    this.root = vault.resolve(FOLDER).toAbsolutePath().normalize();
  }

  @Override
  public void keep(String sha256, byte[] body) {
    var place = place(sha256);
    try {
      if (isKept(place, body.length)) {
        return;
      }
      Files.createDirectories(place.getParent());
      write(place, body);
    } catch (IOException e) {
      throw new UncheckedIOException("A payload cannot be put into the vault " + root, e);
    }
  }

  /** Makes it young; one that is being removed at this moment is written again. */
  private static boolean isKept(Path place, long size) throws IOException {
    try {
      if (Files.size(place) != size) {
        return false;
      }
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  private static void write(Path place, byte[] body) throws IOException {
    var draft = Files.createTempFile(place.getParent(), ".draft-", null);
    try {
      try (var file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        var left = ByteBuffer.wrap(body);
        while (left.hasRemaining()) {
          file.write(left);
        }
        // The history that refers to it survives a power cut as well.
        file.force(false);
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public Optional<byte[]> find(String sha256) {
    try {
      return Optional.of(Files.readAllBytes(place(sha256)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("A payload cannot be read from the vault " + root, e);
    }
  }

  @Override
  public String place() {
    return root.toString();
  }

  private Path place(String sha256) {
    var name = new Vault.Reference(sha256, 0).sha256();
    return root.resolve(name.substring(0, 2)).resolve(name);
  }
}
