package dev.quaestor.starter;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.feed.AlertWord.Status;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.AlertUpdates;
import dev.quaestor.policy.AlertUpdates.Part;
import dev.quaestor.starter.ledger.AlertSourceStore.Due;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said at its source of an alert whose case came to something. Pure. A verdict classifies
 * only where something Malicious was found and acted on; that nothing was found is nobody's false
 * positive.
 */
final class AlertOutcomes {
  private static final int LONGEST_COMMENT = 900;

  private AlertOutcomes() {}

  /**
   * The word on one alert; empty of all where policy wants nothing said.
   *
   * @param verdict the worst of what the alert itself names, whatever else is in its case
   */
  static AlertWord word(String source, Due due, Verdict verdict, AlertUpdates updates) {
    var said = due.said();
    var ended = due.endedAt() != null;
    var onClose = ended ? updates.onClose() : List.<Part>of();
    var onClassify = said != null ? updates.onClassify() : List.<Part>of();
    var comment = comment(due, verdict, onClose, onClassify);
    var classification =
        said != null && onClassify.contains(Part.CLASSIFICATION)
            ? Optional.of(said.classification())
            : onClose.contains(Part.CLASSIFICATION) && said == null
                ? byVerdict(due.state(), verdict)
                : Optional.<Classification>empty();
    var determination =
        classification.map(given -> said == null ? Determination.OTHER : said.determination());
    var marker = marker(due, comment);
    return new AlertWord(
        source,
        due.alertId(),
        due.investigationId(),
        due.upTo(),
        marker,
        status(due, said, onClose, onClassify),
        classification.orElse(null),
        determination.orElse(null),
        comment == null ? null : comment + " " + marker,
        onClose.contains(Part.ASSIGNMENT) || onClassify.contains(Part.ASSIGNMENT)
            ? updates.assignTo()
            : null);
  }

  private static @Nullable Status status(
      Due due, LedgerEvent.@Nullable Classified said, List<Part> onClose, List<Part> onClassify) {
    if (said != null && onClassify.contains(Part.STATUS) && said.classification().exonerates()) {
      return Status.RESOLVED;
    }
    return onClose.contains(Part.STATUS) ? byState(due.state()).orElse(null) : null;
  }

  /** How far an alert is when its case has ended so; empty where a person should look at it. */
  static Optional<Status> byState(InvestigationStatus state) {
    return switch (state) {
      case REMEDIATED, NO_THREATS_FOUND -> Optional.of(Status.RESOLVED);
      case PARTIALLY_REMEDIATED -> Optional.of(Status.IN_PROGRESS);
      case QUEUED,
          RUNNING,
          PENDING_APPROVAL,
          PENDING_RESOURCE,
          PARTIALLY_INVESTIGATED,
          FAILED,
          TERMINATED_BY_USER,
          TERMINATED_BY_SYSTEM,
          UNSUPPORTED_ALERT_TYPE,
          SUPPRESSED ->
          Optional.empty();
    };
  }

  /** What an alert was when its case has ended so; empty where only a person can say it. */
  static Optional<Classification> byVerdict(InvestigationStatus state, Verdict verdict) {
    return verdict == Verdict.MALICIOUS
            && (state == InvestigationStatus.REMEDIATED
                || state == InvestigationStatus.PARTIALLY_REMEDIATED)
        ? Optional.of(Classification.TRUE_POSITIVE)
        : Optional.empty();
  }

  private static @Nullable String comment(
      Due due, Verdict verdict, List<Part> onClose, List<Part> onClassify) {
    var sentences = new ArrayList<String>();
    if (onClose.contains(Part.COMMENT)) {
      sentences.add(
          "ended as %s; what this alert names was judged %s"
              .formatted(plain(due.state()), plain(verdict)));
    }
    var said = due.said();
    if (said != null && onClassify.contains(Part.COMMENT)) {
      sentences.add(
          "classified as %s (%s) by %s"
              .formatted(
                  plain(said.classification()),
                  plain(said.determination()),
                  Excerpt.head(said.classifiedBy(), 100)));
    }
    return sentences.isEmpty()
        ? null
        : Excerpt.head(
            "Quaestor, investigation %s: %s."
                .formatted(due.investigationId(), String.join("; ", sentences)),
            LONGEST_COMMENT);
  }

  /** One for each thing that is said of a case; nobody writes it by chance. */
  private static String marker(Due due, @Nullable String comment) {
    return "[quaestor:%s]"
        .formatted(Sha256.of(due.investigationId() + "\n" + comment).substring(0, 12));
  }

  private static String plain(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
