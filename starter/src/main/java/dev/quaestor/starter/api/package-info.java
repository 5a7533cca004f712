/**
 * The HTTP face of the starter: one controller an area, one method a verb, each of them one call of
 * {@link dev.quaestor.starter.Investigations} or of the ledger. What is on the wire are records of
 * this room, or of {@link dev.quaestor.starter.view} where several controllers show one thing, so
 * that a change in the domain is never a change of the contract by accident. Every refusal is a
 * problem document (RFC 9457), also those that no controller saw.
 */
@NullMarked
package dev.quaestor.starter.api;

import org.jspecify.annotations.NullMarked;
