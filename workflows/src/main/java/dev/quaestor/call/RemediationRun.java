package dev.quaestor.call;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of one action, the same wherever a workflow acts: record what undo needs, act, verify,
 * follow what takes long, give up in time. Every end is a value; only a cancelled workflow throws.
 */
public final class RemediationRun {

  /** Told what happens while it happens, so that it can be folded and recorded. */
  public interface Listener {
    /**
     * @param connector who does it; null where a worker of 0.1.0 has answered
     */
    void prepared(Receipt receipt, @Nullable String connector);

    void unfinished(Outcome.Unfinished outcome);

    /**
     * What others had done of the same is over by it, or was before.
     *
     * @param how what is told of each
     */
    default void over(List<UndoBrief.Ending> ends, Outcome how) {}
  }

  /** A look before anybody is asked: who does not answer by then says nothing against it. */
  private static final int LOOKS = 3;

  /** The server takes 400, of what is sent. */
  private static final int SUMMARY_BYTES = 400 - PayloadEncryption.OVERHEAD;

  /** Ten polls of the back end and one slow answer fit in. */
  private static final Duration PERFORM_TIMEOUT = Duration.ofSeconds(60);

  /** No worker takes it up in all this time: people are told that we wait. */
  private static final Duration PROMPT = Duration.ofMinutes(2);

  /** Who was refused once is back after this if it was a hiccup. */
  private static final Duration HICCUP = Duration.ofMillis(500);

  /** A wait that is over by then is none; of a longer one people are told. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** One watch over a long action: a new attempt takes over after it, at no cost to the history. */
  private static final Duration FOLLOW_TIMEOUT = Duration.ofHours(1);

