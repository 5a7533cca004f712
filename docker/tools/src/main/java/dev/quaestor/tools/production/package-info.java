/**
 * Production on one machine: PostgreSQL, Temporal's server, two starters and two workers, each a
 * process of its own that can be killed, frozen and started again, set up by the files that {@code
 * docker/} ships. The lab tenant is in this JVM, behind a line that can be cut, so that it
 * remembers all that was done to it. It is what {@code chaos} breaks and {@code bench production}
 * measures.
 */
@NullMarked
package dev.quaestor.tools.production;

import org.jspecify.annotations.NullMarked;
