/**
 * How alerts come that nobody hands in: in a rhythm, each source is asked for what has changed
 * there, and the starter takes that in as if its sender had posted it. The worker reads, because it
 * has the credentials; how far a source is read, and what is an alert, the starter decides.
 */
@NullMarked
package dev.quaestor.feed;

import org.jspecify.annotations.NullMarked;
