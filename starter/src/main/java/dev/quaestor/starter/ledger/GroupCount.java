package dev.quaestor.starter.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.approval.DecisionStatus;

/** How many actions of a group stand alike. */
public record GroupCount(
    DecisionStatus decision, Execution execution, UndoState undo, long actions) {}
