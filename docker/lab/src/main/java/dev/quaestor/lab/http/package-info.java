/**
 * The plumbing of the one HTTP server: routes, calls, replies, and refusals in the shape of the
 * vendor addressed.
 *
 * <p>Why this room exists: limits on what arrives, faults, counting and error bodies are the same
 * for every back end and are decided here once, so that the rooms beside it read like the vendor's
 * reference pages.
 */
@NullMarked
package dev.quaestor.lab.http;

import org.jspecify.annotations.NullMarked;
