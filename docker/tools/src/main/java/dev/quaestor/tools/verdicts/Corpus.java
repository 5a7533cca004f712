package dev.quaestor.tools.verdicts;

import java.util.List;

/**
 * A labelled collection, as the folder of data holds it.
 *
 * @param name for people
 * @param file where it lies below the folder
 * @param label what its items are, unless each line says so itself
 * @param kind what its items are, for adding up
 */
record Corpus(String name, String file, Label label, Kind kind) {

  /** What the items of a file are. */
  enum Label {
    HARMLESS,
    UNWANTED,
    /** Each line has a {@code label}: {@code ham}, or anything else. */
    BY_LINE
  }

  /** What is added up with what. */
  enum Kind {
    MAIL,
    HOST
  }

  static final List<Corpus> ALL =
      List.of(
          new Corpus("SpamAssassin", "spamassassin/*.jsonl.gz", Label.BY_LINE, Kind.MAIL),
          new Corpus("Nazario phishing", "nazario-zenodo/*.jsonl.gz", Label.UNWANTED, Kind.MAIL),
          new Corpus("maltrail", "maltrail/*.jsonl.gz", Label.UNWANTED, Kind.HOST),
          new Corpus("Tranco 10k", "misp-warninglists/tranco10k.json", Label.HARMLESS, Kind.HOST));
}
