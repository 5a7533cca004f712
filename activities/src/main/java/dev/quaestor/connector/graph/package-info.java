/**
 * Microsoft Graph: hunting, messages, inbox rules, users. The traps of this room: a move changes a
 * message's id; the remediation of analyzed mail answers before anything has happened and has no
 * status; what is only recoverable is not among a mailbox's messages. It sees the ports, {@code
 * http}, {@code hunting} and the vault.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/overview">Microsoft Graph REST API v1.0</a>
 */
@NullMarked
package dev.quaestor.connector.graph;

import org.jspecify.annotations.NullMarked;
