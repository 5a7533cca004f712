package dev.quaestor.text;

import java.util.Optional;

/**
 * A name by which a person or service is recorded. What cannot be seen must not be in it: two names
 * that look alike would be two people in the record, and one that turns the text around it would
 * pose as another.
 */
public final class PersonName {
  public static final int LONGEST = 100;

  private PersonName() {}

  /**
   * What keeps a text from being a name, as it follows the field's name in a sentence; empty when
   * nothing does. It asks only for what no release of Unicode changes, because workflows replay it.
   */
  public static Optional<String> flaw(String name) {
    if (name.isBlank()) {
      return Optional.of("is empty");
    }
    if (name.length() > LONGEST) {
      return Optional.of("is longer than %d characters".formatted(LONGEST));
    }
    if (name.startsWith(" ") || name.endsWith(" ") || name.contains("  ")) {
      return Optional.of("has extra spaces");
    }
    return name.codePoints().filter(PersonName::isUnseen).mapToObj(PersonName::said).findFirst();
  }

  private static String said(int point) {
    return "contains the invisible character U+%04X".formatted(point);
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.PRIVATE_USE -> true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default -> Unseen.is(point);
    };
  }
}
