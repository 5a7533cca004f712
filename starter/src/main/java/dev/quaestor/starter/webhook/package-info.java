/**
 * Tells configured receivers what the ledger records: CloudEvents that carry OCSF events, signed as
 * Standard Webhooks, at least once, and in order within an investigation. The ledger's event table
 * is the queue and a cursor a webhook and investigation is all that is kept, so nothing that is
 * recorded can be lost on the way; and nothing that happens here can hold up what records it. It
 * sees {@code ledger} and {@code ocsf}. Who tells people in words of their own uses its lanes.
 */
@NullMarked
package dev.quaestor.starter.webhook;

import org.jspecify.annotations.NullMarked;
