package dev.quaestor.wire;

import java.util.Optional;

/**
 * Where payloads lie that are too large for a history. Every process that speaks with Temporal must
 * see the same one. Called on workflow threads too: it must answer in milliseconds, and never wait
 * for anybody.
 */
public interface PayloadVault {

  /**
   * Keeps a body, so that it is there when this returns and outlives the process. Keeping it again
   * is once, and counts as new for whoever clears out what is old.
   *
   * @param sha256 of the body, as lower-case hex
   * @throws RuntimeException when it cannot be written
   */
  void keep(String sha256, byte[] body);

  /**
   * The body of that hash, as it lies there; the caller checks it. Empty when there is none.
   *
   * @throws RuntimeException when it cannot be read
   */
  Optional<byte[]> find(String sha256);

  /** Where it is, for people. */
  String place();
}
