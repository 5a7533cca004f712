/**
 * A raw message, read: nothing in it is followed, opened or run. Reported mail comes through
 * intake, mail that an alert only names is fetched from its mailbox; both are read here, within the
 * same bounds, so that the same message says the same.
 */
@NullMarked
package dev.quaestor.mail;

import org.jspecify.annotations.NullMarked;
