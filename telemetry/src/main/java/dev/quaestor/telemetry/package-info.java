/**
 * How a process tells others of itself without a port of its own: it sends its numbers, and what it
 * did for whom, to receivers that speak OTLP, where they are named.
 */
@NullMarked
package dev.quaestor.telemetry;

import org.jspecify.annotations.NullMarked;
