package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What only a conversation or a list has. It can be forged, so it outweighs a few weak signs and no
 * strong one.
 */
final class Correspondence implements Aspect {
  private static final int ANSWER = -30;
  private static final int QUOTES = -15;
  private static final int OWN_SERVER = -15;
  private static final int LIST = -12;

  private static final Pattern QUOTED =
      Pattern.compile(
          "(?:wrote|writes|said|schrieb|a écrit):? ?>|(?: > \\S+){3}|\\bon .{5,60}, .{2,60} wrote:"
              + "|-----original message-----",
          Pattern.CASE_INSENSITIVE);

  @Override
  public List<Sign> see(SeenMail mail) {
    return Stream.of(conversation(mail)).flatMap(Optional::stream).toList();
  }

  private static Optional<Sign> conversation(SeenMail mail) {
    if (mail.has("in-reply-to") || mail.has("references")) {
      return sign("ANSWERS", ANSWER, "It answers another mail.");
    }
    if (quotes(mail)) {
      return sign("QUOTES", QUOTES, "It quotes what somebody else wrote.");
    }
    if (Route.startsAtSender(mail)) {
      return sign("FROM_OWN_SERVER", OWN_SERVER, "A server of the sender's own domain sent it.");
    }
    return mail.fromList()
        ? sign("FROM_LIST", LIST, "A mailing list sent it on.")
        : Optional.empty();
  }

  static boolean quotes(SeenMail mail) {
    return QUOTED.matcher(mail.text()).find();
  }

  private static Optional<Sign> sign(String code, int weight, String sentence) {
    return Optional.of(new Sign(Sign.Family.CORRESPONDENCE, code, weight, sentence));
  }
}
