/**
 * Trouble on request: delays, throttling, errors, cut connections and machine actions that fail,
 * each bound to routes.
 *
 * <p>Why this room exists: what a connector does when the back end misbehaves can only be tested by
 * a back end that does so at the given moment, the given number of times.
 */
@NullMarked
package dev.quaestor.lab.fault;

import org.jspecify.annotations.NullMarked;
