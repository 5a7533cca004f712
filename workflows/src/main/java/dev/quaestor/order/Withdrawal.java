package dev.quaestor.order;

import dev.quaestor.wire.Exact;
import org.jspecify.annotations.Nullable;

/**
 * A proposal is taken back before anybody decided it.
 *
 * @param requestedBy who takes it back; a withdrawal by nobody is none
 */
@Exact
public record Withdrawal(@Nullable String requestedBy, @Nullable String comment) {}
