package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.Letters;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mail as aspects read it.
 *
 * @param fields the header fields, their names in lower case
 * @param subject in Latin letters, see {@link Letters}; empty when there is none
 * @param words subject and text, so written and in lower case
 * @param text as a reader sees it, so written
 */
record SeenMail(
    MailMessage mail,
    List<Field> fields,
    String subject,
    String words,
    String text,
    String senderDomain) {
  private static final int MOST_FIELDS = 200;
  private static final int MOST_LINKS = 500;
  private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9._-]{1,253})");

  /** A header field. */
  record Field(String name, String value) {}

  static SeenMail of(MailMessage mail, MailContent content) {
    var fields =
        content.headers().stream()
            .limit(MOST_FIELDS)
            .filter(line -> line.indexOf(": ") > 0)
            .map(
                line ->
                    new Field(
                        line.substring(0, line.indexOf(": ")),
                        line.substring(line.indexOf(": ") + 2)))
            .toList();
    var subject = mail.subject() == null ? "" : Letters.latin(mail.subject());
    var excerpt = content.excerpt() == null ? "" : content.excerpt();
    var text =
        Letters.latin(
            excerpt.substring(0, Math.min(excerpt.length(), 2 * MailContent.LONGEST_EXCERPT)));
    return new SeenMail(
        mail,
        fields,
        subject,
        (subject + "\n" + text).toLowerCase(Locale.ROOT),
        text,
        domain(mail.sender() == null ? "" : mail.sender()));
  }

  Optional<String> first(String name) {
    return all(name).findFirst();
  }

  Stream<String> all(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value);
  }

  boolean has(String name) {
    return all(name).findAny().isPresent();
  }

  Markup markup() {
    var content = mail.content();
    return content == null ? Markup.none() : content.markup();
  }

  Stream<String> linkTargets() {
    return mail.links().stream().limit(MOST_LINKS).map(MailMessage.Link::target);
  }

  /** Whether it shows the way that it came; what is only quoted or typed off does not. */
  boolean travelled() {
    return has("received");
  }

  /** Whether a mailing list sent it on, which changes headers on the way. */
  boolean fromList() {
    return has("list-id") || has("list-post") || has("x-beenthere") || has("mailing-list");
  }

  String senderSite() {
    return senderDomain.isEmpty() ? "" : Domains.registrable(senderDomain);
  }

  /** The last domain in a text that holds an address; empty when there is none. */
  static String domain(String text) {
    var matcher = DOMAIN.matcher(Excerpt.head(text, 2000));
    var found = "";
    while (matcher.find()) {
      found = matcher.group(1).toLowerCase(Locale.ROOT);
    }
    return found;
  }
}
