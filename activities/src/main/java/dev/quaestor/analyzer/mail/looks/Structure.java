package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.mail.looks.Sign.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a mail is built. Newsletters are built like advertising, so what both have weighs little;
 * what only keeps filters from reading weighs more.
 */
final class Structure implements Aspect {
  private static final int ASKS_PASSWORD = 45;
  private static final int SPLIT_WORDS = 28;
  private static final int ENCODED = 26;
  private static final int UNDECLARED = 18;
  private static final int IMAGE_ONLY = 16;
  private static final int INVISIBLE = 14;
  private static final int VERY_LOUD = 12;
  private static final int PAGE_ONLY = 10;
  private static final int LOUD = 8;
  private static final int FORM = 6;

  private static final int MANY_SPLIT = 3;
  private static final int MUCH_INVISIBLE = 300;
  private static final int MANY_LOUD = 4;
  private static final int LITTLE_TEXT = 150;

  @Override
  public List<Sign> see(SeenMail mail) {
    var markup = mail.markup();
    var signs = new ArrayList<Sign>();
    if (markup.encodedTextParts() > 0) {
      add(
          signs,
          Family.ENCODING,
          "BUILT_ENCODED",
          ENCODED,
          "Plain text was encoded only to hide it.");
    } else if (markup.linkedImages() > 0 && markup.visibleCharacters() < LITTLE_TEXT) {
      add(
          signs,
          Family.STRUCTURE,
          "BUILT_OF_IMAGES",
          IMAGE_ONLY,
          "It is an image to click on, with hardly any text.");
    } else if (isUndeclared(mail)) {
      add(
          signs,
          Family.ENCODING,
          "BUILT_UNDECLARED",
          UNDECLARED,
          "It is a page that does not declare its encoding, which no mail program would send.");
    } else if (markup.htmlParts() > 0 && markup.plainParts() == 0) {
      add(
          signs,
          Family.STRUCTURE,
          "BUILT_AS_PAGE_ONLY",
          PAGE_ONLY,
          "It is a page without a plain-text version.");
    }
    if (markup.splitWords() >= MANY_SPLIT) {
      add(
          signs,
          Family.HIDING,
          "HIDES_IN_WORDS",
          SPLIT_WORDS,
          "There are invisible characters inside its words.");
    } else if (markup.invisibleCharacters() >= MUCH_INVISIBLE) {
      add(
          signs,
          Family.HIDING,
          "HIDES_TEXT",
          INVISIBLE,
          "It contains much text that no reader sees.");
    }
    if (markup.loudElements() >= MANY_LOUD) {
      add(
          signs,
          Family.LOUDNESS,
          "LETTERS_VERY_LOUD",
          VERY_LOUD,
          "Much of it is in very large or red letters.");
    } else if (markup.loudElements() > 0) {
      add(
          signs,
          Family.LOUDNESS,
          "LETTERS_LOUD",
          LOUD,
          "Some of it is in very large or red letters.");
    }
    if (markup.secretFields() > 0) {
      add(
          signs,
          Family.SECRETS,
          "ASKS_PASSWORD",
          ASKS_PASSWORD,
          "It contains a form that asks for a password.");
    } else if (markup.forms() > 0) {
      add(signs, Family.STRUCTURE, "HOLDS_FORM", FORM, "It contains a form.");
    }
    return signs;
  }

  private static boolean isUndeclared(SeenMail mail) {
    var type = mail.first("content-type").orElse("").toLowerCase(Locale.ROOT);
    return mail.travelled()
        && type.startsWith("text/html")
        && (!type.contains("charset") || !mail.has("mime-version"));
  }

  private static void add(
      List<Sign> signs, Family family, String code, int weight, String sentence) {
    signs.add(new Sign(family, code, weight, sentence));
  }
}
