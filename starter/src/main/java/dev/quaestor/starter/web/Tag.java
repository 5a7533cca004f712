package dev.quaestor.starter.web;

import java.util.Locale;

/**
 * A word with a shape and a tone: the word says it, the shape says it to those who do not read, and
 * the colour is the third sign.
 *
 * @param shape the id of a symbol of the frame; empty for none
 */
record Tag(Tone tone, String shape, String word) {

  /** As the sheet names them. */
  enum Tone {
    BAD,
    WARN,
    GOOD,
    INFO,
    UNKNOWN,
    PLAIN
  }

  static Tag bad(String word) {
    return new Tag(Tone.BAD, "diamond", word);
  }

  static Tag warn(String word) {
    return new Tag(Tone.WARN, "triangle", word);
  }

  static Tag good(String word) {
    return new Tag(Tone.GOOD, "dot", word);
  }

  static Tag info(String word) {
    return new Tag(Tone.INFO, "", word);
  }

  static Tag unknown(String word) {
    return new Tag(Tone.UNKNOWN, "ring", word);
  }

  static Tag plain(String word) {
    return new Tag(Tone.PLAIN, "", word);
  }

  /** The classes of the sheet. */
  public String style() {
    return tone == Tone.PLAIN ? "tag" : "tag " + tone.name().toLowerCase(Locale.ROOT);
  }
}
