/**
 * Nothing is lost: production is broken again and again under a steady flow of cases, and
 * afterwards what callers were told, what the ledger says, what Temporal runs and what was done on
 * the lab are held against each other. {@link dev.quaestor.tools.chaos.Promises} is what was told,
 * {@link dev.quaestor.tools.chaos.Books} what the others say, {@link
 * dev.quaestor.tools.chaos.Audit} compares them and does nothing else.
 */
@NullMarked
package dev.quaestor.tools.chaos;

import org.jspecify.annotations.NullMarked;
