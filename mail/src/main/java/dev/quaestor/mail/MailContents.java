package dev.quaestor.mail;

import dev.quaestor.entity.MailContent;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a message's headers and text, within the bounds of {@link MailContent}. */
final class MailContents {
  private static final int LONGEST_HEADER = 400;
  private static final int MOST_RECEIVED = 12;

  /** Most telling first: when the budget is spent, the rest is left out. */
  private static final List<String> HEADERS =
      List.of(
          "from",
          "to",
          "subject",
          "date",
          "message-id",
          "in-reply-to",
          "references",
          "list-id",
          "list-post",
          "list-unsubscribe",
          "mailing-list",
          "precedence",
          "sender",
          "x-beenthere",
          "x-mailer",
          "user-agent",
          "x-mimeole",
          "x-priority",
          "x-msmail-priority",
          "mime-version",
          "content-type",
          "cc",
          "received");

  private MailContents() {}

  static MailContent of(ParsedMail mail, MailBodies bodies, List<String> unread) {
    return new MailContent(
        excerpt(bodies.text()), headers(mail.headers()), bodies.markup(), unread);
  }

  private static List<String> headers(MailHeaders headers) {
    var left = MailContent.HEADERS_BUDGET;
    var kept = new ArrayList<String>();
    for (var name : HEADERS) {
      for (var value : headers.all(name).stream().limit(MOST_RECEIVED).toList()) {
        var line = name + ": " + Storable.bounded(value, LONGEST_HEADER);
        left -= line.length();
        if (left < 0) {
          return kept;
        }
        kept.add(line);
      }
    }
    return kept;
  }

  /** Offers stand at the beginning, and how to be left alone stands at the end. */
  private static @Nullable String excerpt(String text) {
    var shown = new ShownText(Integer.MAX_VALUE);
    shown.append(text);
    var plain = shown.toString();
    if (plain.isEmpty()) {
      return null;
    }
    var most = MailContent.LONGEST_EXCERPT;
    if (plain.length() <= most) {
      return Storable.of(plain);
    }
    var tail = most / 4;
    return Storable.of(Excerpt.head(plain, most - tail - 3) + " … " + Excerpt.tail(plain, tail));
  }
}
