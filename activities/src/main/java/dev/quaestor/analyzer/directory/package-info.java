/**
 * Devices, accounts and mailboxes judged by what the directories that own them say: a sensor that
 * is silent, a risk that was raised, a rule that sends mail outside.
 */
@NullMarked
package dev.quaestor.analyzer.directory;

import org.jspecify.annotations.NullMarked;
