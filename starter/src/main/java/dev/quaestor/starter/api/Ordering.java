package dev.quaestor.starter.api;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.approval.Question;
import dev.quaestor.approval.Quorum;
import dev.quaestor.approval.Terms;
import dev.quaestor.authority.Admission;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.ManualOrder;
import dev.quaestor.starter.Orders;
import dev.quaestor.starter.ParallelCalls;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.wire.WorkflowIds;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all routes by which people order actions have in common: who may run what, who may only
 * propose, and that one key is one order.
 */
final class Ordering {
  private final Orders orders;
  private final Ledger ledger;
  private final Requests requests;

  Ordering(Orders orders, Ledger ledger, Requests requests) {
    this.orders = orders;
    this.ledger = ledger;
    this.requests = requests;
  }

  /**
   * An action on its way; {@code GET /actions/{actionId}} tells how it goes.
   *
   * @param decision PENDING when it waits for an approver
   */
  @Schema(name = "OrderedAction")
  record Ordered(
      String actionId,
      ActionType type,
      String workflowId,
      DecisionStatus decision,
      Execution execution,
      @Nullable String outcome) {}

  /** What becomes of an order, as the policy has it, before it is sent. */
  enum Course {
    /** As soon as it is sent. */
    RUNS_NOW,
    /** For somebody who may approve it. */
    WAITS,
    /** Whoever sends it cannot approve it alone. */
    NEEDS_ANOTHER
  }

  /**
   * What the policy says of an order. A device that its own back end has not described counts as
   * one of any group.
   *
   * @param sentence for people
   * @param needed how many people must approve it, whoever orders it counted where they may
   */
  @Schema(name = "OrderPreview")
  record Preview(ActionType type, Course course, String sentence, int needed) {}

  /** Sends nothing. */
  Preview preview(ActionReading.Read read, Caller caller) {
    var action = read.actions().getFirst();
    var type = action.type();
    var policy = ledger.policyNow().map(PolicySnapshot::policy);
    var analysts = policy.map(p -> p.manual().analysts()).orElse(List.of());
    var proposed = Boolean.TRUE.equals(read.propose()) || !caller.mayOrder(type, analysts);
    var source = proposed ? ApprovalRule.Source.PROPOSED : ApprovalRule.Source.ORDERED;
    var terms =
        policy
            .map(p -> new Terms(p, CaseKnowledge.none(), null).of(action, Verdict.UNKNOWN, source))
            .orElse(ApprovalTerms.ONE);
    var author = caller.author();
    var asking = new Question.Asking(terms, Instant.now(), true, List.of(author.person()));
    DecisionAnswer.@Nullable Result flaw =
        Quorum.flaw(asking, new Admission.Admitted(author, true), Instant.now());
    if (terms.need() > 1 || flaw == DecisionAnswer.Result.FOUR_EYES) {
      return new Preview(
          type,
          Course.NEEDS_ANOTHER,
          flaw == DecisionAnswer.Result.FOUR_EYES
              ? "Needs another person: whoever orders it cannot approve it"
              : "Needs %d approvals of different people".formatted(terms.need()),
          terms.need());
    }
    if (proposed) {
      return new Preview(type, Course.WAITS, "Waits for " + approver(type.area()), terms.need());
    }
    return flaw == null
        ? new Preview(type, Course.RUNS_NOW, "Runs as soon as it is ordered", 1)
        : new Preview(
            type, Course.WAITS, "Waits: " + ApprovalRules.sentence(flaw, asking), terms.need());
  }

  private static String approver(Area area) {
    return switch (area) {
      case DEVICE -> "a device approver";
      case EMAIL -> "an email approver";
      case IDENTITY -> "a person who is both a device approver and an email approver";
    };
  }

  /** Several actions on their way; {@code GET /actions/groups/{groupId}} counts how they go. */
  @Schema(name = "OrderedActions")
  record OrderedGroup(String groupId, ActionType type, List<Item> actions) {}

  /**
   * One of several.
   *
   * @param error why it was not started; the same request again tries it again
   */
  @Schema(name = "OrderedItem")
  record Item(
      String actionId,
      @Schema(types = "object", description = "The entity acted on") Entity target,
      DecisionStatus decision,
      @Nullable String error) {}

