package dev.quaestor.setup;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to Temporal, as {@code quaestor.temporal} says it to either process. What is null is said
 * by Temporal's own variables and profile, or has its default.
 *
 * @param target host and port of the frontend
 * @param tls whether to speak TLS; it is spoken where anything says how, and false forbids it
 * @param caFile the authority whose signature the server's certificate must have; those of the
 *     system otherwise
 * @param clientCertificateFile the certificate that this process shows
 * @param clientKeyFile the key of that certificate
 * @param serverName the name that the server's certificate must have; that of the target otherwise
 * @param apiKeyFile a file that holds nothing but the API key; it is read again when it changes
 * @param connectTimeout how long the start waits for the frontend before it gives up; never null
 *     afterwards
 */
public record TemporalConnection(
    @Nullable String target,
    @Nullable String namespace,
    @Nullable Boolean tls,
    @Nullable String caFile,
    @Nullable String clientCertificateFile,
    @Nullable String clientKeyFile,
    @Nullable String serverName,
    @Nullable String apiKeyFile,
    Duration connectTimeout) {

  /** Under which all of it is set. */
  public static final String PREFIX = "quaestor.temporal";

  public TemporalConnection {
    connectTimeout = requireNonNullElse(connectTimeout, Duration.ofSeconds(60));
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(PREFIX + ".connect-timeout must be a positive duration");
    }
  }

  /** The same way, to another place. */
  public TemporalConnection withTarget(String other) {
    return new TemporalConnection(
        other,
        namespace,
        tls,
        caFile,
        clientCertificateFile,
        clientKeyFile,
        serverName,
        apiKeyFile,
        connectTimeout);
  }
}
