package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Letters and signs that shout. People shout too, in one line; unasked mail does it throughout. */
final class Shouting implements Aspect {
  private static final int CAPITALS = 15;
  private static final int MUCH_MONEY = 12;
  private static final int EXCLAMATIONS = 10;
  private static final int FREE = 8;

  private static final int LETTERS_TO_JUDGE = 100;
  private static final double CAPITAL_SHARE = 0.25;
  private static final int MANY = 5;
  private static final int MANY_SUMS = 3;
  private static final Pattern MONEY =
      Pattern.compile(
          "\\$ ?\\d[\\d,.]*|\\$\\$\\$|\\b(?:usd|eur|gbp) ?\\d", Pattern.CASE_INSENSITIVE);
  private static final Pattern CRY = Pattern.compile("!!!|\\?!|!\\?");
  private static final Pattern LOUD_FREE = Pattern.compile("\\bFREE\\b");

  @Override
  public List<Sign> see(SeenMail mail) {
    var text = mail.text();
    var signs = new ArrayList<Sign>();
    var letters = text.chars().filter(Character::isLetter).count();
    var capitals = text.chars().filter(Character::isUpperCase).count();
    if (letters > LETTERS_TO_JUDGE && capitals > CAPITAL_SHARE * letters) {
      add(signs, "SHOUTS_CAPITALS", CAPITALS, "Much of it is in capital letters.");
    }
    if (namesManySums(text)) {
      add(signs, "SHOUTS_MONEY", MUCH_MONEY, "It names sums of money again and again.");
    }
    if (text.chars().filter(c -> c == '!').count() >= MANY || CRY.matcher(text).find()) {
      add(signs, "SHOUTS_EXCLAMATIONS", EXCLAMATIONS, "It is full of exclamation marks.");
    }
    if (LOUD_FREE.matcher(text).find()) {
      add(signs, "SHOUTS_FREE", FREE, "It says FREE in capital letters.");
    }
    return signs;
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.SHOUTING, code, weight, sentence));
  }

  private static boolean namesManySums(String text) {
    var sums = MONEY.matcher(text);
    var count = 0;
    while (count < MANY_SUMS && sums.find()) {
      count++;
    }
    return count == MANY_SUMS;
  }
}
