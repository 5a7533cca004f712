package dev.quaestor.execution;

import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.execution.ActionExecution.Chosen;
import dev.quaestor.execution.TargetFacts.OwnFacts;
import dev.quaestor.text.Listed;
import dev.quaestor.wire.FailureType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The acting activities over the configured connectors. Finished actions are counted. */
public final class RemediationExecution implements RemediationActivities {
  /** How long one call waits for a back end to finish before it leaves that to {@link #follow}. */
  private static final Duration PERFORM_FOR = Duration.ofSeconds(5);

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** An attempt to follow ends this long before the server would end it without a word. */
  private static final Duration FOLLOW_MARGIN = Duration.ofSeconds(10);

  private static final Duration LONGEST_FOLLOW = Duration.ofMinutes(10);
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);

  /** Who comes back is noticed within a minute. */
  private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(45);

  /**
   * From this attempt on, credentials that are refused for some of many targets are the outcome: an
   * operator has to mend them.
   */
  private static final int LAST_PATIENT_ATTEMPT = 2;

  /**
   * The codes by which ports say that something else stands where they would put it back, or that
   * what the action had left, or kept, has been taken away or changed.
   */
  private static final Set<String> CHANGED =
      Set.of("CHANGED_SINCE", "OCCUPIED", "ITEM_GONE", "COPY_GONE", "COPY_CHANGED");

  private final Connectors connectors;
  private final MeterRegistry meters;
  private final Duration performFor;

  public RemediationExecution(Connectors connectors, MeterRegistry meters) {
    this(connectors, meters, PERFORM_FOR);
  }

  RemediationExecution(Connectors connectors, MeterRegistry meters, Duration performFor) {
    this.connectors = connectors;
    this.meters = meters;
    this.performFor = performFor;
  }

  @Override
  public Preparation prepare(Command command) {
    return guarded(
        () -> {
          var several = severalCan(command);
          if (several.isPresent()) {
            return new Preparation.Refused(new Outcome.Unsupported(several.get()));
          }
          var known = lately(command);
          return chosen(command, known)
              .map(
                  by ->
                      named(command, known.of(by.connector()), through(by, by.effect().prepare())))
              .orElseGet(() -> new Preparation.Refused(unsupported(command, known)));
        });
  }

  /** An order that names none of several would leave the others' doors open, and say nothing. */
  private Optional<String> severalCan(Command command) {
    var action = command.action();
    if (!action.type().isByEach() || command.connector() != null || command.left() != null) {
      return Optional.empty();
    }
    var able =
        row(command) instanceof ActionExecution.ByPort<?, ?, ?> port
            ? port.doers(action.target(), TargetFacts.none(), among(command), true)
            : List.<String>of();
    return able.size() < 2
        ? Optional.empty()
        : Optional.of(
            "each of %s does it for itself: name one of them by the parameter through"
                .formatted(Listed.of(able)));
  }

  /** Whoever has looked does it, and nobody else. */
  private static Preparation through(Chosen by, Preparation found) {
    return found instanceof Preparation.Ready ready ? ready.by(by.connector()) : found;
  }

  /** Whoever wants the same of it may call it otherwise: it has one id at its back end. */
  private static Preparation named(Command command, OwnFacts known, Preparation found) {
    var action = command.action();
    var ids = known.ids(action.target());
    return ids.filter(as -> saysMore(action, as)).map(found::known).orElse(found);
  }

  private static boolean saysMore(RemediationAction action, Entity as) {
    return !HeldState.of(action, null, as).equals(HeldState.of(action, null))
        || !HeldState.endedBy(action, as).equals(HeldState.endedBy(action, null));
  }

  @Override
  public Preparation check(Command command) {
    return guarded(
        () -> {
          var known = facts(command);
          var chosen = chosen(command, known);
          if (chosen.isEmpty()) {
            return new Preparation.Refused(unsupported(command, known));
          }
          var by = chosen.get();
          return new NamedInVain(among(command), Instant.now())
              .because(command.action(), by.connector(), known.of(by.connector()))
              .<Preparation>map(said -> new Preparation.Refused(new Outcome.Unsupported(said)))
              .orElseGet(() -> looked(command, by.effect()));
        });
  }

  /**
   * On a device a preparation may be a session there, which the run would find again days later,
   * with what was seen then; what has to be known of a device its directory has told.
   */
  private static Preparation looked(Command command, Effect effect) {
    return command.action().type().area() == Area.DEVICE
        ? new Preparation.Ready(new Receipt.None())
        : effect.prepare();
  }

  @Override
  public Outcome perform(Command command) {
    return guarded(
        () ->
            unjudged(command)
                ? performed(command, lately(command))
                : sighted(command, () -> performed(command, goingOn(command))));
  }

  private Outcome performed(Command command, TargetFacts known) {
    var chosen = chosen(command, known);
    return counted(
        command,
        chosen.isPresent()
            ? performed(chosen.get(), command)
            : command.begun()
                ? new Outcome.Unknown(command.receipt(), noLonger(command))
                : unsupported(command, known));
  }

  private Outcome performed(Chosen by, Command command) {
    var effect = by.effect();
    return sighted(
        command,
        () ->
            changedSince(by, command)
                .<Outcome>map(Outcome.ChangedSince::new)
                .or(() -> nothingToTakeBack(effect, command))
                .orElseGet(() -> asUndo(command, perform(effect, command))));
  }

  private static Outcome sighted(Command command, Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (ConnectorException broke) {
      // An attempt before this one may have acted, and died.
      if (broke.mayHaveActed() || command.begun() || (attempt() > 1 && !broke.isPassing())) {
        return outOfSight(command, broke);
      }
      throw broke;
    }
  }

  /** Of what may never have taken effect: it is not undone by doing more. */
  private static Optional<Outcome> nothingToTakeBack(Effect effect, Command command) {
    var left = command.left();
    return left != null
            && left.unsure()
            && effect.prepare() instanceof Preparation.Refused refused
            && refused.outcome() instanceof Outcome.AlreadyInState so
        ? Optional.of(new Outcome.AlreadyInState("Nothing was changed: " + so.sentence()))
        : Optional.empty();
  }

  /** What may be in force has not failed because it cannot be seen. */
  private static Outcome outOfSight(Command command, ConnectorException broke) {
    if (broke.isPassing()) {
      throw ActivityFailures.failure(
          FailureType.LOST_SIGHT,
          String.valueOf(broke.getMessage()),
          broke.retryAfter().orElse(null));
    }
    return new Outcome.Unknown(
        command.receipt(),
        "the back end may have carried it out, but does not show whether it did: "
            + broke.getMessage());
  }

  /** Right before it acts, so that as little as can be happens between. */
  private static Optional<String> changedSince(Chosen by, Command command) {
    var left = command.left();
    return left == null ? Optional.empty() : by.changedSince().apply(left);
  }

  /** What a port will not overwrite, an undo finds changed. */
  private static Outcome asUndo(Command command, Outcome outcome) {
    return command.left() != null
            && outcome instanceof Outcome.Failed failed
            && CHANGED.contains(failed.code())
        ? new Outcome.ChangedSince(failed.sentence())
        : outcome;
  }

  private Outcome perform(Effect effect, Command command) {
    var receipt = command.receipt();
    if (receipt == null) {
      return switch (effect.prepare()) {
        case Preparation.Refused refused -> refused.outcome();
        case Preparation.Ready ready -> perform(effect, command.with(ready.receipt()));
      };
    }
    return awaited(effect, receipt, effect.begin(mandate(command), receipt));
  }

  private Outcome awaited(Effect effect, Receipt receipt, Outcome begun) {
    var outcome = begun;
    var until = System.nanoTime() + performFor.toNanos();
    var wait = Duration.ZERO;
    while (outcome instanceof Outcome.Unfinished running
        && !running.waitsForResource()
        && System.nanoTime() < until) {
      ActivityPause.pause(wait);
      outcome = ConnectorException.sinceActing(() -> effect.poll(running.ticket(), receipt));
      wait = next(wait);
    }
    return outcome;
  }

  @Override
  public Outcome follow(Command command, Outcome.Unfinished known) {
    var ticket = known.ticket();
    return guarded(
        () -> {
          Effect effect;
          try {
            effect = required(command);
          } catch (ConnectorException broke) {
            return lost(command, broke);
          }
          var receipt = command.receipt() == null ? new Receipt.None() : command.receipt();
          var until = System.nanoTime() + followFor().toNanos();
          var wait = Duration.ZERO;
          while (true) {
            // Throws when nobody waits for it any longer.
            Activity.getExecutionContext().heartbeat(ticket);
            var outcome = polled(effect, command, ticket, receipt);
            if (!(outcome instanceof Outcome.Unfinished running)) {
              return counted(command, asUndo(command, outcome));
            }
            if (running.waitsForResource() != known.waitsForResource()) {
              return running;
            }
            if (running.waitsForResource()) {
              throw ActivityFailures.failure(
                  FailureType.RESOURCE_AWAY, running.sentence(), absence(attempt()));
            }
            if (System.nanoTime() > until) {
              throw ActivityFailures.failure(
                  FailureType.RESOURCE_AWAY, running.sentence(), SHORTEST_ABSENCE);
            }
            wait = next(wait);
            ActivityPause.pause(wait);
          }
        });
  }

  private static Outcome polled(Effect effect, Command command, String ticket, Receipt receipt) {
    try {
      return effect.poll(ticket, receipt);
    } catch (ConnectorException broke) {
      if (broke.isPassing() || isWhatWasWanted(command, broke)) {
        throw broke;
      }
      return outOfSight(command, broke);
    }
  }

  /** Of what only reads, an answer that cannot be used is the end: there is nothing in force. */
  private static boolean isWhatWasWanted(Command command, ConnectorException broke) {
    return command.action().type().onlyReads()
        && broke.kind() == ConnectorException.Kind.MALFORMED_ANSWER;
  }

  @Override
  public Outcome abandon(Command command, String ticket) {
    return guarded(
        () -> {
          Optional<Chosen> chosen;
          try {
            chosen = goingOn(command, goingOn(command));
          } catch (ConnectorException broke) {
            return lost(command, broke);
          }
          return chosen.isPresent()
              ? counted(command, asUndo(command, stopped(chosen.get().effect(), command, ticket)))
              : new Outcome.Unknown(command.receipt(), noLonger(command));
        });
  }

  /** Whether it was asked to stop says nothing: what became of it is read. */
  private Outcome stopped(Effect effect, Command command, String ticket) {
    var receipt = command.receipt() == null ? new Receipt.None() : command.receipt();
    try {
      effect.cancel(ticket, mandate(command));
      var end = awaited(effect, receipt, effect.poll(ticket, receipt));
      return end instanceof Outcome.Unfinished on
          ? new Outcome.Unknown(command.receipt(), on.sentence())
          : end;
    } catch (ConnectorException broke) {
      return lost(command, broke);
    }
  }

  /** Of what has begun: what may pass is tried again. */
  private static Outcome lost(Command command, ConnectorException broke) {
    if (broke.isPassing()) {
      throw broke;
    }
    return outOfSight(command, broke);
  }

  /** Whether nobody has looked at its prerequisites yet: it had no preparation of its own. */
  private static boolean unjudged(Command command) {
    return command.receipt() == null
        || (command.action().receiptUnseen().isPresent() && !command.begun());
  }

  /**
   * The same by what was seen moments ago, as when it follows at once from an examination: it is
   * about what the back end can do there, and that refuses by itself what it cannot. An undo asks
   * whether there still is what it goes back to.
   */
  private TargetFacts lately(Command command) {
    return asked(command, command.left() == null);
  }

  /** What the directories know about where it would act. */
  private TargetFacts facts(Command command) {
    return asked(command, false);
  }

  /** Of what was looked at before only who is meant is asked, where it may be one of several. */
  private TargetFacts goingOn(Command command) {
    return row(command).offeredBy(among(command)).size() < 2 ? TargetFacts.none() : lately(command);
  }

  private TargetFacts asked(Command command, boolean lately) {
    var row = row(command);
    var action = command.action();
    var among = among(command);
    return new DirectoryQuestion(among, lately)
        .about(
            action.target(),
            row.offeredBy(among),
            (connector, own) -> row.isAble(action, connector, own, among));
  }

  /** In the order for such actions; where it is settled who does it, that one alone. */
  private Connectors among(Command command) {
    var who = command.connector();
    return who == null ? connectors.towards(command.action().type()) : connectors.only(who);
  }

  private static ActionExecution row(Command command) {
    return ActionTable.row(command.action().type());
  }

  private Optional<Chosen> chosen(Command command, TargetFacts known) {
    return chosen(command, known, !unjudged(command));
  }

  /** Whose work of this command there is already. */
  private Optional<Chosen> goingOn(Command command, TargetFacts known) {
    return chosen(command, known, true);
  }

  private Optional<Chosen> chosen(Command command, TargetFacts known, boolean decided) {
    return row(command)
        .chosen(
            command.action(),
            known,
            new ActionExecution.Run(
                mandate(command), command.receipt(), patience(command), decided),
            among(command));
  }

  /** Until the time of the action is over; then what was done to some of its targets stands. */
  private static Patience patience(Command command) {
    var info = Activity.getExecutionContext().getInfo();
    return broke ->
        switch (broke.kind()) {
          case THROTTLED, DOWN, DEVICE_AWAY ->
              !command.lastCall() || Patience.leavesTime(info, Instant.now(), broke);
          case UNAUTHORIZED -> info.getAttempt() <= LAST_PATIENT_ATTEMPT;
          case REJECTED, NOT_FOUND, OUT_OF_REACH, MALFORMED_ANSWER -> false;
        };
  }

  private Effect required(Command command) {
    return goingOn(command, goingOn(command))
        .map(Chosen::effect)
        .orElseThrow(
            () -> ActivityFailures.failure(FailureType.INVALID_COMMAND, noLonger(command), null));
  }

  private String noLonger(Command command) {
    return gone(command)
        .orElse("no connector offers " + command.action().type() + " on this target any more");
  }

  /** That nobody of the name offers it: nobody else is asked in its stead. */
  private Optional<String> gone(Command command) {
    var who = command.connector();
    if (who == null || row(command).offeredBy(among(command)).contains(who)) {
      return Optional.empty();
    }
    return Optional.of(
        connectors.names().contains(who)
            ? "the connector %s, which was to do it, does not offer %s"
                .formatted(who, command.action().type())
            : "the connector %s, which was to do it, is no longer configured".formatted(who));
  }

  private Outcome unsupported(Command command, TargetFacts known) {
    var action = command.action();
    if (command.left() != null && isGone(known)) {
      return new Outcome.ChangedSince("someone has deleted the user since");
    }
    return new Outcome.Unsupported(
        gone(command)
            .or(() -> row(command).obstacle(action, known, among(command)))
            .orElseGet(
                () ->
                    "no configured connector can carry out %s on this %s"
                        .formatted(action.type(), action.target().kind())));
  }

  /** Every directory that there is of such users was asked, and none has this one. */
  private static boolean isGone(TargetFacts known) {
    var users = known.byConnector().values().stream().map(OwnFacts::user).toList();
    return users.stream().anyMatch(Acquaintance.Stranger.class::isInstance)
        && users.stream()
            .allMatch(
                user ->
                    user instanceof Acquaintance.Stranger<?>
                        || user instanceof Acquaintance.NoDirectory<?>);
  }

  private static Mandate mandate(Command command) {
    return new Mandate(command.actionId(), command.comment());
  }

  private Outcome counted(Command command, Outcome outcome) {
    // What is not seen is looked for again.
    if (outcome.execution().isFinal() && outcome.execution() != Execution.UNKNOWN) {
      Counter.builder("quaestor.action.runs")
          .description(
              "Action runs, including undos, that ended on this worker, by type and outcome")
          .tag("type", command.action().type().name())
          .tag("outcome", outcome.execution().name())
          .register(meters)
          .increment();
    }
    return outcome;
  }

  /** 0, 50, 100, 200 ms…: what takes a moment is seen after a moment. */
  private static Duration next(Duration wait) {
    if (wait.isZero()) {
      return FIRST_WAIT;
    }
    var doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  private static Duration absence(int attempt) {
    var wait = SHORTEST_ABSENCE.multipliedBy(1L << Math.clamp(attempt - 1, 0, 10));
    return wait.compareTo(LONGEST_ABSENCE) > 0 ? LONGEST_ABSENCE : wait;
  }

  private static int attempt() {
    return Activity.getExecutionContext().getInfo().getAttempt();
  }

  private static Duration followFor() {
    var allowed = Activity.getExecutionContext().getInfo().getStartToCloseTimeout();
    if (allowed.isZero() || allowed.compareTo(LONGEST_FOLLOW) > 0) {
      return LONGEST_FOLLOW;
    }
    var half = allowed.dividedBy(2);
    var before = allowed.minus(FOLLOW_MARGIN);
    return before.compareTo(half) > 0 ? before : half;
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (ConnectorException failed) {
      throw ActivityFailures.of(failed);
    } catch (ApplicationFailure known) {
      throw known;
    } catch (IllegalArgumentException senseless) {
      throw ActivityFailures.failure(
          FailureType.INVALID_COMMAND, String.valueOf(senseless.getMessage()), null);
    }
  }
}
