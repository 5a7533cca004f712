package dev.quaestor.analyzer.mail.looks;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.mail.MailSenders;
import dev.quaestor.analyzer.url.Brands;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mail by how it is made.
 *
 * <p>Of each family the strongest sign counts. All that speaks against a mail adds up to {@value
 * #CAP} at most, because many weak signs of one cause are no proof: enough for Suspicious, and for
 * Malicious only with what another analyzer found. An impersonation that asks for secrets is not
 * under the cap.
 */
public final class MailLooksAnalyzer implements Analyzer {
  private static final String SOURCE = "mailLooks";
  private static final int CAP = 55;

  /** A small sign more than chance: what just reaches Suspicious by small signs does not. */
  private static final int PRIOR = -5;

  /** What bait weighs without a hook: see {@link SeenMail#offersWay}. */
  private static final int NOTICE = 10;

  /** What an impersonal greeting weighs beside bait. */
  private static final int GREETED = 4;

  private static final int CONFIRMED_WELL_KNOWN = -20;
  private static final int CONFIRMED_LIST = -12;

  /** One real sign beside selling, or two small ones. */
  private static final int COVERT = 20;

  /** What selling openly weighs at most. */
  private static final int OPEN_SALES = 32;

  private final AnalysisSettings settings;
  private final List<Aspect> aspects;

  public MailLooksAnalyzer(AnalysisSettings settings) {
    this.settings = settings;
    var brands = Brands.with(settings);
    aspects =
        List.of(
            new Impersonation(brands),
            new Phrases(),
            new Shouting(),
            new SubjectLine(),
            new Route(),
            new Dates(),
            new SendingProgram(),
            new Addressing(),
            new Structure(),
            new LinkShapes());
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailMessage mail) || mail.content() == null) {
      return List.of();
    }
    var judging = context.settings(mail, settings);
    var seen = SeenMail.of(mail, mail.content(), judging);
    Map<Sign.Family, Sign> strongest = new EnumMap<>(Sign.Family.class);
    for (var aspect : aspects) {
      for (var sign : aspect.see(seen)) {
        strongest.merge(sign.family(), sign, MailLooksAnalyzer::stronger);
      }
    }
    var way = seen.offersWay();
    if (!way) {
      strongest.computeIfPresent(
          Sign.Family.BAIT, (family, bait) -> bait.weighing(Math.min(bait.weight(), NOTICE)));
    }
    if (strongest.containsKey(Sign.Family.BAIT) && seen.leadsHome()) {
      // Every service that writes of accounts greets its customers so.
      strongest.computeIfPresent(
          Sign.Family.GREETING, (family, sign) -> sign.weighing(Math.min(sign.weight(), GREETED)));
    }
    confirmed(mail, seen, judging).ifPresent(sign -> strongest.put(sign.family(), sign));
    return outweighing(capped(soberly(strongest.values(), way)));
  }

  /**
   * What speaks for a mail is only what our own mail server found; all that a mail says for itself
   * anybody can write. It takes a little off the scale, and switches nothing off.
   */
  private static Optional<Sign> confirmed(
      MailMessage mail, SeenMail seen, AnalysisSettings judging) {
    if (MailSenders.isWellKnown(mail, judging)) {
      return Optional.of(
          new Sign(
              Sign.Family.CONFIRMED,
              "SENDER_CONFIRMED",
              CONFIRMED_WELL_KNOWN,
              "Our mail server found that it comes from %s, a well-known site."
                  .formatted(Excerpt.head(seen.senderDomains().getFirst(), 100))));
    }
    return seen.first("list-id")
        .filter(id -> MailSenders.isOfConfirmedList(mail, id, judging))
        .map(
            id ->
                new Sign(
                    Sign.Family.CONFIRMED,
                    "LIST_CONFIRMED",
                    CONFIRMED_LIST,
                    "Our mail server confirmed the mailing list that it claims to come from."));
  }

  /** Where small signs are weighed, the scale does not start level. */
  private static List<Finding> outweighing(List<Finding> findings) {
    if (findings.stream().noneMatch(f -> f.weight() > 0)
        || findings.stream().anyMatch(f -> f.weight() > CAP)) {
      return findings;
    }
    var all = new ArrayList<>(findings);
    all.add(
        Finding.weighs(
            SOURCE,
            "MOST_MAIL_IS_HARMLESS",
            PRIOR,
            "Most mail is harmless; the signs must outweigh that."));
    if (findings.stream().anyMatch(f -> f.weight() < 0)) {
      all.add(
          Finding.inconclusive(
              SOURCE, "SIGNS_REMAIN", "A confirmed sender does not explain its content."));
    }
    return all;
  }

  /**
   * Newsletters that people asked for praise, shout and promise as unasked mail does. The
   * difference is that they come openly and want nothing of the reader's accounts: as long as
   * hardly anything else is to be seen, selling counts half, and is never Suspicious alone.
   */
  private static List<Sign> soberly(Collection<Sign> signs, boolean way) {
    var other =
        signs.stream()
            .filter(s -> s.weight() > 0 && s.family().group() != Sign.Group.SALES)
            .mapToInt(Sign::weight)
            .sum();
    if (way && other >= COVERT) {
      return List.copyOf(signs);
    }
    var left = OPEN_SALES;
    var sober = new ArrayList<Sign>();
    for (var sign : heaviestFirst(signs)) {
      if (sign.family().group() == Sign.Group.SALES) {
        var half = sign.weighing(Math.min(sign.weight() / 2, left));
        left -= half.weight();
        sober.add(half);
      } else {
        sober.add(sign);
      }
    }
    return sober;
  }

  private static List<Sign> heaviestFirst(Collection<Sign> signs) {
    return signs.stream().sorted(Comparator.comparingInt(Sign::weight).reversed()).toList();
  }

  private static Sign stronger(Sign one, Sign other) {
    return Math.abs(other.weight()) > Math.abs(one.weight()) ? other : one;
  }

  /** What is heavier than the cap alone stands as it is; under the cap, the heaviest come first. */
  private static List<Finding> capped(List<Sign> signs) {
    var credit = signs.stream().mapToInt(Sign::weight).filter(w -> w < 0).sum();
    var left = CAP - credit;
    var findings = new ArrayList<Finding>();
    for (var sign : heaviestFirst(signs)) {
      var exempt = sign.weight() > CAP;
      var weight = exempt ? sign.weight() : Math.min(sign.weight(), left);
      left -= exempt ? Math.min(left, CAP) : Math.max(weight, 0);
      findings.add(Finding.weighs(SOURCE, sign.code(), weight, sign.sentence()));
    }
    return findings;
  }
}
