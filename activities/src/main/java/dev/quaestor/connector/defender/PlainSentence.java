package dev.quaestor.connector.defender;

/** What a device or a script said, made fit for a sentence: one line, and not a long one. */
final class PlainSentence {
  private static final int MOST = 300;

  private PlainSentence() {}

  static String of(String said) {
    var line = said.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
  }
}
