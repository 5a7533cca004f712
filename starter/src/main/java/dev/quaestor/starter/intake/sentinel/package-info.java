/**
 * Incidents and alerts of Microsoft Sentinel, from its API or as rows of a query. Sees the tools of
 * {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.sentinel;

import org.jspecify.annotations.NullMarked;
