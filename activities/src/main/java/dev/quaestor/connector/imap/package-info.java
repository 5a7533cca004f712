/**
 * Mailboxes of a server that speaks IMAP (RFC 9051, 3501) and ManageSieve (RFC 5804), such as
 * Dovecot: those of the domains that its settings claim, each entered by a master user. Both
 * protocols are spoken here: they share lines, literals, TLS and PLAIN, and only so is every answer
 * bounded before it is read and every command of one look sent in one flight.
 *
 * <p>The traps of this room: SEARCH finds parts of words and in any case, so what it finds is
 * compared again; a folder that was deleted and made again has the same name and other ids; and a
 * MOVE whose answer was lost was most likely done.
 */
@NullMarked
package dev.quaestor.connector.imap;

import org.jspecify.annotations.NullMarked;
