package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.Letters;
import dev.quaestor.analyzer.mail.MailSenders;
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
 * @param senderDomains of everybody whom From names
 * @param confirmed whether our own mail server found that From was not forged
 */
record SeenMail(
    MailMessage mail,
    List<Field> fields,
    String subject,
    String words,
    String text,
    List<String> senderDomains,
    boolean confirmed) {
  private static final int MOST_FIELDS = 200;
  private static final int MOST_LINKS = 500;
  private static final Pattern SPEAKS_OF_LINK =
      Pattern.compile(
          "\\b(?:click\\w*|links?|button|log-?in|log in|log-?on|sign ?in|website|attach\\w*|download)\\b");
  private static final Pattern NUMBER_OR_ADDRESS =
      Pattern.compile(
          "(?:\\+|\\b00|\\(0|\\b0|\\b1-)\\d?(?:[ ()/-]{0,2}\\d){7,}"
              + "|\\b\\d{3}[ )-]{1,2}\\d{3}[ -]\\d{4}\\b"
              + "|(?:^|[\\s(<:])[\\w.+-]{1,64}@[\\w-]{1,63}\\.\\w|\\bwww\\.|\\bhxxp");
  private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9._-]{1,253})");

  /** A header field. */
  record Field(String name, String value) {}

  static SeenMail of(MailMessage mail, MailContent content, AnalysisSettings settings) {
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
        MailSenders.domains(mail),
        MailSenders.isConfirmed(mail, settings));
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

  /** Whether it comes from that domain alone, as far as it says itself. */
  boolean isOnlyFrom(String domain) {
    return senderDomains.equals(List.of(domain));
  }

  List<String> senderSites() {
    return senderDomains.stream().map(Domains::registrable).distinct().toList();
  }

  /**
   * Whether it gives a reader any way to go: a link, a file, an image, a form, a number to call,
   * another address to answer to. Bait without a hook is a notice.
   */
  boolean offersWay() {
    var links = mail.links().isEmpty() ? SPEAKS_OF_LINK.matcher(words).find() : leadsOut();
    var reply = mail.replyTo() == null ? "" : domain(mail.replyTo());
    return links
        || !mail.attachments().isEmpty()
        || markup().images() > 0
        || markup().forms() > 0
        || (!reply.isEmpty() && !senderDomains.contains(reply))
        || NUMBER_OR_ADDRESS.matcher(words).find();
  }

  /** Whether it has links, and all lead to the site that it gives as its sender's. */
  boolean leadsHome() {
    var sites = senderSites();
    return !mail.links().isEmpty()
        && strangeHosts().allMatch(host -> sites.contains(Domains.registrable(host)));
  }

  private boolean leadsOut() {
    var own = mail.recipient() == null ? "" : domain(mail.recipient());
    return strangeHosts().anyMatch(host -> !host.equals(own) && !host.endsWith("." + own));
  }

  /** The hosts of the links that lead to no site that everybody knows. */
  Stream<String> strangeHosts() {
    return linkTargets()
        .filter(target -> !Domains.leadsToWellKnown(target))
        .map(Domains::hostOf)
        .flatMap(Optional::stream);
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
