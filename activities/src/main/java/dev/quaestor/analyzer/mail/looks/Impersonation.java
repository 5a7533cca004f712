package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.mail.looks.Brands.Brand;
import dev.quaestor.analyzer.url.Domains;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a mail pretends to come from. A borrowed name alone is frequent (partners, fans, people who
 * talk about a shop); with the recipe of a credential phish it is Suspicious; with a link that leads
 * to neither the brand nor a site that everybody knows it is the phish itself, and the only thing
 * here that is Malicious alone.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>brand named by the sender or subject, bait, link to an unknown site</td><td>100</td></tr>
 *   <tr><td>brand named by the sender, bait</td><td>45</td></tr>
 *   <tr><td>the reader's own organisation named by a stranger, bait</td><td>40</td></tr>
 *   <tr><td>brand named in the text, bait</td><td>25</td></tr>
 *   <tr><td>a name borrowed and nothing asked</td><td>15</td></tr>
 * </table>
 */
final class Impersonation implements Aspect {
  private static final int PHISH = 100;
  private static final int BRAND_AND_BAIT = 45;
  private static final int OWN_HOUSE_AND_BAIT = 40;
  private static final int TEXT_AND_BAIT = 25;
  private static final int NAME_ONLY = 15;

  /** Parts of the recipe that make a mail ask for something, and that make it a phish. */
  private static final int ASKS = 2;

  private static final int PHISHES = 3;

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
    var bait = Bait.parts(mail);
    var shown = foreign(shownName(mail), mail);
    var subject = foreign(mail.subject(), mail);
    var claimed = shown.or(() -> subject);
    if (claimed.isPresent() && bait >= PHISHES && leadsAway(mail, claimed.get())) {
      add(signs, "BRAND_PHISH", PHISH, "It speaks for %s, asks for account data, and leads elsewhere.", claimed.get().name());
    } else if (claimed.isPresent() && bait >= ASKS) {
      add(signs, "BRAND_WITH_BAIT", BRAND_AND_BAIT, "It speaks for %s and does not come from there.", claimed.get().name());
    } else if (bait >= ASKS && namesOwnHouse(mail)) {
      add(signs, "OWN_HOUSE_WITH_BAIT", OWN_HOUSE_AND_BAIT, "It speaks for %s and does not come from there.", ownDomain(mail));
    } else if (bait >= PHISHES && foreign(mail.text(), mail).isPresent()) {
      add(signs, "BRAND_IN_TEXT_WITH_BAIT", TEXT_AND_BAIT, "It names %s and does not come from there.", foreign(mail.text(), mail).get().name());
    } else if (shown.isPresent() && !shown.get().ordinary() && !shown.get().configured()) {
      add(signs, "BRAND_SHOWN", NAME_ONLY, "The sender's name says %s, and the mail does not come from there.", shown.get().name());
    }
    return signs;
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
        .map(Domains::hostOf)
        .flatMap(Optional::stream)
        .anyMatch(host -> !brand.mayBeUsedBy(host) && !Domains.isWellKnown(host));
  }

  private static String ownDomain(SeenMail mail) {
    var recipient = mail.mail().recipient();
    return recipient == null ? "" : SeenMail.domain(recipient);
  }

  private static boolean namesOwnHouse(SeenMail mail) {
    var own = ownDomain(mail);
    return !own.isEmpty()
        && !own.equals(mail.senderDomain())
        && Providers.of(own).isEmpty()
        && shownName(mail).toLowerCase(Locale.ROOT).contains(own);
  }

  private static void add(
      List<Sign> signs, String code, int weight, String sentence, String name) {
    signs.add(new Sign(Sign.Family.IMPERSONATION, code, weight, sentence.formatted(name)));
  }
}
