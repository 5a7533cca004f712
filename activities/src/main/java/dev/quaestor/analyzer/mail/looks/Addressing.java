package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whom a mail is addressed to, and how its sender calls himself. */
final class Addressing implements Aspect {
  private static final int BY_ALPHABET = 24;
  private static final int UNDISCLOSED = 22;
  private static final int TO_ITSELF = 12;
  private static final int TO_NOBODY = 12;
  private static final int MADE_UP_SENDER = 10;
  private static final int NAMELESS = 6;

  private static final int SLICE = 3;
  private static final Pattern LOCAL = Pattern.compile("([a-z0-9._-]{3,64})@");
  private static final Pattern NOBODY =
      Pattern.compile(
          "undisclosed|unlisted|recipients?\\s*<|^\\s*\"?recipients?\"?|suppressed|^\\s*<?>?;?\\s*$");
  private static final Pattern MADE_UP =
      Pattern.compile(
          "[a-z]+\\d{3,}[a-z]*|\\d+[a-z]+\\d+\\w*|[a-z]+\\d+[a-z]+\\d+\\w*|[bcdfghjklmnpqrstvwxz]{6,}.*");
  private static final Pattern BARE =
      Pattern.compile("\\s*<?\\s*[^<>\\s\"]+@[^<>\\s\"]+\\s*>?\\s*");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    var from = mail.first("from").orElse("");
    var to = mail.first("to").orElse("").toLowerCase(Locale.ROOT);
    var sender = mail.mail().sender();
    if (mail.has("to") && NOBODY.matcher(to).find()) {
      add(signs, "ADDRESSED_UNDISCLOSED", UNDISCLOSED, "It hides its recipients.");
    } else if (sender != null && isOnly(to, sender)) {
      add(signs, "ADDRESSED_TO_ITSELF", TO_ITSELF, "It is addressed to its own sender.");
    } else if (isByAlphabet(to + "," + mail.first("cc").orElse(""))) {
      add(
          signs,
          "ADDRESSED_BY_ALPHABET",
          BY_ALPHABET,
          "It is addressed to strangers whose names are in alphabetical order.");
    } else if (!mail.has("to") && !mail.has("cc") && mail.travelled()) {
      add(signs, "ADDRESSED_TO_NOBODY", TO_NOBODY, "It is not addressed to anyone.");
    }
    if (sender != null && isMadeUp(sender)) {
      sender(
          signs,
          "SENDER_MADE_UP",
          MADE_UP_SENDER,
          "Its sender's address looks randomly generated.");
    }
    if (mail.travelled() && BARE.matcher(from).matches()) {
      sender(signs, "SENDER_NAMELESS", NAMELESS, "Its sender gives no name.");
    }
    return signs;
  }

  /** At least four in a row that begin alike: a slice of a sorted list. */
  private static boolean isByAlphabet(String addresses) {
    var alike = 0;
    var before = "";
    var matcher = LOCAL.matcher(addresses.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      var local = matcher.group(1);
      alike = before.regionMatches(0, local, 0, 3) && !before.equals(local) ? alike + 1 : 0;
      before = local;
      if (alike == SLICE) {
        return true;
      }
    }
    return false;
  }

  /** Every field is a stranger's: compared, never taken apart by a pattern of theirs. */
  private static boolean isOnly(String to, String sender) {
    var at = to.indexOf(sender.toLowerCase(Locale.ROOT));
    return at >= 0 && to.indexOf('@', at + sender.length()) < 0 && to.lastIndexOf('@', at) < 0;
  }

  private static boolean isMadeUp(String sender) {
    var at = sender.indexOf('@');
    return at > 0
        && at <= 64
        && MADE_UP.matcher(sender.substring(0, at).toLowerCase(Locale.ROOT)).matches();
  }

  private static void sender(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.SENDER, code, weight, sentence));
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.ADDRESSING, code, weight, sentence));
  }
}
