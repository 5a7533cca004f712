package dev.quaestor.starter.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which somebody is signed in. Its secret is in the browser alone.
 *
 * @param sessionHash of the secret
 * @param epoch the person's, when it was opened
 * @param signedInAt when the person last proved who they are
 * @param seenAt when it was last used, to the minute
 * @param agent what the browser calls itself
 * @param sealed what a provider gave to ask it again, unreadable without the secret; null for none
 * @param checkedAt when the provider was last asked
 */
public record WebSession(
    String sessionHash,
    String personId,
    int epoch,
    Instant createdAt,
    Instant signedInAt,
    Instant seenAt,
    @Nullable Instant endedAt,
    String address,
    String agent,
    @Nullable String sealed,
    Instant checkedAt) {}
