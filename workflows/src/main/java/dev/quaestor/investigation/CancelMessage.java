package dev.quaestor.investigation;

import dev.quaestor.wire.Exact;
import org.jspecify.annotations.Nullable;

/**
 * A person stops the investigation.
 *
 * @param rollback whether what it did is to be undone, newest first
 */
@Exact
public record CancelMessage(
    @Nullable String requestedBy, @Nullable String comment, boolean rollback) {}
