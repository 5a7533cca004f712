/**
 * Rspamd, by the HTTP interface of its worker: {@code POST /checkv2} and {@code GET /ping}.
 *
 * <p>The traps of this room: its points are those of its configuration, and what its rules are
 * called is anybody's text; it may answer that it skipped a message; and what its modules ask of
 * others (lists of addresses and URLs) leaves the house from there.
 *
 * @see <a href="https://docs.rspamd.com/developers/protocol">Rspamd's protocol</a>
 */
@NullMarked
package dev.quaestor.connector.rspamd;

import org.jspecify.annotations.NullMarked;
