package dev.quaestor.text;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bounds of what people say, the same wherever they say it. */
public final class PersonsWord {
  public static final int LONGEST_COMMENT = 4000;

  private PersonsWord() {}

  /**
   * What is wrong with who says it or what they say; empty when nothing is. Whether a name is
   * needed at all is for who hears it: a signed word needs none.
   */
  public static Optional<String> flaw(
      String nameField, @Nullable String name, @Nullable String comment) {
    return Optional.ofNullable(name)
        .filter(n -> !n.isBlank())
        .flatMap(PersonName::flaw)
        .map(flaw -> nameField + " " + flaw)
        .or(
            () ->
                comment != null && comment.length() > LONGEST_COMMENT
                    ? Optional.of("comment is longer than %d characters".formatted(LONGEST_COMMENT))
                    : Optional.empty());
  }
}
