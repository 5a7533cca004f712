package dev.quaestor.investigation;

import dev.quaestor.authority.Remit;
import org.jspecify.annotations.Nullable;

/**
 * That a case is to stop.
 *
 * @param verified whether a starter vouched for whoever wants it
 * @param rollback whether what it did is to be undone
 * @param remit where whoever wants it may undo
 */
record CaseStop(
    String by, boolean verified, @Nullable String comment, boolean rollback, Remit remit) {}