  /**
   * Three missed beats: the worker is gone, another one takes over. Containment does not wait for
   * the time-out of an attempt.
   */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /**
   * Quick at first, because containment is urgent; then no more than the back end's limits bear.
   */
  private static final RetryOptions RETRY =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofMinutes(1))
          .build();

  /** Until it may have acted: that must be known here, whatever is answered afterwards. */
  private static final RetryOptions UNTIL_BEGUN =
      RetryOptions.newBuilder(RETRY).setDoNotRetry(FailureType.LOST_SIGHT.name()).build();

  /** Its refusal must be heard here: what the server retries, nobody is told of. */
  private static final RetryOptions ONCE =
      RetryOptions.newBuilder(RETRY).setMaximumAttempts(1).build();

  /** An undo by a switch of the back end takes seconds; one may wait for a device for days. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  /** What no retry and no waiting mends: the thing is not there, or cannot be had. */
  private static final Set<String> HOPELESS =
      Set.of(
          FailureType.NOT_FOUND.name(),
          FailureType.OUT_OF_REACH.name(),
          FailureType.INVALID_COMMAND.name());

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** What a back end took and then does not show is looked for no longer: people must be told. */
  private static final Duration OUT_OF_SIGHT = Duration.ofMinutes(5);

  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private static final String WHO_DOES_IT = "who-does-it";

  private final Duration giveUpAfter;
  private final BooleanSupplier stopped;
  private final Listener listener;

  /**
   * @param giveUpAfter how long a device or back end that is away is waited for
   * @param stopped whether nobody wants the action any longer; looked at only while it waits
   */
  public RemediationRun(Duration giveUpAfter, BooleanSupplier stopped, Listener listener) {
    this.giveUpAfter = giveUpAfter;
    this.stopped = stopped;
    this.listener = listener;
  }

  /**
   * Work that a cancelled workflow must bring to its end, recorded: what was begun on a back end
   * does not stop because nobody listens.
   *
   * @param work is given whether the workflow has been cancelled
   */
  public static Outcome toTheEnd(Function<BooleanSupplier, Outcome> work) {
    var own = CancellationScope.current();
    var end = new AtomicReference<Outcome>();
    Workflow.newDetachedCancellationScope(() -> end.set(work.apply(own::isCancelRequested))).run();
    return Objects.requireNonNull(end.get());
  }

  /**
   * Why it cannot be done, as far as a back end tells before anything is done; empty when it can,
   * when the world is so already, or when nobody could tell. For use inside workflows only.
   */
  public static Optional<String> refusal(RemediationActivities.Command command) {
    try {
      return checker(command).check(command) instanceof Preparation.Refused refused
          ? impossible(refused.outcome())
          : Optional.empty();
    } catch (ActivityFailure failure) {
      return failure.getCause() instanceof ApplicationFailure known
              && HOPELESS.contains(String.valueOf(known.getType()))
          ? Optional.of(known.getOriginalMessage())
          : Optional.empty();
    }
  }

  private static Optional<String> impossible(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unsupported no -> Optional.of(no.sentence());
      case Outcome.Failed no -> Optional.of(no.sentence());
      case Outcome.Succeeded so -> Optional.empty();
      case Outcome.AlreadyInState so -> Optional.empty();
      case Outcome.PartiallySucceeded so -> Optional.empty();
      case Outcome.HeldByOthers others -> Optional.empty();
      case Outcome.ChangedSince since -> Optional.empty();
      case Outcome.Unknown either -> Optional.empty();
      case Outcome.Unfinished later -> Optional.empty();
    };
  }

  public Outcome run(RemediationActivities.Command command) {
    return run(command, (Claimed) null);
  }

  /**
   * @param claimed the answer to {@link #claim}, where the ledger was asked already; else it is
   *     asked now
   */
  public Outcome run(RemediationActivities.Command command, @Nullable Claimed claimed) {
    var wish = wish(command);
    if (claimed == null) {
      wish.claim();
    } else {
      wish.claimed(claimed);
    }
    return run(command, wish);
  }

  /** What a run claims before it looks at the world; empty when it wants nothing to last. */
  public static Optional<Claim> claim(RemediationActivities.Command command) {
    return wish(command).unclaimed();
  }

  private static Wish wish(RemediationActivities.Command command) {
    var action = command.action();
    var ends = command.left() == null && action.type().ends().isPresent();
    return new Wish(command.actionId(), command.investigationId(), action, ends);
  }

  /**
   * Claimed before the world is looked at: whoever would end the state from then on leaves it.
   * Where somebody had begun to end it before, what is found so already may be gone in a moment,
   * and is looked at again once that is over. So it is where the look told by what others know the
   * thing: they saw no claim of it until then.
   */
  private Outcome run(RemediationActivities.Command command, Wish wish) {
    var outcome = once(command, wish);
    var pause = FIRST_PAUSE;
    while (wish.mayBeGone()
        && outcome instanceof Outcome.AlreadyInState
        && !stopped.getAsBoolean()) {
      if (wish.isContested()) {
        Workflow.sleep(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        wish.claim();
      }
      wish.lookingAgain();
      outcome = once(command, wish);
    }
    tellOver(wish, outcome);
    return outcome;
  }

  private void tellOver(Wish wish, Outcome outcome) {
    wish.over(outcome)
        .map(LedgerStream.actionCenter()::ended)
        .filter(ends -> !ends.isEmpty())
        .ifPresent(ends -> listener.over(ends, new Outcome.AlreadyInState(wish.overBecause())));
  }

  private Outcome once(RemediationActivities.Command command, Wish wish) {
    var unseen = command.action().receiptUnseen();
    if (command.receipt() != null) {
      return act(command);
    }
    // What ends a state looks by which id others hold it; and who does it is settled before.
    if (unseen.isPresent() && !wish.ends() && isSettled(command)) {
      wish.named(unseen.get(), null);
      listener.prepared(unseen.get(), command.connector());
      return act(command.with(unseen.get()));
    }
    return switch (attempt(command, PREPARE)) {
      case Answer.Never<Preparation> never -> never.because().asFailed();
      case Answer.Given<Preparation> given -> actOn(given.what(), command, wish);
    };
  }

  /**
   * Whether it is known who does it: else the one that begins it need not be the one that is asked
   * what became of it. Cases of 0.1.0 leave it open, and so does the undo of what they did.
   */
  private static boolean isSettled(RemediationActivities.Command command) {
    return command.connector() != null
        || command.left() != null
        || Workflow.getVersion(WHO_DOES_IT, Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION;
  }

  private Outcome actOn(Preparation found, RemediationActivities.Command command, Wish wish) {
    return switch (found) {
      case Preparation.Refused refused -> {
        wish.named(null, refused.as());
        yield refused.outcome();
      }
      case Preparation.Ready ready -> {
        if (wish.named(ready.receipt(), ready.as())) {
          yield once(command, wish);
        }
        var who = command.connector() == null ? ready.connector() : command.connector();
        listener.prepared(ready.receipt(), who);
        yield act(command.with(ready.receipt()).through(who));
      }
    };
  }

  /**
   * What the back end took and does not show is looked for again for a while: then nobody knows,
   * and what was recorded before it acted is there to go back by.
   */
  private Outcome act(RemediationActivities.Command command) {
    var outcome = performed(command);
    var until = now().plus(shorter(OUT_OF_SIGHT, giveUpAfter));
    var pause = FIRST_PAUSE;
    var told = false;
    while (outcome instanceof Outcome.Unknown lost
        && now().plus(pause).isBefore(until)
        && !stopped.getAsBoolean()) {
      if (!told && pause.compareTo(SOON) > 0) {
        listener.unfinished(
            new Outcome.Unfinished("", true, lost.sentence())
                .saying("it is looked for again until " + seconds(until)));
        told = true;
      }
      Workflow.await(pause, stopped::getAsBoolean);
      pause = shorter(pause.multipliedBy(2), LONGEST_LOOK);
      var receipt = lost.receipt();
      outcome = performed((receipt == null ? command : command.with(receipt)).asBegun());
    }
    return outcome;
  }

  private Outcome performed(RemediationActivities.Command command) {
    return switch (attempt(command, PERFORM)) {
      case Answer.Never<Outcome> never ->
          never.because().ofActing(command.begun(), command.receipt());
      case Answer.Given<Outcome> given ->
          given.what() instanceof Outcome.Unfinished unfinished
              ? follow(command, unfinished)
              : given.what();
    };
  }

  private static final Call<Preparation> PREPARE =
      new Call<>(RemediationActivities::prepare, false);

  private static final Call<Outcome> PERFORM = new Call<>(RemediationActivities::perform, true);

  /**
   * @param acts whether it changes the world: then who was not heard of again may have done it
   */
  private record Call<T>(
      BiFunction<RemediationActivities, RemediationActivities.Command, T> way, boolean acts) {
    T on(RemediationActivities activities, RemediationActivities.Command command) {
      return way.apply(activities, command);
    }

    Reason why(ActivityFailure failure) {
      var reason = Reason.of(failure);
      return acts ? reason : reason.beforeActing();
    }
  }

  private sealed interface Answer<T> {
    record Given<T>(T what) implements Answer<T> {}

    /** Nobody answered for as long as it may be waited for, or nobody ever will. */
    record Never<T>(Reason because) implements Answer<T> {}
  }

  private <T> Answer<T> attempt(RemediationActivities.Command command, Call<T> call) {
    try {
      return new Answer.Given<>(call.on(activities(command, PROMPT, ONCE), command));
    } catch (ActivityFailure failure) {
      var reason = call.why(failure);
      return reason.worthWaiting() ? attemptOn(command, call, reason) : new Answer.Never<>(reason);
    }
  }

  /**
   * Tried on until it is time to give up. A hiccup is not worth a word; what takes longer is said
   * while it is waited for, not afterwards.
   */
  private <T> Answer<T> attemptOn(
      RemediationActivities.Command command, Call<T> call, Reason refused) {
    var giveUpAt = now().plus(giveUpAfter);
    var pause = shorter(longer(refused.leftAlone(), HICCUP), giveUpAfter);
    var told = pause.compareTo(SOON) > 0;
    if (told) {
      listener.unfinished(refused.waiting("it is tried again at " + seconds(now().plus(pause))));
    }
    // A retry would mind it; a call of its own would come at once.
    Workflow.await(pause, stopped::getAsBoolean);
    var trying = refused.mayHaveActed() ? command.asBegun() : command;
    while (!stopped.getAsBoolean()) {
      var left = longer(Duration.between(now(), giveUpAt), PROMPT);
      var attempt = cancellable(trying.asLastCall(), left, call);
      if (!told && !Workflow.await(SOON, () -> attempt.isOver() || stopped.getAsBoolean())) {
        listener.unfinished(refused.waiting(againUntil(giveUpAt)));
        told = true;
      }
      try {
        return new Answer.Given<>(attempt.end());
      } catch (ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
          break;
        }
        var reason = call.why(failure);
        var justBegun = reason.mayHaveActed() && !trying.begun();
        trying = justBegun ? trying.asBegun() : trying;
        if (stopped.getAsBoolean() && reason.worthWaiting()) {
          break;
        }
        if (justBegun && now().isBefore(giveUpAt)) {
          Workflow.await(longer(reason.leftAlone(), HICCUP), stopped::getAsBoolean);
        } else if (!nobodyPolled(failure)) {
          return new Answer.Never<>(trying.begun() ? reason.afterBegin() : reason);
        }
      } catch (CanceledFailure unasked) {
        break;
      }
    }
    return new Answer.Never<>(trying.begun() ? Reason.STOPPED_UNSEEN : Reason.STOPPED);
  }

  /** A call that ends when nobody wants it any longer: what is under way by then is still heard. */
  private <T> Attempt<T> cancellable(
      RemediationActivities.Command command, Duration patience, Call<T> call) {
    var promise = new AtomicReference<Promise<T>>();
    var scope =
        Workflow.newCancellationScope(
            () ->
                promise.set(
                    Async.function(
                        () ->
                            call.on(
                                activities(
                                    command, patience, command.begun() ? RETRY : UNTIL_BEGUN),
                                command))));
    scope.run();
    return new Attempt<>(scope, Objects.requireNonNull(promise.get()), stopped);
  }

  private record Attempt<T>(CancellationScope scope, Promise<T> promise, BooleanSupplier stopped) {
    boolean isOver() {
      return promise.isCompleted();
    }

    T end() {
      Workflow.await(() -> isOver() || stopped.getAsBoolean());
      if (!isOver()) {
        scope.cancel("stopped");
      }
      return promise.get();
    }
  }

  private static String againUntil(Instant giveUpAt) {
    return "it is tried again at least once a minute, until " + seconds(giveUpAt);
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Whether no worker took it in all that time, which counts against nobody: neither the back end
   * nor the device has been waited for.
   */
  private static boolean nobodyPolled(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure timeout
        // An attempt that ended without an answer is the cause of the time-out over all attempts.
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE
        && timeout.getCause() == null;
  }

  private Outcome follow(RemediationActivities.Command command, Outcome.Unfinished first) {
    var giveUpAt = now().plus(giveUpAfter);
    var known = first;
    while (true) {
      listener.unfinished(known.waitsForResource() ? known.saying(againUntil(giveUpAt)) : known);
      var next = watch(command, known);
      if (!(next instanceof Outcome.Unfinished changed)) {
        return next;
      }
      known = changed;
    }
  }

  private Outcome watch(RemediationActivities.Command command, Outcome.Unfinished unfinished) {
    var watched = new AtomicReference<Promise<Outcome>>();
    var scope =
        Workflow.newCancellationScope(
            () -> watched.set(Async.function(follower(command)::follow, command, unfinished)));
    scope.run();
    var watch = Objects.requireNonNull(watched.get());
    Workflow.await(() -> watch.isCompleted() || stopped.getAsBoolean());
    if (!watch.isCompleted()) {
      scope.cancel("stopped");
    }
    try {
      return watch.get();
    } catch (ActivityFailure failure) {
      if (nobodyPolled(failure) && !stopped.getAsBoolean()) {
        return watch(command, unfinished);
      }
      return failure.getCause() instanceof CanceledFailure
          ? abandoned(command, unfinished, Reason.STOPPED_ON_THE_WAY)
          : abandoned(command, unfinished, Reason.of(failure));
    } catch (CanceledFailure cancelled) {
      return abandoned(command, unfinished, Reason.STOPPED_ON_THE_WAY);
    }
  }

  /**
   * What became of what nobody waits for any longer. Detached: what is taken back must be taken
   * back also when the workflow is being cancelled.
   */
  private Outcome abandoned(
      RemediationActivities.Command command, Outcome.Unfinished unfinished, Reason because) {
    var end = new AtomicReference<Outcome>();
    CancellationScope detached =
        Workflow.newDetachedCancellationScope(
            () -> {
              try {
                end.set(activities(command, PROMPT, RETRY).abandon(command, unfinished.ticket()));
              } catch (ActivityFailure away) {
                end.set(new Outcome.Unknown(command.receipt(), Reason.of(away).sentence()));
              }
            });
    detached.run();
    return switch (Objects.requireNonNull(end.get())) {
      case Outcome.Failed without ->
          new Outcome.Failed(because.code(), because.saying(without.sentence()));
      case Outcome.Unknown unclear ->
          new Outcome.Unknown(
              command.receipt(),
              because.saying("it may take effect all the same: " + unclear.sentence()));
      case Outcome.Unfinished on ->
          new Outcome.Unknown(
              command.receipt(),
              because.saying("it may take effect all the same: " + on.sentence()));
      case Outcome.Succeeded done -> done;
      case Outcome.PartiallySucceeded done -> done;
      case Outcome.AlreadyInState done -> done;
      case Outcome.Unsupported no -> no;
      case Outcome.HeldByOthers others -> others;
      case Outcome.ChangedSince since -> since;
    };
  }

  private static RemediationActivities activities(
      RemediationActivities.Command command, Duration patience, RetryOptions retry) {
    return Workflow.newActivityStub(
        RemediationActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.REMEDIATION)
            .setStartToCloseTimeout(PERFORM_TIMEOUT)
            .setHeartbeatTimeout(SILENCE)
            .setScheduleToCloseTimeout(patience)
            // Whoever stops it hears how an attempt under way ends.
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(retry)
            .setSummary(summary(command))
            .build());
  }

  private static RemediationActivities checker(RemediationActivities.Command command) {
    return Workflow.newActivityStub(
        RemediationActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.REMEDIATION)
            .setStartToCloseTimeout(PERFORM_TIMEOUT)
            .setRetryOptions(RetryOptions.newBuilder(RETRY).setMaximumAttempts(LOOKS).build())
            .setSummary(summary(command))
            .build());
  }

  private RemediationActivities follower(RemediationActivities.Command command) {
    return Workflow.newActivityStub(
        RemediationActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.REMEDIATION)
            .setStartToCloseTimeout(FOLLOW_TIMEOUT)
            .setHeartbeatTimeout(SILENCE)
            .setScheduleToCloseTimeout(giveUpAfter)
            .setCancellationType(ActivityCancellationType.TRY_CANCEL)
            .setRetryOptions(RETRY)
            .setSummary(summary(command))
            .build());
  }

  private static String summary(RemediationActivities.Command command) {
    return Excerpt.ofBytes(command.action().summary(), SUMMARY_BYTES);
  }
}
