/**
 * What both processes must agree on: the one JSON, task queues, workflow ids, search attributes,
 * failure types. What is in a history is there for years, so every name here is explicit and pinned
 * by golden files.
 */
@NullMarked
package dev.quaestor.wire;

import org.jspecify.annotations.NullMarked;
