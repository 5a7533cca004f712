/**
 * The token endpoint, as Entra answers it for client credentials.
 *
 * <p>Why this room exists: a connector must meet expiry, a wrong secret and a token for the wrong
 * audience before it meets them in production.
 */
@NullMarked
package dev.quaestor.lab.token;

import org.jspecify.annotations.NullMarked;
