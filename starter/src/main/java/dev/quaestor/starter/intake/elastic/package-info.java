/** Alerts of Elastic Security, in the Elastic common schema. */
@NullMarked
package dev.quaestor.starter.intake.elastic;

import org.jspecify.annotations.NullMarked;
