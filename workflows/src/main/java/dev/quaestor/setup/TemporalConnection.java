package dev.quaestor.setup;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.PayloadVault;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to Temporal, as {@code quaestor.temporal} says it to either process. What is not set is
 * null when it arrives, and has its default afterwards.
 *
 * @param target host and port of the frontend
 * @param tls whether to speak TLS with the system's authorities; an API key implies it
 * @param apiKeyFile a file that holds nothing but the API key; null for none
 * @param connectTimeout how long the start waits for the frontend before it gives up
 */
public record TemporalConnection(
    String target,
    String namespace,
    boolean tls,
    @Nullable String apiKeyFile,
    Duration connectTimeout) {

  /** Under which all of it is set. */
  public static final String PREFIX = "quaestor.temporal";

  /** A server that is back is spoken to again within this, however long it was away. */
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  public TemporalConnection {
    target = requireNonNullElse(target, "127.0.0.1:7233");
    namespace = requireNonNullElse(namespace, "default");
    connectTimeout = requireNonNullElse(connectTimeout, Duration.ofSeconds(60));
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(PREFIX + ".connect-timeout must be a positive duration");
    }
  }

  /**
   * @param apiKey what {@code apiKeyFile} holds; null without one
   */
  public WorkflowServiceStubsOptions.Builder stubs(@Nullable String apiKey) {
    var options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(target)
            .setConnectionBackoffResetFrequency(RECONNECT);
    if (apiKey != null) {
      options.addApiKey(() -> apiKey);
    }
    if (tls || apiKey != null) {
      options.setEnableHttps(true);
    }
    return options;
  }

  /**
   * @param payloads see {@link QuaestorJson#dataConverter(PayloadVault, PayloadEncryption)}
   */
  public WorkflowClientOptions.Builder client(DataConverter payloads) {
    return WorkflowClientOptions.newBuilder().setNamespace(namespace).setDataConverter(payloads);
  }
}