  /**
   * One action.
   *
   * @param body what was read, as it came
   */
  Ordered one(ActionReading.Read read, @Nullable String key, Caller caller, byte[] body) {
    var action = read.actions().getFirst();
    var actionId = "act-" + requests.idOf(key, caller, "action", body);
    requests.own(actionId, caller);
    var order = order(read, action, actionId, null, isProposed(read, caller), caller);
    var workflowId = WorkflowIds.remediation(actionId);
    if (!isKnown(order)) {
      orders.order(order);
    }
    var row = ledger.action(actionId);
    return new Ordered(
        actionId,
        action.type(),
        workflowId,
        decision(row, order),
        row.map(r -> r.execution().status()).orElse(Execution.NOT_STARTED),
        row.map(r -> r.execution().sentence()).orElse(null));
  }

  /**
   * All of them, under one group; one that fails keeps none of the others back.
   *
   * @param body what was read, as it came
   */
  OrderedGroup group(ActionReading.Read read, @Nullable String key, Caller caller, byte[] body) {
    var groupId = "grp-" + requests.idOf(key, caller, "group", body);
    requests.own(groupId, caller);
    boolean proposed = isProposed(read, caller);
    var wanted =
        IntStream.range(0, read.actions().size())
            .mapToObj(
                i ->
                    order(
                        read,
                        read.actions().get(i),
                        "act-" + PlanHash.shortId(groupId + "\n" + i),
                        groupId,
                        proposed,
                        caller))
            .toList();
    var known = wanted.stream().filter(this::isKnown).map(ManualOrder::actionId).toList();
    var tries = ParallelCalls.each(wanted, order -> tried(order, known.contains(order.actionId())));
    if (tries.stream().anyMatch(t -> t.met() == null)) {
      LedgerLag.bridged(
          () -> ledger.action(wanted.getLast().actionId()).filter(ActionRow::isTakenUp));
    }
    var heard = ParallelCalls.each(tries, this::heard);
    if (heard.stream().allMatch(t -> t.met() != null)) {
      // Nothing is known to have started: the caller is told as for a single one.
      throw Objects.requireNonNull(heard.getFirst().met());
    }
    return new OrderedGroup(
        groupId, read.actions().getFirst().type(), heard.stream().map(Ordering::item).toList());
  }

  /** An order that was handed over, or what kept it from that. */
  private record Tried(ManualOrder order, @Nullable TemporalException met) {}

  private Tried tried(ManualOrder order, boolean known) {
    try {
      if (!known) {
        orders.start(order);
      }
      return new Tried(order, null);
    } catch (TemporalException e) {
      return new Tried(order, e);
    }
  }

  private Tried heard(Tried tried) {
    try {
      if (tried.met() == null) {
        orders.requireBelieved(tried.order());
      }
      return tried;
    } catch (TemporalException e) {
      return new Tried(tried.order(), e);
    }
  }

  private static Item item(Tried tried) {
    var order = tried.order();
    var met = tried.met();
    return new Item(
        order.actionId(),
        order.action().target(),
        decision(Optional.empty(), order),
        met == null ? null : String.valueOf(met.getMessage()));
  }

  private static DecisionStatus decision(Optional<ActionRow> row, ManualOrder order) {
    return row.filter(ActionRow::isTakenUp)
        .map(r -> r.decision().status())
        .orElse(order.proposed() ? DecisionStatus.PENDING : DecisionStatus.APPROVED);
  }

  private boolean isKnown(ManualOrder order) {
    return ledger.action(order.actionId()).filter(ActionRow::isTakenUp).isPresent();
  }

  private ManualOrder order(
      ActionReading.Read read,
      RemediationAction action,
      String actionId,
      @Nullable String group,
      boolean proposed,
      Caller caller) {
    return new ManualOrder(
        actionId,
        action,
        Objects.requireNonNullElseGet(read.source(), () -> action.type().usualSource()),
        caller.author(),
        ApiTexts.comment(read.comment()),
        existing(read.investigationId()),
        proposed,
        null,
        group);
  }

  private @Nullable String existing(@Nullable String investigationId) {
    if (investigationId != null && ledger.caseRow(investigationId).isEmpty()) {
      throw new ProblemException(
          ApiProblem.badField(
              "investigationId",
              "there is no investigation \"%s\"".formatted(ApiTexts.shown(investigationId))));
    }
    return investigationId;
  }

  private boolean isProposed(ActionReading.Read read, Caller caller) {
    var type = read.actions().getFirst().type();
    if (Boolean.TRUE.equals(read.propose())) {
      return true;
    }
    var analysts = ledger.policyNow().map(p -> p.policy().manual().analysts()).orElse(List.of());
    if (caller.mayOrder(type, analysts)) {
      return false;
    }
    if (Boolean.FALSE.equals(read.propose())) {
      throw new ProblemException(
          ApiProblem.forbidden(
              "%s requires the role of an approver for %s actions; you may only propose it, which this"
                      .formatted(type, type.area())
                  + " order rules out"));
    }
    return true;
  }
}
