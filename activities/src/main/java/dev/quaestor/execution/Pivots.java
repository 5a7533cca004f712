package dev.quaestor.execution;

import static dev.quaestor.execution.EntityEnrichment.known;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.analyzer.directory.RuleJudgement;
import dev.quaestor.analyzer.host.LinkText;
import dev.quaestor.analyzer.mail.AttachmentAnalyzer;
import dev.quaestor.analyzer.mail.MailSenders;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.entity.WebAddress;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** What a piece of evidence leads to, to be examined in turn. */
final class Pivots {
  /** What is not followed is judged all the same, as a part of the mail. */
  private static final int MOST_LINKS = 50;

  private static final int MOST_ATTACHMENTS = 20;
  private static final int MOST_RULES = 20;
  private static final int MOST_MESSAGES = 50;

  /** A longer URL cannot be blocked anywhere and fills the history. */
  private static final int LONGEST_URL = 2048;

  private static final Set<String> PAGES = Set.of("http", "https");

  private final BatchFacts gathered;
  private final AnalysisSettings settings;
  private final MailboxClaims claims;
  private final RuleJudgement judgement;

  Pivots(BatchFacts gathered, AnalysisSettings settings, MailboxClaims claims) {
    this.gathered = gathered;
    this.claims = claims;
    this.settings = settings;
    this.judgement = new RuleJudgement(new Forwarding(settings));
  }

  List<Evidence> of(Evidence evidence) {
    var found = new ArrayList<Evidence>();
    switch (evidence.entity()) {
      case ProcessArtifact process -> {
        if (process.image() != null) {
          found.add(
              Evidence.found(
                  process.image().onDevice(process.deviceId()), evidence, Role.CONTEXTUAL));
        }
      }
      case MailMessage mail -> ofMail(mail, evidence, found);
      case Mailbox mailbox -> rules(mailbox, evidence, found);
      case MailCluster cluster -> {
        ofMerelyTold(cluster, evidence, found);
        ofEachEstate(cluster, evidence, found);
      }
      default -> {}
    }
    if (evidence.entity() instanceof OnDevice thing
        && !(thing instanceof Device)
        && thing.deviceId() != null) {
      found.add(Evidence.found(Device.ofId(thing.deviceId()), evidence, Role.CONTEXTUAL));
    }
    return distinct(evidence.key(), found);
  }

  /** Each with the first link that leads there in another's name, or else the first. */
  private static SequencedMap<String, Link> targets(MailMessage mail) {
    var targets = new LinkedHashMap<String, Link>();
    mail.links().stream()
        .filter(link -> isWeb(link.target()))
        .forEach(
            link ->
                targets.merge(
                    link.target(),
                    link,
                    (known, same) -> LinkText.misnames(known).isPresent() ? known : same));
    return targets;
  }

  private void ofMail(MailMessage mail, Evidence evidence, List<Evidence> found) {
    targets(mail).values().stream()
        .limit(MOST_LINKS)
        .forEach(
            link ->
                found.add(
                    Evidence.found(
                        new Url(link.target()),
                        evidence,
                        LinkText.misnames(link).isPresent() ? Role.SUSPICIOUS : Role.CONTEXTUAL)));
    mail.attachments().stream()
        .flatMap(attachment -> AttachmentAnalyzer.file(attachment).stream())
        .distinct()
        .limit(MOST_ATTACHMENTS)
        .forEach(file -> found.add(Evidence.found(file, evidence, Role.CONTEXTUAL)));
    var full = gathered.ids().inFull(mail);
    var location = known(gathered.locations().about(full.key())).orElse(null);
    MailSimilarity.clusters(mail.key(), full, gathered.alikeTo(mail.key()), location).stream()
        .flatMap(cluster -> claims.apart(cluster).stream())
        .forEach(cluster -> found.add(Evidence.found(cluster, evidence, Role.CONTEXTUAL)));
    var recipient = mail.recipient();
    if (recipient != null && isOurs(recipient)) {
      var mailbox = new Mailbox(recipient, null);
      found.add(Evidence.found(mailbox, evidence, Role.DESTINATION));
      rules(mailbox, evidence, found);
    }
    MailSenders.own(mail, gathered.context().settings(mail, settings)).stream()
        .map(address -> new UserAccount(null, address, null, null, null))
        .forEach(user -> found.add(Evidence.found(user, evidence, Role.SOURCE)));
  }

  /** Somebody has named a campaign whole: each estate's part of it is a thing of its own. */
  private void ofEachEstate(MailCluster cluster, Evidence evidence, List<Evidence> found) {
    var parts = claims.apart(cluster);
    if (parts.size() > 1) {
      // Each is what the whole is, by the verdict of what it grew from.
      parts.forEach(
          part ->
              found.add(
                  Evidence.found(
                      new MailCluster(
                          cluster.key(), part.criteria(), part.messages(), part.count()),
                      evidence,
                      Role.SUSPICIOUS)));
    }
  }

  /** Nobody can tell what they share, so that each is looked at as what it is. */
  private static void ofMerelyTold(MailCluster cluster, Evidence evidence, List<Evidence> found) {
    if (cluster.searchable().isEmpty()) {
      cluster.messages().stream()
          .limit(MOST_MESSAGES)
          .forEach(m -> found.add(Evidence.found(m.message(), evidence, Role.CONTEXTUAL)));
    }
  }

  private void rules(Mailbox mailbox, Evidence evidence, List<Evidence> found) {
    known(gathered.context().rules().about(mailbox.key())).orElse(List.of()).stream()
        .filter(known -> !judgement.isHarmless(known))
        .limit(MOST_RULES)
        .forEach(known -> found.add(Evidence.found(known.rule(), evidence, Role.CONTEXTUAL)));
  }

  /** Where it is not said what is own, every recipient may be. */
  private boolean isOurs(String address) {
    return settings.ownDomains().isEmpty()
        || settings.owns(address.substring(address.lastIndexOf('@') + 1));
  }

  private static boolean isWeb(String target) {
    return target.length() <= LONGEST_URL && PAGES.contains(WebAddress.of(target).scheme());
  }

  static List<Evidence> distinct(EntityKey itself, List<Evidence> found) {
    var byKey = new LinkedHashMap<EntityKey, Evidence>();
    for (var evidence : found) {
      Entity entity = evidence.entity();
      if (!entity.key().equals(itself)) {
        byKey.merge(entity.key(), evidence, Evidence::merge);
      }
    }
    return List.copyOf(byKey.values());
  }
}
