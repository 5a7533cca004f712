/** Alerts of Microsoft Graph security. */
@NullMarked
package dev.quaestor.starter.intake.graph;

import org.jspecify.annotations.NullMarked;
