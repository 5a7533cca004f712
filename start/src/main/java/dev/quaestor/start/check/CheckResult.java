package dev.quaestor.start.check;

import static java.util.Objects.requireNonNull;

/**
 * What came of looking at one thing.
 *
 * @param name as {@code temporal} and {@code connector:defender}
 * @param sentence how it is, in plain words and without any secret
 * @param remedy what to do or to set; empty where nothing is to be done
 */
public record CheckResult(String name, Level level, String sentence, String remedy) {

  /** How well it is. */
  public enum Level {
    OK,
    /** Nobody could be asked, or nobody says. */
    UNKNOWN,
    /** It works, and somebody should look. */
    WARN,
    /** Something does not work because of it, or will not. */
    FAIL
  }

  public CheckResult {
    requireNonNull(name);
    requireNonNull(level);
    requireNonNull(sentence);
    requireNonNull(remedy);
  }

  public static CheckResult ok(String name, String sentence) {
    return new CheckResult(name, Level.OK, sentence, "");
  }

  public static CheckResult unknown(String name, String sentence) {
    return new CheckResult(name, Level.UNKNOWN, sentence, "");
  }

  public static CheckResult warn(String name, String sentence, String remedy) {
    return new CheckResult(name, Level.WARN, sentence, remedy);
  }

  public static CheckResult fail(String name, String sentence, String remedy) {
    return new CheckResult(name, Level.FAIL, sentence, remedy);
  }

  /** Both, for where there is one line for them. */
  public String text() {
    return remedy.isEmpty() ? sentence : sentence + " " + remedy;
  }
}
