package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What whoever takes an action back must find as it was left: a newer change by somebody else is
 * not taken back with it.
 *
 * @param actionIds the actions of ours that wanted the state; back ends keep them with what they
 *     did, so that everything else is by somebody else
 * @param receipt what the action recorded
 * @param unsure whether nobody knows that the action took effect: then that is looked at first
 */
public record Left(
    List<String> actionIds,
    Receipt receipt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unsure) {
  public Left(List<String> actionIds, Receipt receipt) {
    this(actionIds, receipt, false);
  }

  public Left {
    actionIds = List.copyOf(actionIds);
  }
}
