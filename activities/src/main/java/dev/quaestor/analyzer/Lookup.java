package dev.quaestor.analyzer;

/**
 * What asking a back end about one thing brought. Four answers, because "it is not there" and
 * "nobody could say" must never be mistaken for each other.
 */
public sealed interface Lookup<T> {

  /** The back end knows it. */
  record Known<T>(String source, T value) implements Lookup<T> {}

  /** The back end was asked and does not know it. */
  record NotThere<T>(String source) implements Lookup<T> {}

  /**
   * The back end could not say.
   *
   * @param code UPPER_SNAKE, as a {@link dev.quaestor.wire.FailureType}
   * @param sentence what went wrong, for people
   */
  record CouldNotLook<T>(String source, String code, String sentence) implements Lookup<T> {}

  /** No configured back end knows about such things. */
  record NobodyToAsk<T>() implements Lookup<T> {}
}
