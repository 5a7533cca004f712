/**
 * Where a worker's calls come in: the activity classes find the connector that offers what is
 * asked, call it, heartbeat, verify, and translate breakage into the failure types that workflows
 * know. No rules live here: what to do was decided elsewhere.
 *
 * <p>An action is one row of a table, which names the port that can do it, what stands in its way
 * and the effect: prepare (look, and record what undo will need), begin, poll, cancel. Evidence is
 * looked up in batches first and judged by the analyzers after. This room sees the analyzers and
 * the ports, never the room of a back end.
 */
@NullMarked
package dev.quaestor.execution;

import org.jspecify.annotations.NullMarked;
