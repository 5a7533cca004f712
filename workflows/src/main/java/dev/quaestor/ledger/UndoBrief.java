package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of an action that somebody wants undone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UndoBrief.Undoable.class, name = "undoable"),
  @JsonSubTypes.Type(value = UndoBrief.NotUndoable.class, name = "notUndoable"),
})
public sealed interface UndoBrief {

  /** It ran, and this is what its run recorded. */
  record Undoable(RemediationAction action, Receipt receipt, @Nullable String investigationId)
      implements UndoBrief {}

  /** It cannot be undone, because. */
  record NotUndoable(String because) implements UndoBrief {}
}
