package dev.quaestor.analyzer.mail.looks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whom a mail is addressed to, and how its sender calls himself. */
final class Addressing implements Aspect {
  private static final int UNDISCLOSED = 22;
  private static final int TO_ITSELF = 18;
  private static final int TO_NOBODY = 12;
  private static final int MADE_UP_SENDER = 10;
  private static final int NAMELESS = 8;

  private static final Pattern NOBODY =
      Pattern.compile("undisclosed|unlisted|recipients?\\s*<|^\\s*\"?recipients?\"?|suppressed|^\\s*<?>?;?\\s*$");
  private static final Pattern MADE_UP =
      Pattern.compile("[a-z]+\\d{3,}[a-z]*|\\d+[a-z]+\\d+\\w*|[a-z]+\\d+[a-z]+\\d+\\w*|[bcdfghjklmnpqrstvwxz]{6,}.*");
  private static final Pattern BARE = Pattern.compile("\\s*<?\\s*[^<>\\s\"]+@[^<>\\s\"]+\\s*>?\\s*");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    var from = mail.first("from").orElse("");
    var to = mail.first("to").orElse("").toLowerCase(Locale.ROOT);
    var sender = mail.mail().sender();
    if (mail.has("to") && NOBODY.matcher(to).find()) {
      add(signs, "ADDRESSED_UNDISCLOSED", UNDISCLOSED, "It hides whom it was sent to.");
    } else if (sender != null && !mail.fromList() && isOnly(to, sender)) {
      add(signs, "ADDRESSED_TO_ITSELF", TO_ITSELF, "It is addressed to its own sender.");
    } else if (!mail.has("to") && !mail.has("cc") && mail.travelled()) {
      add(signs, "ADDRESSED_TO_NOBODY", TO_NOBODY, "It is addressed to nobody.");
    }
    if (sender != null && isMadeUp(sender)) {
      add(signs, "SENDER_MADE_UP", MADE_UP_SENDER, "Its sender's address looks drawn by lot.");
    }
    if (mail.travelled() && BARE.matcher(from).matches()) {
      add(signs, "SENDER_NAMELESS", NAMELESS, "Its sender gives no name.");
    }
    return signs;
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

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.ADDRESSING, code, weight, sentence));
  }
}
