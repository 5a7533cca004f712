/**
 * One investigation as a durable workflow. {@link dev.quaestor.investigation.InvestigationState}
 * decides and folds, purely; the workflow implementation holds only time, messages and calls.
 */
@NullMarked
package dev.quaestor.investigation;

import org.jspecify.annotations.NullMarked;
