/**
 * Bodies by their hash: mails, files, packages. Histories and the ledger carry the reference only,
 * so that neither grows with what it is about, and what was seen can still be shown.
 */
@NullMarked
package dev.quaestor.vault;

import org.jspecify.annotations.NullMarked;
