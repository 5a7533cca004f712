package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.ledger.LedgerEvent.StatusChanged;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of an action that somebody wants undone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UndoBrief.Undoable.class, name = "undoable"),
  @JsonSubTypes.Type(value = UndoBrief.OnlyHeld.class, name = "onlyHeld"),
  @JsonSubTypes.Type(value = UndoBrief.NotUndoable.class, name = "notUndoable"),
})
public sealed interface UndoBrief {

  /**
   * It can be taken back by the inverse of a run.
   *
   * @param action what ran: the action itself, or the one that brought about what it found
   * @param receipt what that run recorded
   * @param investigationId the case of the action that is wanted back
   * @param ours the actions that wanted the same state, by which a back end's own record tells ours
   *     from others' changes
   * @param ends what is over with it: the action, and those that let go of the same state before
   * @param unsure whether nobody knows that it took effect: that is looked at before it is taken
   *     back
   * @param connector who ran it, and alone can take it back; null where that is not on record
   */
  record Undoable(
      RemediationAction action,
      Receipt receipt,
      @Nullable String investigationId,
      List<String> ours,
      List<Ending> ends,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unsure,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector)
      implements UndoBrief {
    public Undoable(
        RemediationAction action,
        Receipt receipt,
        @Nullable String investigationId,
        List<String> ours,
        List<Ending> ends) {
      this(action, receipt, investigationId, ours, ends, false, null);
    }

    public Undoable {
      ours = List.copyOf(ours);
      ends = List.copyOf(ends);
    }

    public Left left() {
      return new Left(ours, receipt, unsure);
    }
  }

  /**
   * It found what none of ours had brought about, and wants it to stay. It can let go of that, so
   * that it keeps nobody else from taking it back; nothing is changed by it.
   *
   * @param action the action itself
   * @param end what is over once it has let go
   * @param because why what it brought about stays all the same; null where it brought nothing
   *     about
   */
  record OnlyHeld(RemediationAction action, Ending end, @Nullable String because)
      implements UndoBrief {
    public OnlyHeld(RemediationAction action, Ending end) {
      this(action, end, null);
    }
  }

  /** It cannot be undone, because. */
  record NotUndoable(String because) implements UndoBrief {}

  /**
   * An action whose effect is over once the state is taken back.
   *
   * @param runningAs the workflow of its case, which goes on and must hear of it; null once that
   *     has ended, and outside any case
   * @param evidence what becomes of its case's evidence then
   * @param end how its case has ended in the light of that; null where it ended otherwise than
   *     remedied, goes on, or is none
   */
  record Ending(
      String actionId,
      @Nullable String investigationId,
      @Nullable String runningAs,
      List<LedgerEvent.RemediationStatusChanged> evidence,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StatusChanged end) {
    public Ending {
      evidence = List.copyOf(evidence);
    }

    /** Outside any case, or of one that goes on. */
    public Ending(
        String actionId,
        @Nullable String investigationId,
        @Nullable String runningAs,
        List<LedgerEvent.RemediationStatusChanged> evidence) {
      this(actionId, investigationId, runningAs, evidence, null);
    }

    /** What is to be told of its case once its effect is over. */
    public List<LedgerEvent> told() {
      return Stream.<LedgerEvent>concat(evidence.stream(), Stream.ofNullable(end)).toList();
    }
  }
}
