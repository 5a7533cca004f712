package dev.quaestor.call;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Entity;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.StateEnd;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state that a run wants or ends, by all that the thing is known by so far. */
final class Wish {
  private final String actionId;
  private final @Nullable String investigationId;
  private final RemediationAction action;

  /** What an undo ends it has let go of, and nobody else holds. */
  private final boolean ends;

  private final LinkedHashSet<Holder> since = new LinkedHashSet<>();
  private Optional<HeldState> state;

  /** Whether somebody had begun to take it back when it was last claimed. */
  private boolean contested;

  /** Whether it was looked at before it was claimed by the name that it has at its back end. */
  private boolean renamed;

  /**
   * @param ends whether it wants the state of another type over, instead of one of its own
   */
  Wish(String actionId, @Nullable String investigationId, RemediationAction action, boolean ends) {
    this.actionId = actionId;
    this.investigationId = investigationId;
    this.action = action;
    this.ends = ends;
    this.state = state(null, null);
  }

  /** Whether it ends the state, instead of wanting it. */
  boolean ends() {
    return ends;
  }

  boolean isContested() {
    return contested;
  }

  /** Now by all its names. */
  void lookingAgain() {
    renamed = false;
  }

  private Optional<HeldState> state(@Nullable Receipt receipt, @Nullable Entity as) {
    return ends ? HeldState.endedBy(action, as) : HeldState.of(action, receipt, as);
  }

  /** What there is to claim, by all that the thing is known by so far. */
  Optional<Claim> unclaimed() {
    return state.map(wanted -> new Claim(actionId, investigationId, wanted, ends));
  }

  void claim() {
    unclaimed().map(LedgerStream.actionCenter()::claim).ifPresent(this::claimed);
  }

  void claimed(Claimed claimed) {
    // Two that end it do not wait for one another.
    contested = claimed.contested() && !ends;
    since.addAll(claimed.since());
  }

  /**
   * What was found may name the thing in one way more, by which others know it.
   *
   * @return whether others hold it by that name, of whom nobody knows yet whether they did so
   *     before it was looked at
   */
  boolean named(@Nullable Receipt receipt, @Nullable Entity as) {
    var before = state;
    var held = since.size();
    var found = state(receipt, as);
    state = before.flatMap(known -> found.map(known::and));
    if (!state.equals(before)) {
      var earlier = contested;
      claim();
      contested |= earlier;
      renamed |= as != null && !ends;
    }
    return since.size() > held && tellsOfOthers();
  }

  /**
   * Mail is held message by message; and what locks a file away does so again where it lies there
   * already.
   */
  private boolean tellsOfOthers() {
    return !(action instanceof EmailAction.OnMessages)
        && !(action instanceof DeviceAction.StopAndQuarantineFile);
  }

  /** What others had wanted of the same and is over with that outcome; empty when nothing is. */
  Optional<StateEnd> over(Outcome outcome) {
    return since.isEmpty() || !showsOver(outcome)
        ? Optional.empty()
        : Optional.of(new StateEnd(action, List.copyOf(since)));
  }

  /** Whether it has ended what others held, or found it ended and brought it about anew. */
  private boolean showsOver(Outcome outcome) {
    return ends
        ? outcome.execution().isGood()
        : tellsOfOthers() && outcome instanceof Outcome.Succeeded done && done.receipt().changed();
  }

  String overBecause() {
    return ends
        ? "%s ended it: %s".formatted(actionId, action.summary())
        : "It was no longer so when %s brought it about again".formatted(actionId);
  }

  boolean mayBeGone() {
    return contested || renamed;
  }
}
