/**
 * Who may do what. There are two doors, on Spring Security: calls carry a bearer token, each of
 * them, and never a cookie; pages stand on a session, and never on a token. Behind either stands a
 * {@link dev.quaestor.starter.access.Caller} with roles, which are checked where the call or the
 * page is mapped, and once more where an action's area is known. This room also holds the key that
 * vouches for an approver towards the workflows, which is why it is kept apart from the room that
 * speaks HTTP. It sees the ledger, where people, sessions and tokens are kept.
 *
 * <p>Sessions are rows of the ledger and not those of the container: they outlive a restart, every
 * starter knows them, and what is taken from a person is gone with their next request. Nothing of
 * them is serialised, and the ledger has no secret that would open one.
 *
 * <p>An identity provider may vouch for people by OpenID Connect. They are rows here as well, with
 * what it last said of them, so that they can be disabled here and their names are nobody else's.
 * What it gave to ask it again is kept under a key that only the browser has; it is asked again
 * every five minutes, and a session that it no longer vouches for is over.
 *
 * <p>What somebody may see is bound to the thread that serves them and asked by the ledger's own
 * queries ({@link dev.quaestor.starter.ledger.Sight}), so that a call or a page that is added
 * cannot forget it. What no scope narrows, as the export, is for those who may see everything.
 * Every refusal is recorded by the status that it ends with, for the same reason.
 */
@NullMarked
package dev.quaestor.starter.access;

import org.jspecify.annotations.NullMarked;
