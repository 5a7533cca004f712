/**
 * Findings in the Open Cybersecurity Schema Framework, which any vendor may send. Sees the tools of
 * {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.ocsf;

import org.jspecify.annotations.NullMarked;
