/**
 * What two processes must agree on to work on one case: the one JSON, the task queues, workflow
 * ids, search attributes, failure types, and how a signal is read that may hold anything. What is
 * in a history is there for years, so every name here is explicit and pinned by golden files.
 */
@NullMarked
package dev.quaestor.wire;

import org.jspecify.annotations.NullMarked;
