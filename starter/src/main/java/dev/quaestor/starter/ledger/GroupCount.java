package dev.quaestor.starter.ledger;

import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.remediation.Execution;

/** How many actions of a group stand alike. */
public record GroupCount(
    DecisionStatus decision, Execution execution, UndoState undo, long actions) {}
