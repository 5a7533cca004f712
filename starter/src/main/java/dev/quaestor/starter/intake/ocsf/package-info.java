/** Findings in the Open Cybersecurity Schema Framework. */
@NullMarked
package dev.quaestor.starter.intake.ocsf;

import org.jspecify.annotations.NullMarked;
