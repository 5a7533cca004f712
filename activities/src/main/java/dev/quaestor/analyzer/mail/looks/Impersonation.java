package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Letters;
import dev.quaestor.analyzer.url.Brands;
import dev.quaestor.analyzer.url.Brands.Brand;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a mail pretends to come from. A borrowed name alone is frequent (partners, fans, people who
 * talk about a shop); with the recipe of a credential phish it is Suspicious; with a link that
 * leads to neither the brand nor a site that everybody knows it is the phish itself, and the only
 * thing here that is Malicious alone.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>brand named by the sender or subject, the whole recipe, a link away</td><td>100</td></tr>
 *   <tr><td>brand named by the sender or subject, bait</td><td>45</td></tr>
 *   <tr><td>a domain almost like a brand's</td><td>42</td></tr>
 *   <tr><td>the reader's own organisation or its staff named by a stranger, bait</td><td>42</td></tr>
 *   <tr><td>brand named in the text, bait</td><td>25</td></tr>
 *   <tr><td>brand or the reader's own house as a sender whom nobody confirmed, the whole recipe, a
 *       link away</td><td>20</td></tr>
 *   <tr><td>a name borrowed and nothing asked</td><td>16 to 22</td></tr>
 * </table>
 */
final class Impersonation implements Aspect {
  /** A sign with the sentence that a name is put in. */
  private record Kind(String code, int weight, String sentence) {}

  private static final Kind PHISH =
      new Kind(
          "BRAND_PHISH",
          100,
          "It claims to speak for %s, asks for account data, and leads elsewhere.");
  private static final Kind BRAND_WITH_BAIT =
      new Kind("BRAND_WITH_BAIT", 45, "It claims to speak for %s but does not come from there.");
  private static final Kind DOMAIN_ALIKE =
      new Kind("BRAND_DOMAIN_ALIKE", 42, "Its sender's domain is spelled almost like %s.");
  private static final Kind OWN_HOUSE_WITH_BAIT =
      new Kind(
          "OWN_HOUSE_WITH_BAIT", 42, "It claims to speak for %s but does not come from there.");
  private static final Kind OWN_HOUSE =
      new Kind(
          "OWN_HOUSE_SHOWN",
          22,
          "The sender's name says %s, but the mail does not come from there.");
  private static final Kind BRAND_IN_TEXT =
      new Kind("BRAND_IN_TEXT_WITH_BAIT", 25, "It names %s but does not come from there.");
  private static final Kind BRAND_UNCONFIRMED =
      new Kind(
          "BRAND_UNCONFIRMED",
          20,
          "It gives %s as its sender, which nothing confirms, and leads elsewhere.");
  private static final Kind OWN_HOUSE_UNCONFIRMED =
      new Kind(
          "OWN_HOUSE_UNCONFIRMED",
          20,
          "It gives %s as its sender, which nothing confirms, and leads elsewhere.");
  private static final Kind BRAND_SHOWN =
      new Kind(
          "BRAND_SHOWN", 16, "The sender's name says %s, but the mail does not come from there.");

  /** Whoever looks after the reader's mailbox, as only strangers call themselves. */
  private static final Pattern OWN_STAFF =
      Pattern.compile(
          "\\b(?:(?:web|e)?-?mail "
              + "?(?:box)?|it|server|system|domain|account|quota|cpanel|help|service)"
              + " ?-?(?:admin\\w*|support|help ?-?desk|desk|service|alert|team|center|security|notification|"
              + "daemon|provider|update)\\b|\\bhelp ?-?desk\\b|\\bpost ?master\\b|\\badmin(?:istrator)?\\b",
          Pattern.CASE_INSENSITIVE);

  private final Brands brands;

