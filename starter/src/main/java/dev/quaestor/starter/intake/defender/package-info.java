/**
 * Alerts of Defender for Endpoint, one by one and from the XDR API: one vendor, two spellings of
 * one alert. Sees the tools of {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.defender;

import org.jspecify.annotations.NullMarked;
