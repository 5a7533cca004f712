/**
 * How a process tells others of itself without a port of its own: it sends its numbers to a
 * receiver that speaks OTLP, where one is named.
 */
@NullMarked
package dev.quaestor.telemetry;

import org.jspecify.annotations.NullMarked;
