/**
 * Accounts of one realm of Keycloak, by its admin REST API and a client's service account.
 *
 * <p>The traps of this room: a user who is disabled keeps the sessions, and their old tokens work
 * again once the user is enabled, so that disabling ends them all and reads that none is left; a
 * realm that keeps no events says of everybody that nothing happened; and an e-mail address counts
 * as somebody's name only where Keycloak has seen it proven, because users enter their own.
 *
 * @see <a href="https://www.keycloak.org/docs-api/latest/rest-api/">Keycloak Admin REST API</a>
 */
@NullMarked
package dev.quaestor.connector.keycloak;

import org.jspecify.annotations.NullMarked;
