package dev.quaestor.action;

import java.util.List;

/**
 * What whoever takes an action back must find as it was left: a newer change by somebody else is
 * not taken back with it.
 *
 * @param actionIds the actions of ours that wanted the state; back ends keep them with what they
 *     did, so that everything else is by somebody else
 * @param receipt what the action recorded
 */
public record Left(List<String> actionIds, Receipt receipt) {
  public Left {
    actionIds = List.copyOf(actionIds);
  }
}
