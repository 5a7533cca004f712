/**
 * One case as a workflow, from its first alert to its report. The state is a value: one function of
 * it says what comes next (look, plan, act, wait, close), all others fold what happened. The
 * workflow around it holds only time, messages and calls.
 */
@NullMarked
package dev.quaestor.investigation;

import org.jspecify.annotations.NullMarked;
