package dev.quaestor.text;

/** A number with what it counts, as {@code 1 action} and {@code 2 actions}. */
public final class Counted {
  private Counted() {}

  /**
   * @param one what follows the number 1
   * @param several what follows every other
   */
  public static String of(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
