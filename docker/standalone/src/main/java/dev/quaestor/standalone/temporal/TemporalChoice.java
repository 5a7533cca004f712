package dev.quaestor.standalone.temporal;

import com.google.re2j.Pattern;

/** What {@code --temporal} asks for. */
public sealed interface TemporalChoice {
  /** The best there is. */
  record Auto() implements TemporalChoice {}

  /** The in-JVM test server. */
  record Embedded() implements TemporalChoice {}

  /** One that runs already. */
  record At(String target) implements TemporalChoice {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_.\\-\\[\\]:]+:[0-9]{1,5}");
  }

  /**
   * @throws IllegalArgumentException for anything but {@code auto}, {@code embedded} or {@code
   *     HOST:PORT}
   */
  static TemporalChoice parse(String text) {
    return switch (text) {
      case "auto" -> new Auto();
      case "embedded" -> new Embedded();
      default -> {
        if (!At.ADDRESS.matches(text) || !isPort(portOf(text))) {
          throw new IllegalArgumentException(
              "\"" + text + "\" is not auto, embedded or HOST:PORT, such as 127.0.0.1:7233");
        }
        yield new At(text);
      }
    };
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  static boolean isPort(int number) {
    return number >= 1 && number <= 65535;
  }
}
