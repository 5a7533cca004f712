package dev.quaestor.starter.api;

import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The worker's vault, read only: {@code ab/abcdef…}, each body under its SHA-256. */
record VaultFolder(@Nullable Path root) {
  private static final int BUFFER = 64 * 1024;

  /** A body that is what its name says. */
  record Body(Path file, long size) {}

  boolean isConfigured() {
    return root != null;
  }

  /** Empty when it is not there, or no longer what its hash says. */
  Optional<Body> find(String sha256) throws IOException {
    if (root == null || !sha256.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    var file = root.resolve(sha256.substring(0, 2)).resolve(sha256);
    var hash = new Sha256();
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER];
      long size = 0;
      for (int read; (read = in.read(buffer)) >= 0; ) {
        hash.add(buffer, read);
        size += read;
      }
      return hash.hex().equals(sha256) ? Optional.of(new Body(file, size)) : Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }
}
