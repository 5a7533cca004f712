package dev.quaestor.text;

/**
 * Characters that a reader is not shown, and that tear a word apart for a program or turn the text
 * around them. Asked of the JDK and of Unicode's own list: RE2/J's tables are those of Unicode 6,
 * so its {@code \p{Cf}} lets newer ones through.
 */
public final class Unseen {
  private Unseen() {}

  /** Whether nothing of it is drawn: controls, formats, line separators and what is ignorable. */
  public static boolean is(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isIgnorable(point);
    };
  }

  /**
   * Unicode's property Default_Ignorable_Code_Point: fillers, joiners, selectors and tags, and what
   * is kept free for more of them. Fixed here, because keys are made with it.
   */
  public static boolean isIgnorable(int point) {
    return point == 0xad
        || point == 0x34f
        || point == 0x61c
        || isWithin(point, 0x115f, 0x1160)
        || isWithin(point, 0x17b4, 0x17b5)
        || isWithin(point, 0x180b, 0x180f)
        || isWithin(point, 0x200b, 0x200f)
        || isWithin(point, 0x202a, 0x202e)
        || isWithin(point, 0x2060, 0x206f)
        || point == 0x3164
        || isWithin(point, 0xfe00, 0xfe0f)
        || point == 0xfeff
        || point == 0xffa0
        || isWithin(point, 0xfff0, 0xfff8)
        || isWithin(point, 0x1bca0, 0x1bca3)
        || isWithin(point, 0x1d173, 0x1d17a)
        || isWithin(point, 0xe0000, 0xe0fff);
  }

  private static boolean isWithin(int point, int first, int last) {
    return point >= first && point <= last;
  }

  /** The text without them. */
  public static String removed(String text) {
    return replaced(text, "");
  }

  /** The text with something else in the place of each. */
  public static String replaced(String text, String by) {
    if (text.codePoints().noneMatch(Unseen::is)) {
      return text;
    }
    var seen = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (is(c)) {
                seen.append(by);
              } else {
                seen.appendCodePoint(c);
              }
            });
    return seen.toString();
  }
}
