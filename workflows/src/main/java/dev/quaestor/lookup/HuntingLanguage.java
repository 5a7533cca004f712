package dev.quaestor.lookup;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What hunting queries are written in. */
public enum HuntingLanguage {
  /** Kusto query language. */
  KQL,
  /** The query string syntax of Lucene, as OpenSearch reads it. */
  LUCENE;

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that a word says, in whatever case; empty for none. */
  public static Optional<HuntingLanguage> of(String word) {
    return Stream.of(values()).filter(one -> one.name().equalsIgnoreCase(word)).findFirst();
  }
}
