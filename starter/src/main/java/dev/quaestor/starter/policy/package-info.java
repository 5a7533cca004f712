/**
 * The policy as a file: YAML that people write, with a closed vocabulary. What is wrong with it is
 * said with line and column, and a file with one error changes nothing. What it means is {@link
 * dev.quaestor.policy.Policy}'s business.
 */
@NullMarked
package dev.quaestor.starter.policy;

import org.jspecify.annotations.NullMarked;
