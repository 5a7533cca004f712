/** Devices, accounts and mailboxes: what the directories that own them say. */
@NullMarked
package dev.quaestor.analyzer.directory;

import org.jspecify.annotations.NullMarked;
