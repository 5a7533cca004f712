/**
 * Alerts of Elastic Security, in the Elastic common schema, whose keys come nested or dotted. Sees
 * the tools of {@code format} and {@code json}, and the events of Windows that a shipper carries
 * on.
 */
@NullMarked
package dev.quaestor.starter.intake.elastic;

import org.jspecify.annotations.NullMarked;
