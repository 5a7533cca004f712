package dev.quaestor.starter.access;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the starter's own secrets lie. Both files are made, readable by their owner only, when they
 * are missing.
 *
 * @param stateDir what this installation keeps: the ledger's file where no database is named, the
 *     admin token and the signing key
 * @param access the secrets, where they lie elsewhere
 */
@ConfigurationProperties("quaestor")
public record AccessProperties(
    @DefaultValue("./.quaestor") Path stateDir, @DefaultValue Secrets access) {

  /**
   * The two files.
   *
   * @param tokenFile the bootstrap admin token, one line; in the state directory by default
   * @param signingKeyFile the Ed25519 key pair that vouches for approvers, PEM; in the state
   *     directory by default
   */
  public record Secrets(@Nullable Path tokenFile, @Nullable Path signingKeyFile) {}

  Path tokenFile() {
    return requireNonNullElse(access.tokenFile(), stateDir.resolve("admin-token"));
  }

  Path signingKeyFile() {
    return requireNonNullElse(access.signingKeyFile(), stateDir.resolve("signing-key.pem"));
  }
}
