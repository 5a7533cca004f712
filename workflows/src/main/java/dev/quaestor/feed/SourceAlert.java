package dev.quaestor.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One alert as its source tells it; nothing of it has been looked at.
 *
 * @param id by which its source knows it; empty when it has none
 * @param changedAt when its source says that it last changed; null when it does not say
 * @param body its JSON as it came; null when it is too large to be sent on
 * @param unread why there is no body, one sentence; null when there is one
 */
public record SourceAlert(
    String id, @Nullable Instant changedAt, @Nullable String body, @Nullable String unread) {}
