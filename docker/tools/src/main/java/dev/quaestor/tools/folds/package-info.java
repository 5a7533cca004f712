/**
 * What deciding costs: large cases are walked through their folds, without a server, and the
 * processor time of each is read. A curve that bends shows a fold that goes by the size of the case
 * and not by what changed.
 */
@NullMarked
package dev.quaestor.tools.folds;

import org.jspecify.annotations.NullMarked;
