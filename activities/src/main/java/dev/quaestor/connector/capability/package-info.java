/**
 * The ports to back ends, one per power. Reading ports take batches and answer with a map from the
 * key of what was asked for: what is missing in the answer is not known there, and nothing else;
 * "could not look" is a {@link dev.quaestor.connector.ConnectorException}. Acting ports take a
 * {@link dev.quaestor.connector.capability.Mandate} whose action id is the idempotency key: called
 * again under it they find what the first call left and never do it twice. It sees {@code
 * connector}.
 *
 * <p>Several connectors may offer one port. Each is asked what stands in its way by what its own
 * directory says ({@link dev.quaestor.connector.capability.Acquaintance}); the first that can is
 * the one that acts.
 */
@NullMarked
package dev.quaestor.connector.capability;

import org.jspecify.annotations.NullMarked;
