package dev.quaestor.connector.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says of itself, for people: nobody but the back end decides by it.
 *
 * @param roles its claim {@code roles} (Microsoft identity platform, access token claims), where
 *     application permissions stand, and those of {@code resource_access} (Keycloak); empty where
 *     it is no JSON Web Token
 * @param ahead how far the clock of who issued it was ahead of ours
 */
public record Credential(Optional<Set<String>> roles, Optional<Duration> ahead) {}
