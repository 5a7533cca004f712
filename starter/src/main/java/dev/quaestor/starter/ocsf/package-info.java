/**
 * The ledger in the words of OCSF, the schema that log stores and SIEMs share: each event of the
 * ledger becomes at most one OCSF event, by a pure function of itself and of what was recorded
 * before it, so that the same event told twice is the same to the letter. Nothing is sent and
 * nothing is looked up here; webhooks and the export do that with what this room makes. It sees no
 * other room of the starter.
 */
@NullMarked
package dev.quaestor.starter.ocsf;

import org.jspecify.annotations.NullMarked;
