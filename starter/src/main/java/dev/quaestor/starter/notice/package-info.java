/**
 * Tells people by mail and chat what they must know: that something waits for their decision, that
 * it still does, that nobody decided in time, that something failed or ended badly. It goes along
 * the lanes of {@code webhook}, so nothing is lost while a receiver is away and one of several
 * processes sends; what it says is read from the ledger just before, so nobody is called for what
 * is decided. A notice only ever shows: its one link leads to a page where people sign in. It sees
 * {@code ledger}, {@code ocsf} and {@code webhook}.
 */
@NullMarked
package dev.quaestor.starter.notice;

import org.jspecify.annotations.NullMarked;
