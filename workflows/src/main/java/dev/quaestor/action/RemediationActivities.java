package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/**
 * Changing the world, one action at a time, each under its own id.
 *
 * <p>Every method may be called again with the same command after it has acted, because a worker
 * can die between any two lines: the action id is the idempotency key, and a call first looks for
 * what an earlier one left on the back end.
 */
@ActivityInterface
public interface RemediationActivities {

  /**
   * One run of one action.
   *
   * @param actionId the idempotency key; an undo has its own
   * @param comment goes to the back end for its own audit, after the key
   * @param receipt what was recorded before; null when {@link #prepare} has not run
   * @param left what an undo takes back, and must find as it was left; null for anything else
   * @param lastCall whether nobody calls again once the time of this call is over: then what was
   *     done to some of many targets is the outcome, where before it is breakage to be tried again
   * @param begun whether an earlier call may have acted: what cannot be read is then no failure
   * @param connector who does it, as the configuration calls it: this one and nobody else, and
   *     {@link Outcome.Unsupported} once it is gone; null while nobody is chosen, then the first
   *     that knows the target and can
   */
  record Command(
      String actionId,
      @Nullable String investigationId,
      RemediationAction action,
      String comment,
      @Nullable Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Left left,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean lastCall,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean begun,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector) {
    public Command {
      connector = connector == null ? action.connector() : connector;
    }

    public Command(
        String actionId,
        @Nullable String investigationId,
        RemediationAction action,
        String comment,
        @Nullable Receipt receipt) {
      this(actionId, investigationId, action, comment, receipt, null, false, false, null);
    }

    public Command with(Receipt prepared) {
      return new Command(
          actionId, investigationId, action, comment, prepared, left, false, begun, connector);
    }

    public Command takingBack(Left what) {
      return new Command(
          actionId, investigationId, action, comment, receipt, what, false, begun, connector);
    }

    public Command asLastCall() {
      return new Command(
          actionId, investigationId, action, comment, receipt, left, true, begun, connector);
    }

    public Command asBegun() {
      return new Command(
          actionId, investigationId, action, comment, receipt, left, lastCall, true, connector);
    }

    /** By this one alone; null leaves it open. */
    public Command through(@Nullable String who) {
      return new Command(
          actionId, investigationId, action, comment, receipt, left, lastCall, begun, who);
    }
  }

  /**
   * Reads the state before the action and makes of it what undo will need. Changes nothing. Of what
   * leaves a state it also says by which ids the back ends know its target, and of all who is to do
   * it from now on.
   *
   * @return {@link Preparation.Refused} when no connector offers the action on this target, when
   *     the world is already so, or when it no longer is what the action was decided on
   */
  @ActivityMethod(name = "PrepareAction")
  Preparation prepare(Command command);

  /**
   * Looks whether what a person wants can be done at all, before anybody is asked: as {@link
   * #prepare}, and also whether what they named is there, as a library's script or a file on that
   * very device. Changes nothing, and runs nothing on a device, not even to look.
   *
   * @return {@link Preparation.Refused} as {@link #prepare} does, and when what is named is nowhere
   *     in the records of a back end that would have it there
   */
  @ActivityMethod(name = "CheckAction")
  Preparation check(Command command);

  /**
   * Acts once and verifies on the back end that it took effect. Heartbeats.
   *
   * <p>Waits a short while (seconds) for the back end to finish; what takes longer is answered as
   * {@link Outcome.Unfinished} and then followed by {@link #follow}.
   *
   * <p>Once the back end has taken the action, nothing that is read afterwards is a failure: what
   * may be read later is the retryable {@code LOST_SIGHT}, what is refused is answered as {@link
   * Outcome.Unknown} with what there is to go back by, and called again with {@link Command#begun}.
   *
   * <p>An undo first reads whether the world is as the action left it, unless an earlier call of it
   * has begun already: {@link Outcome.ChangedSince} when it is not.
   *
   * @throws io.temporal.failure.ApplicationFailure of a type in {@link
   *     dev.quaestor.wire.FailureType}; the retryable ones leave nothing half done that a retry
   *     would do twice
   */
  @ActivityMethod(name = "PerformAction")
  Outcome perform(Command command);

  /**
   * Follows what {@link #perform} began until the back end has finished it, and verifies.
   * Heartbeats.
   *
   * <p>While a device is away it throws the retryable {@code RESOURCE_AWAY} with the time to ask
   * again, less than a minute: retries leave no trace in the history, however many days they take.
   *
   * @param known what is on record of it
   * @return {@link Outcome.Unfinished} as soon as a device turns out to be away that was not known
   *     to be, or is back: it is to be recorded, and followed on; {@link Outcome.Unknown} when the
   *     back end refuses to say how far it is
   */
  @ActivityMethod(name = "FollowAction")
  Outcome follow(Command command, Outcome.Unfinished known);

  /**
   * Takes back from the back end what it has not begun, when nobody will wait for it any longer: an
   * isolation that fires days after it was given up is a harm. Then looks what became of it: it may
   * have ended a moment before, and a back end may refuse to stop.
   *
   * @return {@link Outcome.Failed} when the back end ended it without effect, {@link
   *     Outcome.Unknown} when it goes on or does not say; else how it ended, verified
   */
  @ActivityMethod(name = "AbandonAction")
  Outcome abandon(Command command, String ticket);
}
