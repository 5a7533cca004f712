/**
 * The ledger: what happened in every case, kept for good, or until it is past its time where the
 * operator says so. Workflows say it as events; here they are appended, never changed, and
 * projected in the same transaction into the tables that the Action Center reads. It is the audit
 * record and outlives Temporal's retention, so nothing here asks Temporal anything. All SQL of the
 * starter is in this room, and runs alike on H2 and PostgreSQL. It sees no other room of the
 * starter but {@code ocsf}, in whose words it hands its events on.
 */
@NullMarked
package dev.quaestor.starter.ledger;

import org.jspecify.annotations.NullMarked;
