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

  /** A part of a whole, as {@code 1 of 3 actions}: the noun goes by the whole. */
  public static String of(long part, long whole, String one, String several) {
    return part + " of " + of(whole, one, several);
  }

  /** The verb that goes with a number, as {@code was} and {@code were}. */
  public static String verb(long number, String one, String several) {
    return number == 1 ? one : several;
  }
}
