package dev.quaestor.call;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.UndoBrief;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Taking one action back, the same for a case that rolls back, an undo that a person wants and one
 * that was proposed: the ledger says whether it may be, what takes it back runs as any action,
 * under an id of its own, and is told at the action that it takes back and at those that are over
 * with it.
 */
public final class UndoRun {

  /** The signal that tells a running case to ask the ledger what was taken back. */
  public static final String TAKEN_BACK = "takenBack";

  private static final String LET_GO =
      "Nothing was changed: the action had found it so, and no longer holds it";

  private UndoRun() {}

  /** Told what happens while it happens. */
  public interface Listener {
    /**
     * @param investigationId the case of the action that it is about; null for one outside any
     */
    void tell(@Nullable String investigationId, LedgerEvent event);

    /** What takes it back has begun and waits. */
    default void waits(Outcome.Unfinished outcome) {}

    /** Whether that case is who listens, and knows. */
    default boolean isItself(@Nullable String investigationId) {
      return false;
    }
  }

  /**
   * @param wish who wants which action back, and the undo's id
   * @param comment goes to the back end for its own audit
   * @param stopped whether nobody wants it any longer; looked at only while it waits
   * @return {@link Outcome.Unsupported} where there is nothing to take back: that is not told
   */
  public static Outcome run(
      LedgerEvent.UndoRequested wish,
      String comment,
      Duration giveUpAfter,
      BooleanSupplier stopped,
      Listener listener) {
    var wanted = new LettingGo(wish.actionId(), wish.undoId(), Workflow.getInfo().getWorkflowId());
    return switch (LedgerStream.actionCenter().letGo(wanted)) {
      case LetGo.Nothing no -> new Outcome.Unsupported(no.because());
      case LetGo.HeldByOthers held -> {
        listener.tell(held.investigationId(), wish);
        var outcome = new Outcome.HeldByOthers(held.holders());
        listener.tell(held.investigationId(), progressed(wish, outcome));
        yield outcome;
      }
      case LetGo.LeftAsItIs left -> {
        var ofCase = left.end().investigationId();
        listener.tell(ofCase, wish);
        var outcome = new Outcome.AlreadyInState(left.because() == null ? LET_GO : left.because());
        listener.tell(ofCase, progressed(wish, outcome));
        over(wish, List.of(left.end()), outcome, listener);
        yield outcome;
      }
      case LetGo.TakeBack yes -> {
        var following = new Following(wish, yes.how(), listener);
        listener.tell(yes.how().investigationId(), wish);
        var run = new RemediationRun(giveUpAfter, stopped, following);
        yield takeBack(wish, yes, comment, run, listener);
      }
    };
  }

  private static Outcome takeBack(
      LedgerEvent.UndoRequested wish,
      LetGo.TakeBack allowed,
      String comment,
      RemediationRun run,
      Listener listener) {
    var what = allowed.how();
    var taken =
        what.action()
            .inverse(what.receipt())
            .map(inverse -> run.run(command(wish, what, inverse, comment)))
            .orElseGet(() -> new Outcome.Unsupported("It changed nothing that could be undone"));
    var isBack = taken.execution().isGood();
    var outcome =
        isBack && !allowed.leaving().isEmpty()
            ? new Outcome.HeldByOthers(allowed.leaving(), taken.sentence())
            : taken;
    listener.tell(what.investigationId(), progressed(wish, outcome));
    if (isBack) {
      over(wish, what.ends(), taken, listener);
    }
    return outcome;
  }

  /**
   * Tells of what nobody asked to be taken back, and is over all the same.
   *
   * @param by what ended it, or brought it about anew
   */
  public static void over(String by, List<UndoBrief.Ending> ends, Outcome how, Listener listener) {
    for (var end : ends) {
      listener.tell(end.investigationId(), new LedgerEvent.UndoProgressed(end.actionId(), by, how));
      end.told().forEach(event -> listener.tell(end.investigationId(), event));
    }
    letKnow(ends, listener);
  }

  private static void over(
      LedgerEvent.UndoRequested wish,
      List<UndoBrief.Ending> ends,
      Outcome outcome,
      Listener listener) {
    ends.forEach(end -> ended(wish, end, outcome, listener));
    letKnow(ends, listener);
  }

  private static void letKnow(List<UndoBrief.Ending> ends, Listener listener) {
    ends.stream()
        .filter(end -> !listener.isItself(end.investigationId()))
        .flatMap(end -> Stream.ofNullable(end.runningAs()))
        .distinct()
        .forEach(UndoRun::letKnow);
  }

  /** Once the ledger knows: a case that goes on believes only what that says. */
  private static void letKnow(String runningCase) {
    try {
      Workflow.newUntypedExternalWorkflowStub(runningCase).signal(TAKEN_BACK);
    } catch (SignalExternalWorkflowException ended) {
      // It has ended meanwhile, and decides nothing any more.
    }
  }

  private static RemediationActivities.Command command(
      LedgerEvent.UndoRequested wish,
      UndoBrief.Undoable what,
      RemediationAction inverse,
      String comment) {
    return new RemediationActivities.Command(
            wish.undoId(), what.investigationId(), inverse, comment, null)
        .takingBack(what.left())
        .through(what.connector());
  }

  private static void ended(
      LedgerEvent.UndoRequested wish, UndoBrief.Ending end, Outcome outcome, Listener listener) {
    if (!end.actionId().equals(wish.actionId())) {
      listener.tell(
          end.investigationId(),
          new LedgerEvent.UndoProgressed(end.actionId(), wish.undoId(), outcome));
    }
    end.told().forEach(event -> listener.tell(end.investigationId(), event));
  }

  /** An inverse leaves nothing to go back to; what it waits for is told. */
  private record Following(
      LedgerEvent.UndoRequested wish, UndoBrief.Undoable what, Listener listener)
      implements RemediationRun.Listener {
    @Override
    public void prepared(Receipt receipt, @Nullable String connector) {}

    @Override
    public void unfinished(Outcome.Unfinished outcome) {
      listener.waits(outcome);
      listener.tell(what.investigationId(), UndoRun.progressed(wish, outcome));
    }
  }

  private static LedgerEvent progressed(LedgerEvent.UndoRequested wish, Outcome outcome) {
    return new LedgerEvent.UndoProgressed(wish.actionId(), wish.undoId(), outcome);
  }
}
