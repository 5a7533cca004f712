package dev.quaestor.vault;

import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A vault in a folder: {@code ab/abcdef…}, written beside and moved into place. */
public final class FileVault implements Vault {
  private static final int BUFFER = 64 * 1024;

  private final Path root;
  private final long maxBytes;

  /**
   * @param root made when it is not there
   * @param maxBytes the largest body it takes
   */
  public FileVault(Path root, long maxBytes) throws IOException {
    this.root = Files.createDirectories(root);
    this.maxBytes = maxBytes;
  }

  @Override
  public Reference store(InputStream body) throws IOException {
    var draft = Files.createTempFile(root, ".draft-", null);
    try {
      var hash = new Sha256();
      long size = 0;
      try (var out = Files.newOutputStream(draft)) {
        var buffer = new byte[BUFFER];
        for (int read; (read = body.read(buffer)) >= 0; ) {
          size += read;
          if (size > maxBytes) {
            throw new IOException("the body is larger than " + maxBytes + " bytes");
          }
          hash.add(buffer, read);
          out.write(buffer, 0, read);
        }
      }
      var reference = new Reference(hash.hex(), size);
      var place = place(reference.sha256());
      Files.createDirectories(place.getParent());
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return reference;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public Optional<InputStream> open(String sha256) throws IOException {
    try {
      return Optional.of(Files.newInputStream(place(new Reference(sha256, 0).sha256())));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private Path place(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
