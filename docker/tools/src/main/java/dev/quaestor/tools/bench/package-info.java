/**
 * How fast the house is, and how fast it could be. The engine is measured from outside, as its
 * users see it: alerts go in through the API, effects are seen on the lab tenant. Beside it, in the
 * same process and run and on the same Temporal, a <em>bare</em> workflow is measured that decides
 * nothing: it has as many activities as the engine's history shows, in the same order, with as many
 * bytes in and out, the same update-with-start, the same waiting and the same decision. What the
 * engine takes beyond that is ours to mend.
 */
@NullMarked
package dev.quaestor.tools.bench;

import org.jspecify.annotations.NullMarked;
