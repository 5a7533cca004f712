package dev.quaestor.starter.view;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.Entity;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.UndoOutlook;
import dev.quaestor.starter.ledger.UndoState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an undo would do, before anybody asks for it.
 *
 * @param possible whether it can be undone, as far as is known without looking
 * @param because why it cannot; absent when it can
 * @param how what is given back, and what is not; absent when nothing takes it back
 * @param doneAt when it was done; absent while it has not been
 * @param doneBy who decided it, or {@code Automation}
 * @param holders who else wants it to stay: then this case lets go, and it stays as it is
 * @param whatThen what becomes of it, one sentence
 * @param instances others that the same case did and that could be undone too
 * @param moreInstances whether there are more than are listed
 * @param stateNow what it is like now
 * @param mayUndo whether the token of this call may; else it may propose it
 */
@Schema(name = "UndoPreview", description = "What an undo would do")
public record UndoPreviewView(
    String actionId,
    ActionType type,
    String title,
    String summary,
    @Schema(types = "object", description = "The entity acted on") Entity target,
    UndoState undo,
    boolean possible,
    @Nullable String because,
    @Nullable String how,
    @Nullable Instant doneAt,
    @Nullable String doneBy,
    @Nullable String comment,
    List<Holder> holders,
    String whatThen,
    List<Instance> instances,
    boolean moreInstances,
    StateNow stateNow,
    boolean mayUndo,
    @Nullable String mayNotUndoBecause) {
  private static final int LISTED = 50;

  /**
   * Who else wants it to stay.
   *
   * @param since when it was done there, or found done
   */
  @Schema(name = "UndoHolder")
  public record Holder(
      String actionId,
      @Nullable String investigationId,
      @Nullable String investigationTitle,
      Instant since) {
    static Holder of(UndoOutlook.Other other) {
      return new Holder(
          other.actionId(), other.investigationId(), other.investigationTitle(), other.since());
    }
  }

  /** Another action of the same case and type. */
  @Schema(name = "UndoInstance")
  public record Instance(String actionId, String summary, @Nullable Instant doneAt) {}

  /**
   * What the back end shows now.
   *
   * @param looked whether anybody has asked it
   */
  @Schema(name = "StateNow")
  public record StateNow(boolean looked, String sentence) {
    // An undo looks by itself, at the moment that counts; a look before would be old by then.
    static final StateNow NOT_LOOKED =
        new StateNow(
            false,
            "Not looked. The undo looks first, and leaves alone what others have changed"
                + " since.");
  }

  public static UndoPreviewView of(UndoOutlook outlook, Caller by) {
    var row = outlook.action();
    @Nullable String refusal = by.mayNotDecideBecause(row.area()).orElse(null);
    var listed = outlook.instances().stream().limit(LISTED).toList();
    return new UndoPreviewView(
        row.actionId(),
        row.type(),
        row.type().title(),
        row.summary(),
        row.target(),
        row.undo().state(),
        outlook.notBecause() == null,
        outlook.notBecause(),
        row.type().undoneHow().orElse(null),
        row.execution().finishedAt(),
        ActionView.decidedBy(row),
        row.decision().comment(),
        outlook.holders().stream().map(Holder::of).toList(),
        whatThen(outlook),
        listed.stream()
            .map(a -> new Instance(a.actionId(), a.summary(), a.execution().finishedAt()))
            .toList(),
        outlook.instances().size() > LISTED,
        StateNow.NOT_LOOKED,
        refusal == null,
        refusal);
  }

  private static String whatThen(UndoOutlook outlook) {
    if (outlook.notBecause() != null) {
      return "Nothing can be undone.";
    }
    return switch (outlook.holders().size()) {
      case 0 -> "It is undone, and called so only when the back end shows it.";
      case 1 ->
          "It stays as it is, because another case needs it: this one lets go, and it is undone when"
              + " that one lets go as well.";
      default ->
          "It stays as it is, because %d others need it: this case lets go, and it is undone when they let go as well."
              .formatted(outlook.holders().size());
    };
  }
}
