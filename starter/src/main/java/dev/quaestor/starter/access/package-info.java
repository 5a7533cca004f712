/**
 * Who may do what. Every call carries a bearer token; a token stands for a person or a service with
 * roles; the roles are checked where the call is mapped, and once more where an action's area is
 * known. This room also holds the key that vouches for an approver towards the workflows, which is
 * why it is kept apart from the room that speaks HTTP. It sees the ledger, where the tokens are
 * kept.
 */
@NullMarked
package dev.quaestor.starter.access;

import org.jspecify.annotations.NullMarked;
