package dev.quaestor.vault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Keeps bodies under their SHA-256. What is in it never changes. */
public interface Vault {

  /**
   * Where a body is kept.
   *
   * @param sha256 64 lower-case hex characters
   * @param size bytes
   */
  record Reference(String sha256, long size) {
    public Reference {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("a vault reference is a lower-case SHA-256");
      }
    }
  }

  /**
   * Reads the body to its end and keeps it; keeping it again is once. The caller closes the stream.
   *
   * @throws IOException when it cannot be read or written, or is larger than the vault takes; then
   *     nothing of it is kept
   */
  Reference store(InputStream body) throws IOException;

  /** The body, to be closed by the caller; empty when the vault has none of that hash. */
  Optional<InputStream> open(String sha256) throws IOException;
}
