/**
 * The command line: one of the three faces of the same operations. It is a client like any other:
 * it talks HTTP to the API and knows neither the database nor Temporal, so that what works here
 * works for every service. It keeps Spring off its path, because a command has to answer at once.
 *
 * <p>What the server says goes to a terminal, and alerts are written by attackers: every word that
 * is printed goes through {@link dev.quaestor.starter.cli.terminal.TerminalText#escape}.
 */
@NullMarked
package dev.quaestor.starter.cli;

import org.jspecify.annotations.NullMarked;
