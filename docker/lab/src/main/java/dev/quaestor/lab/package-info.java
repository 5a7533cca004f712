/**
 * One Microsoft tenant to try things on: token endpoint, Defender for Endpoint and Graph behind one
 * port, with state that can be looked at and faults that can be asked for.
 *
 * <p>Why this room exists: the demo and the tests drive the real connectors. What is tried is then
 * what ships, and the vendor's traps (asynchronous actions, moved messages that change their id,
 * throttling) are met at home. It knows nothing of the engine. {@link dev.quaestor.lab.LabTenant}
 * is the way in.
 */
@NullMarked
package dev.quaestor.lab;

import org.jspecify.annotations.NullMarked;
