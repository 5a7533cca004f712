/**
 * Which workers there are, and what each has been told: the keys that it believes, the folder of
 * its vault, how its back ends answer. A worker asks for work on a queue of its own on which there
 * never is any, under a name that says all this; whoever may ask Temporal who polls reads it there.
 * So every worker is heard and not only the one that would have taken a question up, nothing runs
 * and nothing is recorded for it, and what has changed is told within seconds.
 *
 * <p>Nothing is believed because of it: whoever may poll may say anything here. It is for telling
 * people, early, what would not work.
 */
@NullMarked
package dev.quaestor.start.roll;

import org.jspecify.annotations.NullMarked;
