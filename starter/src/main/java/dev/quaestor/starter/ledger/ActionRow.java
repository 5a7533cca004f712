package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.D3fend;
import dev.quaestor.action.Execution;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.Gate;
import dev.quaestor.text.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One action as it stands. Whether it was agreed to, whether it worked and whether it was taken
 * back are three things and kept apart.
 *
 * @param investigationId null for a manual action outside any case
 * @param workflowId the workflow where it is decided: its own for what a person ordered, else that
 *     of its investigation; null when nobody knows it
 * @param createdAt when it was planned or ordered
 * @param of what its case is; null outside any case
 */
public record ActionRow(
    String actionId,
    @Nullable String investigationId,
    @Nullable String workflowId,
    RemediationAction action,
    Plan plan,
    DecisionView decision,
    ExecutionView execution,
    UndoView undo,
    Instant createdAt,
    @Nullable Of of) {

  /** What a list says of its case. */
  public record Of(Severity severity, String title) {}

  /**
   * What it does to what, by which the same question in several cases is known; null for what takes
   * another action back, which is one of a kind.
   */
  public @Nullable String subject() {
    return subject(action, plan.undoes(), plan.connector());
  }

  /** What each connector does for itself is one question of those that are named in it alone. */
  static @Nullable String subject(
      RemediationAction action, @Nullable String undoes, @Nullable String connector) {
    if (undoes != null) {
      return null;
    }
    return action.type().isByEach() && action.connector() == null && connector != null
        ? Sha256.of(action.question() + "\n" + connector)
        : Sha256.of(action.question());
  }

  /** What a person is asked: whoever was shown one action of it has been shown the others. */
  public String question() {
    @Nullable String subject = subject();
    var verdict = plan.verdict() == null ? "" : plan.verdict().name();
    if (subject == null) {
      return actionId;
    }
    var asked = String.join("/", subject, plan.gate().name(), verdict);
    return plan.connector() == null || action.type().isByEach()
        ? asked
        : asked + "/" + plan.connector();
  }

  /**
   * Why it is there.
   *
   * @param ruleId the policy's rule that wanted it; null for what a person ordered
   * @param verdict the verdict it rests on; of what a person proposed, what looking said; null for
   *     what a person ordered
   * @param requestedBy who ordered it; null for what policy planned
   * @param comment what that person said
   * @param undoes the action that it takes back; null for any other
   * @param group what orders of one request share; null for a single one
   * @param evidence what it rests on; empty for what a person ordered
   * @param seen what looking said of what a person proposed it for; empty for any other
   * @param terms what it takes to approve it; null for one approval
   * @param connector who would do it, or has done it; null where that is not on record
   */
  public record Plan(
      ActionSource source,
      Gate gate,
      @Nullable String ruleId,
      String because,
      @Nullable Verdict verdict,
      String planHash,
      @Nullable String requestedBy,
      @Nullable String comment,
      @Nullable String undoes,
      @Nullable String group,
      List<EntityKey> evidence,
      List<Assessment> seen,
      LedgerEvent.ActionPlanned.@Nullable Terms terms,
      @Nullable String connector) {
    public Plan {
      evidence = List.copyOf(evidence);
      seen = List.copyOf(seen);
    }
  }

  /**
   * Whether it was agreed to.
   *
   * @param decidedBy the person; null while pending, and for what automation or time decided
   * @param verified whether the API vouched for that person; null where no person decided
   * @param channel how that person's decision came
   * @param expiresAt when no answer means no; null for what never waited
   * @param supersededBy the action that took its place, if one did
   * @param given who approved it where one was not enough, without the last
   * @param told how many of those who are told while nobody answers have been
   */
  public record DecisionView(
      DecisionStatus status,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String comment,
      @Nullable Boolean verified,
      Decision.@Nullable Channel channel,
      @Nullable Instant expiresAt,
      @Nullable String supersededBy,
      List<Approval> given,
      int told) {
    public DecisionView {
      given = List.copyOf(given);
    }

    /** Of what waits. */
    Decision.Pending pending() {
      return new Decision.Pending(Objects.requireNonNullElse(expiresAt, Instant.MAX), given, told);
    }

    /** The same as its workflow has it, as far as it is recorded. */
    public Decision standing() {
      var at = Objects.requireNonNullElse(decidedAt, Instant.EPOCH);
      return switch (status) {
        case NOT_NEEDED -> new Decision.NotNeeded();
        case PENDING -> pending();
        case APPROVED, REJECTED ->
            new Decision.ByPerson(
                status == DecisionStatus.APPROVED,
                Objects.requireNonNullElse(decidedBy, ""),
                Boolean.TRUE.equals(verified),
                Objects.requireNonNullElse(channel, Decision.Channel.UPDATE),
                comment,
                null,
                at,
                status == DecisionStatus.APPROVED ? given : List.of());
        case EXPIRED -> new Decision.Expired(at);
        case SUPERSEDED -> new Decision.Superseded(supersededBy, comment, at);
      };
    }
  }

  /**
   * Whether it worked.
   *
   * @param sentence what was seen, or what it waits for, for people; null before it ran
   * @param failureCode the stable reason of a failure, UPPER_SNAKE
   * @param receiptAvailable whether what going back needs is recorded
   */
  public record ExecutionView(
      Execution status,
      @Nullable String sentence,
      @Nullable String failureCode,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      boolean receiptAvailable) {}

  /**
   * Whether it was taken back.
   *
   * @param sentence how the last undo ended or what it waits for; null when none was tried
   * @param changedAt when the undo last moved
   */
  public record UndoView(
      UndoState state,
      @Nullable String undoId,
      @Nullable String requestedBy,
      @Nullable String comment,
      @Nullable String sentence,
      @Nullable Instant changedAt) {}

  /** The plan hash of an order that no worker has taken up yet. */
  static final String NO_PLAN = "";

  /** Whether its workflow has told anything of it; else it was only accepted. */
  public boolean isTakenUp() {
    return !plan.planHash().equals(NO_PLAN);
  }

  /** What it takes to approve it. */
  public ApprovalTerms asked() {
    return plan.terms() == null ? ApprovalTerms.ONE : plan.terms().asked();
  }

  public ActionType type() {
    return action.type();
  }

  public Area area() {
    return type().area();
  }

  public Entity target() {
    return action.target();
  }

  /** One line for people: what is done to what. */
  public String summary() {
    return action.summary();
  }

  /** MITRE D3FEND technique ids. */
  public List<String> d3fend() {
    return type().d3fend().stream().map(D3fend::id).toList();
  }
}
