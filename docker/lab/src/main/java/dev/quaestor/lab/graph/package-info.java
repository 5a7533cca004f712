/**
 * Microsoft Graph: security alerts, mail, inbox rules, analyzed-email remediation, users and
 * identity protection.
 *
 * <p>Why this room exists: it is the vendor's contract over the tenant's state; here a move gives a
 * message a new id, and a remediation is answered before it has happened.
 */
@NullMarked
package dev.quaestor.lab.graph;

import org.jspecify.annotations.NullMarked;
