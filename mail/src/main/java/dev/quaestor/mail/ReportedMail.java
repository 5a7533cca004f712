package dev.quaestor.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which message of a report is the reported one, and whose.
 *
 * @param reporter the mailbox it lay in; null when nothing says
 */
record ReportedMail(ParsedMail message, @Nullable String reporter) {
  private static final String[] DELIVERED = {
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to"
  };
  private static final String[] RECIPIENTS = {
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc"
  };

  /**
   * A message with another attached is a report of that one when its sender is one whom the
   * attached one was sent to, or when it went from one mailbox of a domain to another. Otherwise
   * the attached one is the bait of the message itself.
   */
  static ReportedMail of(ParsedMail outer, TimeBudget time) {
    var sender = outer.headers().addresses("from").stream().findFirst().orElse(null);
    for (var attached : outer.attached()) {
      var inner = MailParser.parse(attached, time);
      if (!inner.headers().isEmpty() && sender != null && isReport(outer, sender, inner)) {
        return new ReportedMail(inner.alsoUnread(outer.unread()), reporterOf(sender, inner));
      }
    }
    return new ReportedMail(outer, firstRecipient(outer));
  }

  private static boolean isReport(ParsedMail outer, String sender, ParsedMail inner) {
    return inner.headers().addresses(RECIPIENTS).contains(sender)
        || outer.headers().addresses("to").stream()
            .anyMatch(to -> domain(to).equals(domain(sender)));
  }

  private static String reporterOf(String sender, ParsedMail inner) {
    var delivered = inner.headers().addresses(DELIVERED);
    return delivered.isEmpty() || delivered.contains(sender) ? sender : delivered.getFirst();
  }

  private static @Nullable String firstRecipient(ParsedMail mail) {
    List<String> addresses = mail.headers().addresses(RECIPIENTS);
    return addresses.isEmpty() ? null : addresses.getFirst();
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }
}
