/**
 * {@code quaestor bench ledger}: how long people wait for the lists and the single pages of a full
 * ledger, while cases are recorded. It fills a PostgreSQL by copying a few cases, told to the
 * ledger as workflows tell it, within the database; so it needs that database to itself.
 */
@NullMarked
package dev.quaestor.tools.ledger;

import org.jspecify.annotations.NullMarked;
