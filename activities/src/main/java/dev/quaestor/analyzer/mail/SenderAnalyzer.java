package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.AnalysisSettings.Brand;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.Lookalikes;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail pretends to come from.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>domain drawn like ours</td><td>60</td><td>has one purpose</td></tr>
 *   <tr><td>another address shown as name</td><td>35</td><td>the reader sees that one only; some
 *       ticket systems do it</td></tr>
 *   <tr><td>our name or a brand's shown</td><td>30</td><td>partners write for us, too</td></tr>
 *   <tr><td>several senders</td><td>30</td><td>allowed, and done by nobody who is honest</td></tr>
 *   <tr><td>no sender</td><td>25</td><td>machines in the house forget it</td></tr>
 *   <tr><td>a sender that has no domain</td><td>10</td><td>the same</td></tr>
 *   <tr><td>domain one letter off ours</td><td>25</td><td>may be somebody's honest name</td></tr>
 *   <tr><td>answers leave the sender's domain</td><td>5; 20 when the sender is ours</td>
 *       <td>newsletters do it</td></tr>
 *   <tr><td>other return path</td><td>5</td><td>every mailing service does it</td></tr>
 * </table>
 */
public final class SenderAnalyzer implements Analyzer {
  private static final String SOURCE = "mailSender";
  private static final int CONFUSABLE = 60;
  private static final int OTHER_ADDRESS_SHOWN = 35;
  private static final int BORROWED_NAME = 30;
  private static final int SEVERAL_SENDERS = 30;
  private static final int NO_SENDER = 25;
  private static final int NO_DOMAIN = 10;
  private static final int ONE_LETTER_OFF = 25;
  private static final int OWN_ANSWERS_ELSEWHERE = 20;
  private static final int ANSWERS_ELSEWHERE = 5;
  private static final int OTHER_RETURN_PATH = 5;

  /** No mail reader shows more of a name. */
  private static final int NAME_READ = 500;

  private final AnalysisSettings settings;

  public SenderAnalyzer(AnalysisSettings settings) {
    this.settings = settings;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailMessage mail)) {
      return List.of();
    }
    var findings = new ArrayList<Finding>();
    whoWrote(mail, findings);
    for (var author : mail.authors()) {
      var address = author.address();
      var domain = address == null ? "" : MailAddress.of(address).domain();
      if (!domain.isEmpty()) {
        shownName(author.name(), domain, findings);
        imitation(domain, findings);
      }
    }
    var sender = mail.sender() == null ? "" : MailAddress.of(mail.sender()).domain();
    if (!sender.isEmpty()) {
      answers(mail, sender, findings);
    }
    return findings.stream().distinct().toList();
  }

  /** Readers' programs show one of several authors, and each program another one. */
  private static void whoWrote(MailMessage mail, List<Finding> findings) {
    if (mail.content() == null
        || mail.content().headers().stream().noneMatch(h -> h.startsWith("received: "))) {
      // Only a summary, or typed off: what is missing was perhaps left out.
      return;
    }
    var domains = MailSenders.domains(mail);
    if (domains.isEmpty()) {
      add(findings, "SENDER_NONE", NO_SENDER, "It does not say who sent it.");
    } else if (!mail.otherAuthors().isEmpty()) {
      add(
          findings,
          "SENDERS_SEVERAL",
          SEVERAL_SENDERS,
          "It names several senders (%s), of which a reader is shown only one."
              .formatted(String.join(", ", domains)));
    } else if (domains.getFirst().indexOf('.') < 0) {
      add(
          findings,
          "SENDER_DOMAIN_NONE",
          NO_DOMAIN,
          "No mail can be sent to the sender's address (@%s).".formatted(domains.getFirst()));
    }
  }

  private void shownName(@Nullable String name, String domain, List<Finding> findings) {
    if (name == null || name.isBlank()) {
      return;
    }
    var shown = Excerpt.head(name, NAME_READ);
    var site = Domains.registrable(domain);
    var address = MailAddress.shownIn(shown);
    if (address.isPresent() && !Domains.registrable(address.get().domain()).equals(site)) {
      add(
          findings,
          "NAME_SHOWS_OTHER_ADDRESS",
          OTHER_ADDRESS_SHOWN,
          "The sender's name shows an address at %s, but the mail comes from %s."
              .formatted(address.get().domain(), domain));
      return;
    }
    if (settings.vouchesFor(domain)) {
      return;
    }
    var lower = shown.toLowerCase(Locale.ROOT);
    var borrowed =
        settings.brands().stream()
            .map(Brand::name)
            .filter(brand -> holdsWord(lower, brand.toLowerCase(Locale.ROOT)))
            .findFirst()
            .or(() -> settings.protectedDomains().stream().filter(lower::contains).findFirst());
    borrowed.ifPresent(
        brand ->
            add(
                findings,
                "NAME_BORROWED",
                BORROWED_NAME,
                "The sender's name says %s, but the mail comes from %s.".formatted(brand, domain)));
  }

  private void imitation(String domain, List<Finding> findings) {
    if (settings.vouchesFor(domain)) {
      return;
    }
    Lookalikes.imitated(Domains.registrable(domain), settings.protectedDomains())
        .ifPresent(
            imitation -> {
              switch (imitation.likeness()) {
                case CONFUSABLE ->
                    add(
                        findings,
                        "SENDER_CONFUSABLE",
                        CONFUSABLE,
                        "The sender's domain looks like %s but is another."
                            .formatted(imitation.domain()));
                case ONE_LETTER_OFF ->
                    add(
                        findings,
                        "SENDER_ONE_LETTER_OFF",
                        ONE_LETTER_OFF,
                        "The sender's domain differs from %s by one letter."
                            .formatted(imitation.domain()));
              }
            });
  }

  private void answers(MailMessage mail, String domain, List<Finding> findings) {
    var site = Domains.registrable(domain);
    if (leaves(mail.replyTo(), site)) {
      add(
          findings,
          "ANSWERS_ELSEWHERE",
          settings.owns(domain) ? OWN_ANSWERS_ELSEWHERE : ANSWERS_ELSEWHERE,
          "Replies go to a different domain than the one the mail comes from.");
    }
    if (leaves(mail.returnPath(), site)) {
      add(
          findings,
          "RETURN_PATH_ELSEWHERE",
          OTHER_RETURN_PATH,
          "The mail was sent for a different domain than the one it shows.");
    }
  }

  private static boolean leaves(@Nullable String address, String site) {
    if (address == null) {
      return false;
    }
    var domain = MailAddress.of(address).domain();
    return !domain.isEmpty() && !Domains.registrable(domain).equals(site);
  }

  private static boolean holdsWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
          && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<Finding> findings, String code, int weight, String sentence) {
    findings.add(Finding.weighs(SOURCE, code, weight, Excerpt.head(sentence, 300)));
  }
}
