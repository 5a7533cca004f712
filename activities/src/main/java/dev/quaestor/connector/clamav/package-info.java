/**
 * ClamAV's daemon, by the protocol of its socket: {@code PING}, {@code VERSION} and {@code
 * INSTREAM}.
 *
 * <p>The traps of this room: clamd hangs up in the middle of what is sent to it once that is larger
 * than its {@code StreamMaxLength}, and what it said before is then the only word; it names the
 * first thing that it recognises and no other; what does not come from its vendor ends in {@code
 * .UNOFFICIAL}; and where its own limits end a scan it says OK, unless {@code AlertExceedsMax} is
 * set.
 *
 * @see <a href="https://linux.die.net/man/8/clamd">clamd(8)</a>
 */
@NullMarked
package dev.quaestor.connector.clamav;

import org.jspecify.annotations.NullMarked;
