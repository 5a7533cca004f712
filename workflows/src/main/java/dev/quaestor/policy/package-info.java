/**
 * What an organisation allows: device groups by rank, automation levels, folder zones, rules,
 * guardrails, and what is to be left alone. The planner is a pure function from verdicts and policy
 * to planned actions, each with the rule that wanted it and the gate it must pass: automatic, or a
 * person's yes.
 */
@NullMarked
package dev.quaestor.policy;

import org.jspecify.annotations.NullMarked;
