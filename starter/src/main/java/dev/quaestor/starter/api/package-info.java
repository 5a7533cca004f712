/**
 * The HTTP face of the starter: one controller an area, one method a verb, each of them one call
 * through one of the four doors to Temporal or of the ledger; a controller is handed only the doors
 * that its verbs need, so that its constructor says what it can cause. What is on the wire are
 * records of this room, or of {@code view} where several show one thing, so that a change in the
 * domain is never a change of the contract by accident. Every refusal is a problem document (RFC
 * 9457), also those that no controller saw.
 */
@NullMarked
package dev.quaestor.starter.api;

import org.jspecify.annotations.NullMarked;
