package dev.quaestor.mail;

/** Text as a page shows it, every run of blanks as one, up to a length. */
final class ShownText {
  private final StringBuilder text = new StringBuilder();
  private final int most;

  ShownText(int most) {
    this.most = most;
  }

  /** What is beyond the length is dropped, after one character that shows that there was more. */
  void append(CharSequence more) {
    for (int i = 0; i < more.length() && text.length() <= most; i++) {
      var c = more.charAt(i);
      if (!isBlank(c)) {
        text.append(c);
      } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
    }
  }

  void append(ShownText more) {
    append(more.text);
  }

  /** A no-break space shows as a blank, too. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\u00a0';
  }

  @Override
  public String toString() {
    return text.toString().strip();
  }
}
