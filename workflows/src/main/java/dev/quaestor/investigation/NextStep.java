package dev.quaestor.investigation;

import dev.quaestor.board.AwaitedLook;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.PayloadSize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a case does next: what ends it first, then what there is to look at, to plan and to do. */
final class NextStep {
  private NextStep() {}

  static Step of(InvestigationState state) {
    var awaited = awaited(state);
    if (awaited.isPresent()) {
      return awaited.get();
    }
    var policy = state.policy();
    if (policy == null) {
      return state.alerts().isEmpty() && !state.isStopped()
          ? new Step.Wait(Optional.empty())
          : new Step.Open();
    }
    var end = end(state, policy);
    if (end.isPresent()) {
      return ending(state, end.get());
    }
    var limit = outgrown(state, policy.policy().limits());
    if (limit.isPresent()) {
      return outgrowing(
          state, new Step.Close(InvestigationStatus.TERMINATED_BY_SYSTEM, limit.get()));
    }
    var evidence = state.evidence();
    var batch = evidence.toExamine(ExaminationRequest.batchSize(evidence.pieces().size()));
    if (!batch.isEmpty()) {
      return new Step.Examine(batch);
    }
    if (evidence.examining().isEmpty() && evidence.replan()) {
      return new Step.Plan();
    }
    var runnable = state.actions().runnable();
    if (!runnable.isEmpty()) {
      return new Step.Act(runnable);
    }
    return isSettled(state)
        ? EndStatus.of(evidence.pieces(), state.actions().all())
        : new Step.Wait(nextMoment(state));
  }

  /** When something happens by itself: an action expires, evidence is looked at again. */
  private static Optional<Instant> nextMoment(InvestigationState state) {
    return Stream.concat(
            state.actions().nextDeadline().stream(),
            state.evidence().toLookAgain().stream().map(AwaitedLook::next))
        .min(Instant::compareTo);
  }

  /** Before all else, and one after the other: nothing is decided without what was said. */
  private static Optional<Step> awaited(InvestigationState state) {
    return state.alerts().stream()
        .filter(a -> !a.awaited().isEmpty())
        .findFirst()
        .map(a -> new Step.Hear(a.alertId(), a.awaited().getFirst().content()));
  }

  /** Why a case ends before all is looked at and done, most weighty first. */
  private static Optional<Step.Close> end(InvestigationState state, PolicySnapshot policy) {
    var stop = state.course().stop();
    if (stop != null) {
      return stop.by() == null
          ? end(
              InvestigationStatus.TERMINATED_BY_SYSTEM,
              "Its workflow was cancelled in Temporal, which does not say by whom")
          : end(
              InvestigationStatus.TERMINATED_BY_USER,
              "Stopped by "
                  + stop.by()
                  + Optional.ofNullable(state.course().rollback())
                      .map(CaseStatus.Rollback::sentence)
                      .orElse(""));
    }
    var suppression = suppression(state, policy.policy());
    if (suppression.isPresent()) {
      return end(InvestigationStatus.SUPPRESSED, suppression.get());
    }
    if (wantsNoResponse(state, policy.policy())) {
      return end(
          InvestigationStatus.SUPPRESSED, "The device groups concerned have no automated response");
    }
    return Optional.empty();
  }

  private static Optional<String> outgrown(InvestigationState state, Policy.Limits limits) {
    if (state.evidence().full()) {
      return Optional.of(
          "It grew beyond %s".formatted(Counted.of(limits.maxEntities(), "entity", "entities")));
    }
    var told = PayloadSize.told(limits.maxEntities());
    if (state.alerts().stream().mapToLong(CaseAlert::told).sum() > told) {
      return Optional.of("Its alerts hold more than " + (told >> 20) + " MiB");
    }
    return state.actions().full()
        ? Optional.of(
            "It planned more than %s"
                .formatted(Counted.of(limits.maxActions(), "action", "actions")))
        : Optional.empty();
  }

  private static Optional<Step.Close> end(InvestigationStatus status, String because) {
    return Optional.of(new Step.Close(status, because));
  }

  private static Step ending(InvestigationState state, Step.Close close) {
    if (!state.isIdle()) {
      return new Step.Wait(Optional.empty());
    }
    var course = state.course();
    return course.stop() != null && course.stop().rollback() && !course.rolledBack()
        ? new Step.RollBack(state.toRollBack())
        : close;
  }

  /**
   * Nothing more is looked at or planned, but what is asked stays asked: else whoever can make a
   * case grow could take from people what they are to decide.
   */
  private static Step outgrowing(InvestigationState state, Step.Close close) {
    var runnable = state.actions().runnable();
    if (!runnable.isEmpty()) {
      return new Step.Act(runnable);
    }
    return isSettled(state) ? close : new Step.Wait(state.actions().nextDeadline());
  }

  private static boolean isSettled(InvestigationState state) {
    return state.evidence().examining().isEmpty()
        && state.evidence().toLookAgain().isEmpty()
        && state.actions().allSettled();
  }

  /** The suppression that speaks of the first alert, when some suppression speaks of each. */
  private static Optional<String> suppression(InvestigationState state, Policy policy) {
    var ids = state.alerts().stream().map(CaseAlert::suppressedBy).toList();
    if (ids.isEmpty() || !ids.stream().allMatch(Objects::nonNull)) {
      return Optional.empty();
    }
    return policy.suppressions().stream()
        .filter(s -> s.id().equals(ids.getFirst()))
        .map(
            s ->
                "Suppression \"%s\"%s"
                    .formatted(s.id(), s.because() == null ? "" : ": " + s.because()))
        .findFirst();
  }

  /** Every device that the case names belongs to a group that wants no automated response. */
  private static boolean wantsNoResponse(InvestigationState state, Policy policy) {
    if (!state.actions().all().isEmpty()) {
      return false;
    }
    var groups = new DeviceGroups(policy);
    return state.evidence().devices().findFirst().isPresent()
        && state.evidence().devices().allMatch(d -> groups.levelOf(d) == AutomationLevel.NONE);
  }
}
