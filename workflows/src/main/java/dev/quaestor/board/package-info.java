/**
 * What one case has before it: on one board its evidence, each piece once, with verdicts that the
 * organisation's own word outweighs; on the other the actions it wants, each with what stands on it
 * and how far it has come. What leads to more devices than a case may follow by itself waits on the
 * first board and is asked for on the second. Values that fold and never wait.
 */
@NullMarked
package dev.quaestor.board;

import org.jspecify.annotations.NullMarked;
