/**
 * How workflows reach the world: the stubs with their queues, timeouts and retries, for looking at
 * evidence, for one action from asking to recording, and for telling the ledger in order.
 */
@NullMarked
package dev.quaestor.call;

import org.jspecify.annotations.NullMarked;
