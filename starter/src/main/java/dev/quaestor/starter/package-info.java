/**
 * The process that people and services reach. Here are its start, the worker that hosts the ledger
 * for the workflows, and the four doors by which anybody has Temporal do something: {@link
 * dev.quaestor.starter.Submissions} of alerts, {@link dev.quaestor.starter.Decisions} of people,
 * {@link dev.quaestor.starter.Orders} by hand with their undo, and {@link
 * dev.quaestor.starter.Lookups} that change nothing. {@link dev.quaestor.starter.Reviews} stands on
 * them: what follows when a person says that a verdict was wrong. The {@code Reconciler} closes
 * what lost its workflow. The process holds the database and never a device credential. This room
 * sees the ledger, access and policy.
 */
@NullMarked
package dev.quaestor.starter;

import org.jspecify.annotations.NullMarked;
