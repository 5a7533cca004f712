package dev.quaestor.order;

import org.jspecify.annotations.Nullable;

/**
 * A proposal is taken back before anybody decided it.
 *
 * @param requestedBy who takes it back; a withdrawal by nobody is none
 */
public record Withdrawal(@Nullable String requestedBy, @Nullable String comment) {}
