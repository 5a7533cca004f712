/**
 * How a person opens that gate: what is asked, what an answer must carry, which answers count. A
 * decision is bound to exactly what was shown; the first one wins; no answer in time means no.
 */
@NullMarked
package dev.quaestor.approval;

import org.jspecify.annotations.NullMarked;
