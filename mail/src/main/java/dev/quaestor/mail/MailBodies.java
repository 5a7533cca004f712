package dev.quaestor.mail;

import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.entity.MailMessage.Link;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;

/**
 * What the bodies of one message say. Each is parsed once and walked in one pass: whatever asks
 * something of a whole subtree for each element of it takes hours for a small mail.
 */
final class MailBodies {
  private final MailLinks links;
  private final MailMarkup markup;
  private final List<String> unread = new ArrayList<>();

  private MailBodies(TimeBudget time) {
    links = new MailLinks(time);
    markup = new MailMarkup(time);
  }

  static MailBodies of(List<ParsedMail.Body> bodies, TimeBudget time) {
    var reading = new MailBodies(time);
    for (var body : bodies) {
      if (time.isSpent()) {
        break;
      }
      reading.take(body);
    }
    if (time.isSpent()) {
      reading.unread.add("The text took too long to read; the rest was not read.");
    }
    reading.unread.addAll(reading.links.unread());
    return reading;
  }

  private void take(ParsedMail.Body body) {
    if (body.html()) {
      var page = Jsoup.parse(body.text());
      links.page(page);
      markup.page(body, page);
    } else {
      links.text(body.text());
      markup.plain(body);
    }
  }

  List<Link> links() {
    return links.all();
  }

  /** The richer of the two forms in which most mails say the same. */
  String text() {
    return markup.text();
  }

  Markup markup() {
    return markup.counted();
  }

  /** What was not read, as sentences for people. */
  List<String> unread() {
    return List.copyOf(unread);
  }
}
