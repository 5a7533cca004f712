/**
 * Where workflows meet the world. Outwards: the stubs with their queues, timeouts and retries, for
 * looking at evidence, for one action from asking to recording, for its undo, and for telling the
 * ledger in order. Inwards: what people say to a running workflow, and the one timer that ends its
 * waiting for them.
 */
@NullMarked
package dev.quaestor.call;

import org.jspecify.annotations.NullMarked;
