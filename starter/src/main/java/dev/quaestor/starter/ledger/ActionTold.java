package dev.quaestor.starter.ledger;

import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.DeviceGroups;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of an action beside how it stands: the same that its workflow shows, from
 * what the case knows by now.
 *
 * @param summary what is done to what, and where
 * @param device where it is done; null for what is done to no device
 * @param pending all that an approver is told; null for what does not wait
 * @param confirmed the device as its own back end describes it; null where none does
 * @param clickers whose accounts the case found by the URL that it is about; none is not "nobody"
 * @param guardrail the pattern by which today's policy protects that device; null where none does
 */
public record ActionTold(
    String summary,
    PendingAction.@Nullable Place device,
    @Nullable PendingAction pending,
    @Nullable Device confirmed,
    List<String> clickers,
    @Nullable String guardrail) {

  public static ActionTold of(ActionRow row, CaseKnowledge known) {
    PendingAction.@Nullable Place device = known.placeOf(row.action()).orElse(null);
    return new ActionTold(
        isAskedTogether(row) ? row.action().asked() : PendingAction.summary(row.action(), device),
        device,
        row.decision().status() == DecisionStatus.PENDING
            ? PendingAction.of(plea(row), known)
            : null,
        known.confirmedDeviceOf(row.action()).orElse(null),
        List.of(),
        null);
  }

  private static boolean isAskedTogether(ActionRow row) {
    return row.decision().status() == DecisionStatus.PENDING && !row.action().together().isEmpty();
  }

  /** The same with the other cases in which it waits. */
  public ActionTold alsoIn(List<PendingAction.Elsewhere> cases) {
    return pending == null
        ? this
        : new ActionTold(summary, device, pending.alsoIn(cases), confirmed, clickers, guardrail);
  }

  ActionTold with(List<String> whoClicked, Optional<DeviceGroups> groups) {
    return new ActionTold(
        summary,
        device,
        pending,
        confirmed,
        whoClicked,
        groups
            .flatMap(g -> Optional.ofNullable(confirmed).flatMap(g::guardrailOf))
            .orElse(guardrail));
  }

  private static PendingAction.Plea plea(ActionRow row) {
    var plan = row.plan();
    return new PendingAction.Plea(
        row.actionId(),
        row.action(),
        Objects.requireNonNullElse(plan.verdict(), Verdict.UNKNOWN),
        Objects.requireNonNullElse(plan.ruleId(), PendingAction.PROPOSAL),
        plan.because(),
        plan.seen().isEmpty()
            ? plan.evidence()
            : plan.seen().stream().map(Assessment::key).toList(),
        plan.planHash(),
        row.createdAt(),
        row.decision().pending(),
        row.asked(),
        plan.connector());
  }
}
