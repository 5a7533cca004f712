package dev.quaestor.connector.capability;

/** How far a back end is with what it was told. Sentences are for people. */
public sealed interface Progress {

  String sentence();

  /** The back end says that it is done; whether it took effect is for the read-back to say. */
  record Done(String sentence) implements Progress {}

  /**
   * Done, and what it brought is in the vault.
   *
   * @param size bytes
   */
  record Collected(String sha256, long size, String sentence) implements Progress {}

  /** The back end has taken it, and does not show that it is so. */
  record Unseen(String sentence) implements Progress {}

  /** There was nothing to do. */
  record Already(String sentence) implements Progress {}

  /**
   * Begun, not ended.
   *
   * @param ticket the back end's own id of it, for {@link Asynchronous#poll}
   * @param deviceAway whether it waits for a device that is offline
   */
  record InProgress(String ticket, boolean deviceAway, String sentence) implements Progress {}

  /**
   * Ended without success; the same again would fail again.
   *
   * @param code stable, UPPER_SNAKE
   */
  record Failed(String code, String sentence) implements Progress {}
}
