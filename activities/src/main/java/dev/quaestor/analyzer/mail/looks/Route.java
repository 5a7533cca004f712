package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The servers that a mail came through. A receiving server writes what the sender called itself and
 * what it found; honest senders have badly named servers often (so that weighs little), but none
 * calls itself by the name of a great provider.
 */
final class Route implements Aspect {
  private static final Pattern RECIPIENTS =
      Pattern.compile("\\bfor <[^>\n]*>|\\(envelope-from [^)\n]*\\)");

  private static final int BORROWED_NAME = 32;
  private static final int FORGED_PROVIDER = 26;
  private static final int ADDRESS_AS_NAME = 6;

  private static final Pattern HOP =
      Pattern.compile(
          "^from\\s+\\[?([\\w.-]+)\\]?\\s+\\((?:[^()@\\s]*@)?([\\w.-]*)\\s*\\[((?:\\d{1,3}\\.){3}\\d{1,3})\\]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ANY_HOP =
      Pattern.compile(
          "^from\\s[^()]{1,255}\\([^()]{0,255}?\\b((?:\\d{1,3}\\.){3}\\d{1,3})",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern QUEUE_NUMBER =
      Pattern.compile("\\bid\\s+<?([A-Za-z0-9-]{6,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern INSIDE =
      Pattern.compile("127\\..*|10\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    mail.all("received").forEach(field -> hop(field, signs));
    forgedProvider(mail, signs);
    return signs;
  }

  private static void hop(String field, List<Sign> signs) {
    var matcher = HOP.matcher(field);
    if (!matcher.find() || INSIDE.matcher(matcher.group(3)).matches()) {
      return;
    }
    var said = matcher.group(1).toLowerCase(Locale.ROOT);
    var found = matcher.group(2).toLowerCase(Locale.ROOT);
    var provider = Providers.of(said);
    if (provider.isPresent() && !Providers.serves(provider.get(), found)) {
      add(
          signs,
          "ROUTE_BORROWED_NAME",
          BORROWED_NAME,
          "A server on its way called itself %s but was another.".formatted(provider.get()));
    } else if (ADDRESS.matcher(said).matches() || said.indexOf('.') < 0 && found.isEmpty()) {
      add(signs, "ROUTE_NAMELESS", ADDRESS_AS_NAME, "A server on its way gave no name.");
    }
  }

  /**
   * Whether the Message-ID holds the queue number of a server that took the mail from outside: then
   * that server gave the id, because the sender had not.
   */
  static boolean numbered(SeenMail mail, String messageId) {
    return mail.all("received")
        .filter(Route::isFromOutside)
        .map(QUEUE_NUMBER::matcher)
        .filter(Matcher::find)
        .anyMatch(number -> messageId.contains(number.group(1)));
  }

  private static boolean isFromOutside(String field) {
    var hop = ANY_HOP.matcher(field);
    return hop.find() && !INSIDE.matcher(hop.group(1)).matches();
  }

  /** Mail from a great provider's address comes through its servers, or through a list's. */
  private static void forgedProvider(SeenMail mail, List<Sign> signs) {
    if (!mail.travelled()) {
      return;
    }
    var route = mail.all("received").collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
    mail.senderDomains().stream()
        .flatMap(domain -> Providers.of(domain).stream())
        .filter(provider -> !Providers.serves(provider, withoutRecipients(route)))
        .findFirst()
        .ifPresent(
            provider ->
                add(
                    signs,
                    "ROUTE_NOT_OF_PROVIDER",
                    FORGED_PROVIDER,
                    "Its sender is at %s, but it did not come from there.".formatted(provider)));
  }

  private static String withoutRecipients(String route) {
    return RECIPIENTS.matcher(route).replaceAll("");
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.ROUTE, code, weight, sentence));
  }
}
