package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.authority.Author;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Exoneration;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.CaseReport;
import dev.quaestor.starter.ledger.EvidenceRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.UndoState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people say of verdicts afterwards: that an alert or a piece of evidence was something else,
 * that something bad was missed. A word is recorded first; what follows from it may be asked for
 * again by saying it again.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/defender-xdr/m365d-autoir-report-false-positives-negatives">Microsoft,
 *     Handle false positives or false negatives in automated investigation and response</a>
 */
public final class Reviews {
  private final Ledger ledger;
  private final Submissions submissions;
  private final Decisions decisions;
  private final Orders orders;
  private final InstantSource clock;

  Reviews(
      Ledger ledger,
      Submissions submissions,
      Decisions decisions,
      Orders orders,
      InstantSource clock) {
    this.ledger = ledger;
    this.submissions = submissions;
    this.decisions = decisions;
    this.orders = orders;
    this.clock = clock;
  }

  /** What a person says of an alert or a piece of evidence. */
  public record Word(
      Classification classification,
      Determination determination,
      Author by,
      @Nullable String comment) {
    public Word {
      if (!classification.determinations().contains(determination)) {
        throw new IllegalArgumentException(
            "%s is not valid with %s".formatted(determination, classification));
      }
    }
  }

  /** An undo that now waits for an approver. */
  public record ProposedUndo(String actionId, String undoes, String summary) {}

  /** Something that was done because of it and stays. */
  public record Remaining(String actionId, String summary, String because) {}

  /**
   * What follows from a word.
   *
   * @param running whether the case still runs and has been told, so that it judges anew
   */
  public record Reviewed(
      String investigationId,
      @Nullable String alertId,
      @Nullable String entityKey,
      Word word,
      List<ProposedUndo> proposals,
      List<Remaining> notUndoable,
      boolean running) {}

  /**
   * Says what an alert was, in its case. A false positive or an expected activity proposes the undo
   * of what was done because of it alone.
   *
   * @param found the case, which holds an alert of this id
   */
  public Reviewed alert(CaseReport found, String alertId, Word word) {
    var spokenOf = Exoneration.broughtOnlyBy(alertId, assessments(found));
    return review(found, alertId, null, spokenOf, word);
  }

  /**
   * The same of one piece of evidence.
   *
   * @return empty when the case has no such evidence
   */
  public Optional<Reviewed> evidence(CaseReport found, String entityKey, Word word) {
    return assessments(found).stream()
        .map(Assessment::key)
        .filter(key -> key.value().equals(entityKey))
        .findFirst()
        .map(key -> review(found, null, key.value(), Set.of(key), word));
  }

  private static List<Assessment> assessments(CaseReport found) {
    return found.evidence().stream().map(EvidenceRow::assessment).toList();
  }

  private Reviewed review(
      CaseReport found,
      @Nullable String alertId,
      @Nullable String entityKey,
      Set<EntityKey> spokenOf,
      Word word) {
    var id = found.summary().investigationId();
    var said =
        new LedgerEvent.Classified(
            alertId,
            entityKey,
            word.classification(),
            word.determination(),
            word.by().name(),
            word.comment(),
            true);
    ledger.say("classification/" + UUID.randomUUID(), id, clock.instant(), said);
    boolean running =
        !found.summary().state().ended() && decisions.classify(found.summary(), said, word.by());
    var proposals = new ArrayList<ProposedUndo>();
    var remaining = new ArrayList<Remaining>();
    if (word.classification().exonerates()) {
      var exoneration = Exoneration.of(assessments(found), spokenOf);
      ledger.plannedBecause(id).stream()
          .filter(planned -> exoneration.undercuts(planned.evidence()))
          .flatMap(planned -> ledger.action(planned.actionId()).stream())
          .filter(row -> row.execution().status().isFinal())
          .forEach(row -> proposeUndo(row, word, proposals, remaining));
    }
    return new Reviewed(id, alertId, entityKey, word, proposals, remaining, running);
  }

  private void proposeUndo(
      ActionRow row, Word word, List<ProposedUndo> proposals, List<Remaining> remaining) {
    switch (orders.proposeUndo(row, word.by(), reason(word))) {
      case UndoProposal.NotUndoable no -> {
        if (row.undo().state() != UndoState.UNDONE) {
          remaining.add(new Remaining(row.actionId(), row.summary(), no.because()));
        }
      }
      case UndoProposal.Standing proposal ->
          proposals.add(
              new ProposedUndo(proposal.actionId(), row.actionId(), proposal.inverse().summary()));
    }
  }

  private static String reason(Word word) {
    var why = "Classified as %s, %s".formatted(word.classification(), word.determination());
    return word.comment() == null ? why : why + ": " + word.comment();
  }

  /**
   * Records that something bad was missed in a case, and starts an investigation on it. The same
   * thing of the same case again joins that investigation, as the word of whoever says it; the same
   * word of the same person changes nothing.
   *
   * @param alert the missed thing as an alert of its own
   */
  public Submissions.Submitted missed(
      String investigationId, Alert alert, Author by, @Nullable String comment) {
    var started = submissions.submit(alert, by);
    var said = alert.alertId() + "\n" + AlertContent.of(alert).hash();
    var entity = alert.evidence().getFirst().entity();
    ledger.say(
        "missed/" + PlanHash.shortId(String.join("\n", investigationId, by.id(), said)),
        investigationId,
        clock.instant(),
        new LedgerEvent.MarkedAsMissed(entity, by.name(), comment, started.investigationId()));
    return started;
  }
}
