package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The subject by its form. A label that law prescribes for advertising is a confession; what is
 * there to differ from every other copy of the mail has no other purpose.
 */
final class SubjectLine implements Aspect {
  private static final int LABELLED = 40;
  private static final int SUFFIX = 28;
  private static final int CAPITALS = 18;
  private static final int MONEY = 15;
  private static final int NAMED_READER = 15;
  private static final int CRIES = 10;
  private static final int FREE = 10;

  private static final Pattern LABEL =
      Pattern.compile(
          "^\\W*(?:adv?|ad:adlt|adv?[:.-]adult)\\s*[:.-]|^adv\\b|\\(adv\\)",
          Pattern.CASE_INSENSITIVE);

  /** Many spaces, and behind them something that only a counter reads. */
  private static final Pattern COUNTER = Pattern.compile("\\s{4,}\\S{1,30}\\s*$");

  private static final Pattern RANDOM_WORD =
      Pattern.compile("\\s[\\[({]?(\\w{8,})[\\])}]?$|\\s[bcdfghjklmnpqrstvwxz]{6,}$");

  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final Pattern SMALL_LETTER = Pattern.compile("[a-z]");
  private static final Pattern QUANTITY = Pattern.compile("\\d+(?:st|nd|rd|th|k|gb|mb|mhz)");
  private static final Pattern REPLY = Pattern.compile("^(?:re|fwd?):.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SUM = Pattern.compile("\\$ ?\\d|\\$\\$");
  private static final Pattern CRY = Pattern.compile("!\\s*$|!!");
  private static final Pattern FREE_WORD = Pattern.compile("\\bfree\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public List<Sign> see(SeenMail mail) {
    var subject = mail.subject();
    var raw = mail.first("subject").orElse(subject);
    var signs = new ArrayList<Sign>();
    if (LABEL.matcher(subject).find()) {
      form(signs, "SUBJECT_LABELLED_AD", LABELLED, "The subject says that it is an advertisement.");
    }
    var answer = REPLY.matcher(subject).matches();
    if (!answer && (COUNTER.matcher(raw).find() || endsInRandomWord(subject))) {
      form(
          signs,
          "SUBJECT_COUNTED",
          SUFFIX,
          "The subject ends in something that makes each copy unique.");
    }
    if (isInCapitals(subject)) {
      add(signs, "SUBJECT_CAPITALS", CAPITALS, "The subject is in capital letters.");
    }
    if (SUM.matcher(subject).find()) {
      add(signs, "SUBJECT_MONEY", MONEY, "The subject names a sum of money.");
    }
    if (namesReader(mail, subject)) {
      add(
          signs,
          "SUBJECT_NAMES_ADDRESS",
          NAMED_READER,
          "The subject begins with the reader's address.");
    }
    if (CRY.matcher(subject).find()) {
      add(signs, "SUBJECT_CRIES", CRIES, "The subject ends in an exclamation mark.");
    }
    if (FREE_WORD.matcher(subject).find()) {
      add(signs, "SUBJECT_FREE", FREE, "The subject offers something free.");
    }
    return signs;
  }

  /** Letters and digits mixed, or nothing but consonants. */
  private static boolean endsInRandomWord(String subject) {
    var ending = RANDOM_WORD.matcher(subject);
    if (!ending.find()) {
      return false;
    }
    var word = ending.group(1);
    return word == null
        || DIGIT.matcher(word).find()
            && SMALL_LETTER.matcher(word).find()
            && !QUANTITY.matches(word);
  }

  private static boolean isInCapitals(String subject) {
    return !SMALL_LETTER.matcher(subject).find()
        && subject.chars().filter(c -> c >= 'A' && c <= 'Z').count() >= 8;
  }

  private static boolean namesReader(SeenMail mail, String subject) {
    var recipient = mail.mail().recipient();
    var at = recipient == null ? -1 : recipient.indexOf('@');
    if (recipient == null || at < 2) {
      return false;
    }
    var lower = subject.toLowerCase(Locale.ROOT);
    var local = recipient.substring(0, at).toLowerCase(Locale.ROOT);
    return lower.startsWith(local + ",")
        || lower.startsWith(local + " ,")
        || lower.contains(recipient.toLowerCase(Locale.ROOT));
  }

  private static void form(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.SUBJECT_FORM, code, weight, sentence));
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.SUBJECT, code, weight, sentence));
  }
}
