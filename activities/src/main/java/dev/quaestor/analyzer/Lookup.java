package dev.quaestor.analyzer;

/**
 * What asking the back ends about one thing brought. Four answers, because "it is not there" and
 * "nobody could say" must never be mistaken for each other.
 */
public sealed interface Lookup<T> {

  /** A back end knows it. */
  record Known<T>(T value) implements Lookup<T> {}

  /** Every back end was asked and none knows it. */
  record NotThere<T>() implements Lookup<T> {}

  /**
   * A back end could not say, and no other knows it.
   *
   * @param code UPPER_SNAKE, as the names of {@link dev.quaestor.wire.FailureType}
   * @param sentence what went wrong, for people
   */
  record CouldNotLook<T>(String code, String sentence) implements Lookup<T> {}

  /** No configured back end knows about such things, or the thing has nothing to ask by. */
  record NobodyToAsk<T>() implements Lookup<T> {}
}
