/**
 * Alerts of Microsoft Graph security, and the evidence of a dozen kinds in them. Sees the tools of
 * {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.graph;

import org.jspecify.annotations.NullMarked;
