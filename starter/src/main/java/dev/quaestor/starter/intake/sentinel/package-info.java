/** Incidents and alerts of Microsoft Sentinel. */
@NullMarked
package dev.quaestor.starter.intake.sentinel;

import org.jspecify.annotations.NullMarked;
