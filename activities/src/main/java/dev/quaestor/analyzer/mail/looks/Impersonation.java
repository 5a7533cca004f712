package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Domains;
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
 *   <tr><td>a name borrowed and nothing asked</td><td>16 to 22</td></tr>
 * </table>
 */
final class Impersonation implements Aspect {
  /** A sign with the sentence that a name is put in. */
  private record Kind(String code, int weight, String sentence) {}

  private static final Kind PHISH =
      new Kind("BRAND_PHISH", 100, "It speaks for %s, asks for account data, and leads elsewhere.");
  private static final Kind BRAND_WITH_BAIT =
      new Kind("BRAND_WITH_BAIT", 45, "It speaks for %s and does not come from there.");
  private static final Kind DOMAIN_ALIKE =
      new Kind("BRAND_DOMAIN_ALIKE", 42, "Its sender's domain is written almost like %s.");
  private static final Kind OWN_HOUSE_WITH_BAIT =
      new Kind("OWN_HOUSE_WITH_BAIT", 42, "It speaks for %s and does not come from there.");
  private static final Kind OWN_HOUSE =
      new Kind(
          "OWN_HOUSE_SHOWN",
          22,
          "The sender's name says %s, and the mail does not come from there.");
  private static final Kind BRAND_IN_TEXT =
      new Kind("BRAND_IN_TEXT_WITH_BAIT", 25, "It names %s and does not come from there.");
  private static final Kind BRAND_SHOWN =
      new Kind(
          "BRAND_SHOWN", 16, "The sender's name says %s, and the mail does not come from there.");

  /** Whoever looks after the reader's mailbox, as only strangers call themselves. */
  private static final Pattern OWN_STAFF =
      Pattern.compile(
          "\\b(?:(?:web|e)?-?mail ?(?:box)?|it|server|system|domain|account|quota|cpanel|help|service)"
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
    if (mail.fromList() || mail.has("in-reply-to")) {
      return signs;
    }
    var bait = Bait.in(mail.words());
    var shown = foreign(shownName(mail), mail);
    var claimed = shown.or(() -> foreign(mail.subject(), mail));
    if (claimed.isPresent() && bait.tellsStory()) {
      add(signs, claimedBrand(mail, claimed.get(), bait, shown.isPresent()), claimed.get().name());
    } else if (speaksForOwnHouse(mail)) {
      add(signs, bait.tellsStory() ? OWN_HOUSE_WITH_BAIT : OWN_HOUSE, ownDomain(mail));
    } else if (bait.asks() && foreign(mail.text(), mail).isPresent()) {
      add(signs, BRAND_IN_TEXT, foreign(mail.text(), mail).get().name());
    } else if (shown.isPresent() && !shown.get().ordinary() && !shown.get().configured()) {
      add(signs, BRAND_SHOWN, shown.get().name());
    }
    brands.imitatedBy(mail.senderSite()).ifPresent(domain -> add(signs, DOMAIN_ALIKE, domain));
    return signs;
  }

  private static Kind claimedBrand(SeenMail mail, Brand brand, Bait bait, boolean shown) {
    if (bait.isWhole() && leadsAway(mail, brand)) {
      return PHISH;
    }
    return shown || bait.asks() ? BRAND_WITH_BAIT : BRAND_IN_TEXT;
  }

  /** What a reader sees of the sender: the name, and the address where there is none. */
  private static String shownName(SeenMail mail) {
    var name = mail.mail().senderName();
    var sender = mail.mail().sender();
    var local = sender == null ? "" : sender.substring(0, Math.max(0, sender.indexOf('@')));
    return (name == null ? "" : name) + " " + local.replaceAll("[._-]", " ");
  }

  /** The brand that a text names, when the sender's domain may not use it. */
  private Optional<Brand> foreign(String text, SeenMail mail) {
    return brands.namedIn(text).filter(brand -> !brand.mayBeUsedBy(mail.senderDomain()));
  }

  private static boolean leadsAway(SeenMail mail, Brand brand) {
    return mail.linkTargets()
        .filter(target -> !Domains.leadsToWellKnown(target))
        .map(Domains::hostOf)
        .flatMap(Optional::stream)
        .anyMatch(host -> !brand.mayBeUsedBy(host));
  }

  private static String ownDomain(SeenMail mail) {
    var recipient = mail.mail().recipient();
    return recipient == null ? "" : SeenMail.domain(recipient);
  }

  /** By the domain's name, or by the name of an office that every domain has. */
  private static boolean speaksForOwnHouse(SeenMail mail) {
    var own = ownDomain(mail);
    if (own.isEmpty() || own.equals(mail.senderDomain()) || mail.senderDomain().isEmpty()) {
      return false;
    }
    var name = mail.mail().senderName() == null ? "" : Letters.latin(mail.mail().senderName());
    return OWN_STAFF.matcher(name).find()
        || (Providers.of(own).isEmpty() && name.toLowerCase(Locale.ROOT).contains(own));
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
