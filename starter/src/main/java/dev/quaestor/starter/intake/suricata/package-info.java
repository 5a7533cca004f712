/** Alerts in Suricata's EVE lines. */
@NullMarked
package dev.quaestor.starter.intake.suricata;

import org.jspecify.annotations.NullMarked;
