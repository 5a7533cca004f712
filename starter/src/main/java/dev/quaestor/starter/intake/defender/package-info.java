/** Alerts of Defender for Endpoint, one by one and from the XDR API. */
@NullMarked
package dev.quaestor.starter.intake.defender;

import org.jspecify.annotations.NullMarked;