  Impersonation(Brands brands) {
    this.brands = brands;
  }

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    var bait = Bait.in(mail.words());
    var shown = brands.namedIn(shownNames(mail));
    var claimed = claimed(shown, mail);
    if (claimed.isPresent() && bait.tellsStory() && offersWay(mail, claimed.get())) {
      add(signs, kind(mail, claimed.get(), bait, shown.isPresent()), claimed.get().name());
    } else if (shown.isEmpty() && speaksForOwnHouse(mail)) {
      add(signs, bait.tellsStory() ? OWN_HOUSE_WITH_BAIT : OWN_HOUSE, ownDomain(mail));
    } else if (bait.asks() && foreign(brands.namedIn(mail.text()), mail).isPresent()) {
      add(signs, BRAND_IN_TEXT, foreign(brands.namedIn(mail.text()), mail).get().name());
    } else if (foreign(shown, mail).filter(b -> !b.ordinary() && !b.configured()).isPresent()) {
      add(signs, BRAND_SHOWN, shown.get().name());
    } else if (bait.isWhole()) {
      unconfirmed(mail, signs);
    }
    mail.senderSites().stream()
        .flatMap(site -> brands.imitatedBy(site).stream())
        .findFirst()
        .ifPresent(domain -> add(signs, DOMAIN_ALIKE, domain));
    return signs;
  }

  /**
   * The brand that a mail speaks for and does not come from: by the sender's names, by the subject,
   * and of a mail that hides who sent it by its text.
   */
  private Optional<Brand> claimed(Optional<Brand> shown, SeenMail mail) {
    return foreign(shown, mail)
        .or(() -> foreign(brands.namedIn(mail.subject()), mail))
        .or(
            () ->
                mail.senderDomains().size() == 1
                    ? Optional.empty()
                    : foreign(brands.namedIn(mail.text()), mail));
  }

  private static Kind kind(SeenMail mail, Brand brand, Bait bait, boolean shown) {
    if (bait.isWhole() && leadsAway(mail, brand)) {
      return PHISH;
    }
    return shown || bait.asks() ? BRAND_WITH_BAIT : BRAND_IN_TEXT;
  }

  /** Whether anything in it leads anywhere but to the brand and to sites that everybody knows. */
  private static boolean offersWay(SeenMail mail, Brand brand) {
    return mail.offersWay() && (mail.mail().links().isEmpty() || leadsAway(mail, brand));
  }

  /**
   * From can be forged. A mail that gives a brand or the reader's own house as its sender, which
   * nobody confirmed, and leads elsewhere is no longer only what these write themselves.
   */
  private void unconfirmed(SeenMail mail, List<Sign> signs) {
    if (mail.confirmed()) {
      return;
    }
    var own = ownDomain(mail);
    var brand = mail.senderDomains().stream().flatMap(d -> brands.usedBy(d).stream()).findFirst();
    if (brand.isPresent() && leadsAway(mail, brand.get())) {
      add(signs, BRAND_UNCONFIRMED, brand.get().name());
    } else if (mail.isOnlyFrom(own) && mail.strangeHosts().anyMatch(h -> !isWithin(h, own))) {
      add(signs, OWN_HOUSE_UNCONFIRMED, own);
    }
  }

  private static boolean isWithin(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** What a reader sees of the senders: the names, and the addresses for want of them. */
  private static String shownNames(SeenMail mail) {
    var names = new StringBuilder();
    for (var author : mail.mail().authors()) {
      var address = author.address();
      names
          .append(author.name() == null ? "" : author.name())
          .append(' ')
          .append(
              address == null
                  ? ""
                  : address
                      .substring(0, Math.max(0, address.indexOf('@')))
                      .replaceAll("[._-]", " "))
          .append(' ');
    }
    return names.toString();
  }

  /** The brand, when not every domain of the senders may use it. */
  private static Optional<Brand> foreign(Optional<Brand> brand, SeenMail mail) {
    return brand.filter(
        b ->
            mail.senderDomains().isEmpty()
                || !mail.senderDomains().stream().allMatch(b::mayBeUsedBy));
  }

  private static boolean leadsAway(SeenMail mail, Brand brand) {
    return mail.strangeHosts().anyMatch(host -> !brand.mayBeUsedBy(host));
  }

  private static String ownDomain(SeenMail mail) {
    var recipient = mail.mail().recipient();
    return recipient == null ? "" : SeenMail.domain(recipient);
  }

  /** By the domain's name, or by the name of an office that every domain has. */
  private static boolean speaksForOwnHouse(SeenMail mail) {
    var own = ownDomain(mail);
    if (own.isEmpty() || mail.senderDomains().isEmpty() || mail.isOnlyFrom(own)) {
      return false;
    }
    return mail.mail().authors().stream()
        .map(author -> author.name() == null ? "" : Letters.latin(author.name()))
        .anyMatch(
            name ->
                OWN_STAFF.matcher(name).find()
                    || (Providers.of(own).isEmpty()
                        && name.toLowerCase(Locale.ROOT).contains(own)));
  }

  private static void add(List<Sign> signs, Kind kind, String name) {
    signs.add(
        new Sign(
            Sign.Family.IMPERSONATION,
            kind.code(),
            kind.weight(),
            kind.sentence().formatted(Excerpt.head(name, 100))));
  }
}
