package dev.quaestor.starter.ledger;

import dev.quaestor.policy.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The policy as somebody put it.
 *
 * @param number from 1, without gaps
 * @param yaml the text as it was given, comments and all
 * @param policy what that text says
 */
public record PolicyRevision(
    int number, String yaml, Policy policy, String author, @Nullable String comment, Instant at) {}
