/**
 * What an organisation allows: device groups by rank, automation levels, folder zones, rules,
 * guardrails. {@link dev.quaestor.policy.Planner} is a pure function from verdicts and policy to
 * planned actions, each with its gate and the rule that said so.
 */
@NullMarked
package dev.quaestor.policy;

import org.jspecify.annotations.NullMarked;
