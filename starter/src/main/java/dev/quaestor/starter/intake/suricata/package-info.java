/**
 * Alerts in Suricata's EVE lines: two ends of a connection, one of which is ours. Sees the tools of
 * {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.suricata;

import org.jspecify.annotations.NullMarked;
