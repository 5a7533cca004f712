package dev.quaestor.starter.ledger;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Holder;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.StateEnd;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What it would take to undo an action, or in words why it cannot be done. */
final class UndoBriefing {
  private final JdbcClient jdbc;
  private static final List<Holder> NOBODY = List.of();
  private static final List<Receipt.MovedMessage> NO_MAIL = List.of();
  private static final String BACK_ALREADY =
      "Nothing was changed: nobody wants the mail away any more, so it stays in the inbox";

  private final ActionQueries actions;
  private final Holds holds;
  private final MailHolds mail;

  UndoBriefing(JdbcClient jdbc, ActionQueries actions, Holds holds) {
    this.jdbc = jdbc;
    this.actions = actions;
    this.holds = holds;
    this.mail = new MailHolds(jdbc, holds);
  }

  /**
   * Decides whether it is taken back now; to be called in a transaction. Until its end is recorded
   * nobody else takes it back.
   */
  LetGo letGo(LettingGo wish) {
    var id = Storable.of(wish.actionId());
    jdbc.sql("select 1 from action where action_id = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    holds.lock(wish.actionId());
    if (hasEnded(wish)) {
      return new LetGo.Nothing("this undo of it has ended");
    }
    return switch (brief(wish.actionId(), wish.undoer())) {
      case UndoBrief.NotUndoable no -> {
        holds.forget(wish.actionId());
        yield new LetGo.Nothing(no.because());
      }
      case UndoBrief.OnlyHeld held -> {
        running(wish);
        holds.forget(wish.actionId());
        yield new LetGo.LeftAsItIs(held.end(), held.because());
      }
      case UndoBrief.Undoable how -> {
        running(wish);
        if (isMail(how.action()) && !mail.toPutBack(wish.actionId()).isEmpty()) {
          yield letGoOfMail(wish.actionId(), how);
        }
        var others = holds.of(wish.actionId()).isPresent() ? holds.letGo(wish.actionId()) : NOBODY;
        yield others.isEmpty()
            ? new LetGo.TakeBack(how)
            : new LetGo.HeldByOthers(how.investigationId(), others);
      }
    };
  }

  private void running(LettingGo wish) {
    jdbc.sql(
            """
            update action set undo_state = 'RUNNING', undo_id = ?, undo_stream = ?
            where action_id = ?""")
        .params(
            Storable.of(wish.undoId()), Storable.of(wish.undoer()), Storable.of(wish.actionId()))
        .update();
  }

  private static boolean isMail(RemediationAction action) {
    return action instanceof EmailAction.OnMessages;
  }

  /** Only what nobody else wants away is put back. */
  private LetGo letGoOfMail(String actionId, UndoBrief.Undoable how) {
    var split = mail.letGo(actionId);
    if (split.free().isEmpty()) {
      return new LetGo.HeldByOthers(how.investigationId(), split.holders());
    }
    var wanted = new Holder(actionId, how.investigationId());
    var ends =
        endings(Stream.concat(Stream.of(wanted), holds.overWith(actionId).stream()).toList());
    return new LetGo.TakeBack(
        new UndoBrief.Undoable(
            how.action(),
            split.held().isEmpty() ? how.receipt() : new Receipt.Messages(split.free()),
            how.investigationId(),
            how.ours(),
            ends,
            false,
            how.connector()),
        split.holders());
  }

  /**
   * @param caller the workflow id of the undo that asks; null for anybody else. An undo that has
   *     recorded its request already must not be refused because of itself, nor because of an
   *     earlier run of the same id that was killed: Temporal runs an id once at a time.
   */
  UndoBrief brief(String actionId, @Nullable String caller) {
    Optional<ActionRow> found = actions.find(actionId);
    if (found.isEmpty()) {
      return no("there is no action " + actionId);
    }
    ActionRow action = found.get();
    return switch (action.undo().state()) {
      case UNDONE ->
          no(
              "it has already been undone"
                  + onBehalfOf(action.undo())
                  + ", at "
                  + action.undo().changedAt());
      case RUNNING ->
          isOwn(actionId, caller)
              ? byExecution(action)
              : no("an undo of it is already running" + onBehalfOf(action.undo()));
      case NOT_UNDOABLE, NOT_YET, AVAILABLE, HELD_BY_OTHERS, CHANGED_SINCE, FAILED ->
          byExecution(action);
    };
  }

  private static final int INSTANCES = 50;

  /** What an undo would come to by what is known now; nothing is changed by asking. */
  Optional<UndoOutlook> outlook(String actionId, Scope sight) {
    return actions
        .find(actionId, sight)
        .map(
            row ->
                new UndoOutlook(
                    row,
                    brief(actionId, null) instanceof UndoBrief.NotUndoable not
                        ? not.because()
                        : null,
                    others(row, sight),
                    actions.undoableLike(row, INSTANCES + 1).stream()
                        .filter(a -> sight.isAll() || actions.find(a.actionId(), sight).isPresent())
                        .toList()));
  }

  private List<UndoOutlook.Other> others(ActionRow row, Scope sight) {
    var holders =
        isMail(row.action())
            ? mail.others(row.actionId())
            : holds.others(row.actionId(), Set.of(Holds.Hold.HELD));
    return holders.stream()
        .flatMap(holder -> actions.find(holder.actionId(), sight).stream())
        .map(UndoOutlook.Other::of)
        .toList();
  }

  /** A call that comes late, after others like it were answered, must begin nothing. */
  private boolean hasEnded(LettingGo wish) {
    return actions
        .find(wish.actionId())
        .map(ActionRow::undo)
        .filter(undo -> wish.undoId().equals(undo.undoId()))
        .filter(undo -> undo.state() != UndoState.RUNNING)
        .isPresent();
  }

  private static String onBehalfOf(ActionRow.UndoView undo) {
    return undo.requestedBy() == null ? "" : ", requested by " + undo.requestedBy();
  }

  private boolean isOwn(String actionId, @Nullable String caller) {
    if (caller == null) {
      return false;
    }
    return jdbc.sql("select undo_stream from action where action_id = ?")
        .param(Storable.of(actionId))
        .query(String.class)
        .optional()
        .filter(stream -> stream.equals(caller) || stream.startsWith(caller + "/"))
        .isPresent();
  }

  private UndoBrief byExecution(ActionRow action) {
    var messages = isMail(action.action()) ? mail.toPutBack(action.actionId()) : NO_MAIL;
    if (messages.isEmpty() || !action.execution().status().isFinal()) {
      var alone = byItself(action);
      return alone instanceof UndoBrief.Undoable && mail.staysBack(action.actionId())
          ? new UndoBrief.OnlyHeld(action.action(), ending(holder(action)), BACK_ALREADY)
          : alone;
    }
    return byItself(action) instanceof UndoBrief.Undoable alone
            && alone.receipt() instanceof Receipt.Messages own
            && own.moved().equals(messages)
        ? alone
        : undoable(action, new Receipt.Messages(messages));
  }

  private UndoBrief byItself(ActionRow action) {
    String sentence =
        action.execution().sentence() == null ? "" : ": " + action.execution().sentence();
    return switch (action.execution().status()) {
      case NOT_STARTED -> no(neverRan(action.decision()));
      case RUNNING -> no("it is still running" + sentence);
      case WAITING_FOR_RESOURCE -> no("it has not ended and is waiting" + sentence);
      case FAILED -> no("it failed, so there is nothing to undo" + sentence);
      case UNSUPPORTED -> no("it never ran, because no connector supports it" + sentence);
      case ALREADY_IN_STATE ->
          holds
              .origin(action.actionId())
              .<UndoBrief>map(o -> undoable(action, o))
              .orElseGet(() -> byHold(action, sentence));
      case HELD_BY_OTHERS, CHANGED_SINCE -> no("it is an undo that did nothing" + sentence);
      case SUCCEEDED, PARTIALLY_SUCCEEDED -> byReceipt(action);
      case UNKNOWN ->
          receipt(action.actionId()).filter(Receipt::changed).isPresent()
              ? byReceipt(action)
              : no("what it would take to undo it was never recorded" + sentence);
    };
  }

  /** Also once it has let go: a call that is repeated is answered alike. */
  private UndoBrief byHold(ActionRow action, String sentence) {
    return holds
        .of(action.actionId())
        .filter(hold -> hold == Holds.Hold.HELD || hold == Holds.Hold.LET_GO)
        .<UndoBrief>map(hold -> new UndoBrief.OnlyHeld(action.action(), ending(holder(action))))
        .orElseGet(() -> no("it changed nothing" + sentence));
  }

  private static Holder holder(ActionRow action) {
    return new Holder(action.actionId(), action.investigationId());
  }

  private static String neverRan(ActionRow.DecisionView decision) {
    return switch (decision.status()) {
      case PENDING -> "it has not run: it is still waiting for a decision";
      case REJECTED -> "it never ran: " + decision.decidedBy() + " rejected it";
      case EXPIRED -> "it never ran: nobody decided in time";
      case SUPERSEDED -> "it never ran: a newer plan took its place";
      case APPROVED, NOT_NEEDED -> "it has not run yet";
    };
  }

  private UndoBrief byReceipt(ActionRow action) {
    String title = action.type().title();
    Optional<String> never = action.type().notUndoableBecause();
    if (never.isPresent()) {
      return no(never.get());
    }
    Optional<Receipt> receipt = receipt(action.actionId());
    if (receipt.isEmpty()) {
      return no("no receipt of it was recorded, so the previous state is not known");
    }
    if (!receipt.get().changed()) {
      return no("it changed nothing, so there is nothing to undo");
    }
    var noWayBack = receipt.get().noWayBack();
    if (noWayBack.isPresent()) {
      return no(noWayBack.get());
    }
    if (action.action().inverse(receipt.get()).isEmpty()) {
      return no("\"" + title + "\" has no inverse for what this run did");
    }
    return undoable(action, receipt.get());
  }

  private UndoBrief.Undoable undoable(ActionRow wanted, Receipt receipt) {
    return undoable(wanted, new Holds.Origin(wanted.action(), receipt, wanted.plan().connector()));
  }

  private UndoBrief.Undoable undoable(ActionRow wanted, Holds.Origin ran) {
    var id = wanted.actionId();
    var ours = Stream.concat(Stream.of(id), holds.ours(id).stream()).toList();
    var letGoBefore =
        holds.others(id, Set.of(Holds.Hold.LET_GO)).stream()
            .filter(other -> isOverWith(ran, other.actionId()))
            .toList();
    var ends =
        endings(
            Stream.concat(Stream.of(new Holder(id, wanted.investigationId())), letGoBefore.stream())
                .toList());
    return new UndoBrief.Undoable(
        ran.action(),
        ran.receipt(),
        wanted.investigationId(),
        ours,
        ends,
        wanted.execution().status() == Execution.UNKNOWN,
        ran.connector());
  }

  /** Of those that held a state, those that still do and that are over now that it has ended. */
  List<UndoBrief.Ending> ended(StateEnd end) {
    return end.since().stream()
        .filter(
            held ->
                holds
                    .of(held.actionId())
                    .filter(hold -> hold == Holds.Hold.HELD || hold == Holds.Hold.LET_GO)
                    .isPresent())
        .filter(held -> isOverBy(end.action(), held.actionId()))
        .collect(Collectors.collectingAndThen(Collectors.toList(), this::endings));
  }

  private boolean isOverBy(RemediationAction ending, String held) {
    var ended = ending.type().ends();
    return actions
        .find(held)
        .filter(
            row ->
                ended.isPresent()
                    ? row.type() == ended.get()
                        || row.execution().status() == Execution.ALREADY_IN_STATE
                    : sameWay(ending, row.action()))
        .isPresent();
  }

  /**
   * What took the same file away in another way, or from another place, or by another connector, is
   * put back alone.
   */
  private boolean isOverWith(Holds.Origin ran, String other) {
    return actions
        .find(other)
        .filter(row -> row.execution().status() != Execution.ALREADY_IN_STATE)
        .filter(
            row ->
                !sameWay(ran.action(), row.action())
                    || !maybeSame(ran.connector(), row.plan().connector()))
        .isEmpty();
  }

  private static boolean maybeSame(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  private static boolean sameWay(RemediationAction one, RemediationAction other) {
    if (one instanceof LiveResponseAction.DeleteFile a
        && other instanceof LiveResponseAction.DeleteFile b) {
      return a.target().imagePath().equals(b.target().imagePath());
    }
    return isMail(one) || one.type() == other.type();
  }

  private UndoBrief.Ending ending(Holder over) {
    return endings(List.of(over)).getFirst();
  }

  /** Two of one case may be over at once: each is told as it is when both are. */
  private List<UndoBrief.Ending> endings(List<Holder> over) {
    var ids = over.stream().map(Holder::actionId).collect(Collectors.toSet());
    return over.stream().map(one -> ending(one, ids)).toList();
  }

  private UndoBrief.Ending ending(Holder over, Set<String> ids) {
    var caseId = over.investigationId();
    return caseId == null
        ? new UndoBrief.Ending(over.actionId(), null, null, List.of())
        : new UndoBrief.Ending(
            over.actionId(),
            caseId,
            runningAs(caseId),
            actions.evidenceWithout(caseId, over.actionId(), ids),
            endOf(caseId, ids));
  }

  /** It ended as remedied, as far as it is: what was taken back since is so no longer. */
  private LedgerEvent.@Nullable StatusChanged endOf(String caseId, Set<String> over) {
    return jdbc.sql(
            """
            select state from investigation where investigation_id = ?
              and state in ('REMEDIATED', 'PARTIALLY_REMEDIATED')""")
        .param(caseId)
        .query(String.class)
        .optional()
        .map(
            remedied ->
                new LedgerEvent.StatusChanged(
                    InvestigationStatus.PARTIALLY_REMEDIATED,
                    actions.shortfallWithout(caseId, over).sentence()))
        .orElse(null);
  }

  private @Nullable String runningAs(String caseId) {
    return jdbc.sql("select workflow_id, state from investigation where investigation_id = ?")
        .param(caseId)
        .query(
            (row, n) ->
                Columns.name(row, "state", InvestigationStatus.class).ended()
                    ? Optional.<String>empty()
                    : Optional.of(row.getString("workflow_id")))
        .optional()
        .flatMap(found -> found)
        .orElse(null);
  }

  /** Those of a case that were taken back, in their order. */
  List<String> undone(String caseId) {
    return jdbc.sql(
            """
            select action_id from action where investigation_id = ? and undo_state = 'UNDONE'
            order by position""")
        .param(Storable.of(caseId))
        .query(String.class)
        .list();
  }

  private Optional<Receipt> receipt(String actionId) {
    return jdbc.sql("select receipt from action where action_id = ? and receipt is not null")
        .param(actionId)
        .query((row, n) -> Columns.value(row, "receipt", Receipt.class))
        .optional();
  }

  private static UndoBrief no(String because) {
    return new UndoBrief.NotUndoable(because);
  }
}
