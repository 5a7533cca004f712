package dev.quaestor.start;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.setup.TemporalConnection;
import dev.quaestor.start.TemporalTls.Pem;
import io.grpc.ManagedChannelBuilder;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The one way to Temporal, for every process of ours. It is described as Temporal's own programs
 * have it: by variables ({@code TEMPORAL_ADDRESS} and its like) over a profile in a file ({@code
 * TEMPORAL_CONFIG_FILE}, {@code TEMPORAL_PROFILE}); and what {@code quaestor.temporal} sets counts
 * before both.
 */
public final class TemporalDoor {
  /** A server that is back is spoken to again within this, however long it was away. */
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  private static final String PROFILE = "Temporal's own configuration";

  private final TemporalConnection settings;
  private final ClientConfigProfile profile;
  private final String target;
  private final String namespace;
  private final @Nullable ApiKey apiKey;
  private final @Nullable TemporalTls tls;

  /**
   * @param from for people
   */
  private record ApiKey(String from, Supplier<String> now) {}

  private TemporalDoor(TemporalConnection settings, ClientConfigProfile profile) {
    this.settings = settings;
    this.profile = profile;
    this.target = first(settings.target(), profile.getAddress(), "127.0.0.1:7233");
    this.namespace = first(settings.namespace(), profile.getNamespace(), "default");
    this.apiKey = apiKey(settings, profile);
    this.tls = tls(settings, requireNonNullElse(profile.getTls(), NONE), profile.getTls() != null);
  }

  private static final ClientConfigTLS NONE = ClientConfigTLS.getDefaultInstance();

  /** As a process is told it. */
  public static TemporalDoor of(Environment environment) {
    return of(
        Binder.get(environment).bindOrCreate(TemporalConnection.PREFIX, TemporalConnection.class),
        System.getenv());
  }

  /**
   * As a command is told it, which has nothing but variables.
   *
   * @param target that it was given; null for what the variables say
   */
  public static TemporalDoor of(Map<String, String> variables, @Nullable String target) {
    var sources = new MutablePropertySources();
    sources.addFirst(
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(variables)));
    var told =
        new Binder(ConfigurationPropertySources.from(sources))
            .bindOrCreate(TemporalConnection.PREFIX, TemporalConnection.class);
    return of(target == null ? told : told.withTarget(target), variables);
  }

  /**
   * @param variables of the process
   * @throws CannotStart when what is set cannot be read, or contradicts itself
   */
  public static TemporalDoor of(TemporalConnection settings, Map<String, String> variables) {
    var file = variables.getOrDefault("TEMPORAL_CONFIG_FILE", "");
    if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
      // To the library it would count as empty.
      throw new CannotStart(
          "TEMPORAL_CONFIG_FILE: the file %s cannot be read.".formatted(file),
          "Put it there, readable by the user who runs this process.",
          null);
    }
    return new TemporalDoor(settings, profile(variables));
  }

  private static ClientConfigProfile profile(Map<String, String> variables) {
    // Without being told to, no process follows the file that somebody made for their own commands.
    var asked =
        Stream.of("TEMPORAL_CONFIG_FILE", "TEMPORAL_PROFILE")
            .anyMatch(name -> isSet(variables.get(name)));
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setEnvOverrides(variables)
              .setDisableFile(!asked)
              .build());
    } catch (IOException e) {
      throw new CannotStart(
          "Temporal's configuration file cannot be read.",
          "Correct it, or what TEMPORAL_CONFIG_FILE names.",
          // A parser's message quotes what it read, which may be a key.
          null);
    } catch (IllegalArgumentException | NullPointerException e) {
      // The second is what the library makes of a file without any.
      throw new CannotStart(
          "Temporal's configuration file has no profile %s."
              .formatted(variables.getOrDefault("TEMPORAL_PROFILE", "")),
          "Set TEMPORAL_PROFILE to one that it has.",
          null);
    }
  }

  private static String first(@Nullable String... options) {
    for (var option : options) {
      if (option != null && !option.isBlank()) {
        return option;
      }
    }
    return "";
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static @Nullable ApiKey apiKey(TemporalConnection settings, ClientConfigProfile profile) {
    if (isSet(settings.apiKeyFile())) {
      var file = first(settings.apiKeyFile());
      var live = new LiveFile(TemporalConnection.PREFIX + ".api-key-file", Path.of(file));
      return new ApiKey(file, live);
    }
    var key = profile.getApiKey();
    return key == null || key.isBlank() ? null : new ApiKey(PROFILE, () -> key);
  }

  private @Nullable TemporalTls tls(
      TemporalConnection set, ClientConfigTLS theirs, boolean theirsIsThere) {
    if (Boolean.TRUE.equals(theirs.isDisableHostVerification())) {
      throw new CannotStart(
          "Temporal's configuration says not to check who the server is, and Quaestor always does.",
          "Remove TEMPORAL_TLS_DISABLE_HOST_VERIFICATION (disable_host_verification), and set the "
              + "authority of the server's certificate and its name.",
          null);
    }
    var authority =
        pem("ca-file", set.caFile(), theirs.getServerCACertPath(), theirs.getServerCACertData());
    var certificate =
        pem(
            "client-certificate-file",
            set.clientCertificateFile(),
            theirs.getClientCertPath(),
            theirs.getClientCertData());
    var key =
        pem(
            "client-key-file",
            set.clientKeyFile(),
            theirs.getClientKeyPath(),
            theirs.getClientKeyData());
    if ((certificate == null) != (key == null)) {
      throw new CannotStart(
          "A client certificate for Temporal needs its key, and a key its certificate.",
          "Set %s.client-certificate-file and .client-key-file."
              .formatted(TemporalConnection.PREFIX),
          null);
    }
    var name = first(set.serverName(), theirs.getServerName());
    if (Boolean.FALSE.equals(set.tls())
        && (isSet(set.caFile()) || isSet(set.clientCertificateFile()) || isSet(set.serverName()))) {
      throw new CannotStart(
          "%s.tls is false, and there are settings that only TLS reads."
              .formatted(TemporalConnection.PREFIX),
          "Remove it, or remove .ca-file, .client-certificate-file, .client-key-file and "
              + ".server-name.",
          null);
    }
    var spoken =
        set.tls() != null
            ? set.tls()
            : isSet(set.caFile())
                || isSet(set.clientCertificateFile())
                || isSet(set.serverName())
                || (theirsIsThere ? !Boolean.TRUE.equals(theirs.isDisabled()) : apiKey != null);
    return spoken
        ? new TemporalTls(authority, certificate, key, name.isEmpty() ? null : name)
        : null;
  }

  private static @Nullable Pem pem(
      String setting, @Nullable String ours, @Nullable String path, byte @Nullable [] data) {
    if (isSet(ours)) {
      return new Pem.InFile(TemporalConnection.PREFIX + "." + setting, Path.of(first(ours)));
    }
    if (isSet(path)) {
      return new Pem.InFile(PROFILE + " (" + setting + ")", Path.of(first(path)));
    }
    return data == null || data.length == 0
        ? null
        : new Pem.Inline(PROFILE + " (" + setting + ")", data);
  }

  public String target() {
    return target;
  }

  public String namespace() {
    return namespace;
  }

  Duration connectTimeout() {
    return settings.connectTimeout();
  }

  boolean speaksTls() {
    return tls != null;
  }

  /** What leads to where it leads, and never a secret. */
  public String sentence() {
    return "Temporal at %s, namespace %s, %s%s"
        .formatted(
            target,
            namespace,
            tls == null ? "without TLS" : "over " + tls.sentence(),
            apiKey == null ? "" : ", with the API key of " + apiKey.from());
  }

  /**
   * @throws CannotStart when the target is none, or a certificate or a key is not what it should be
   */
  public WorkflowServiceStubsOptions.Builder stubs() {
    requireTarget();
    var options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(target)
            .setConnectionBackoffResetFrequency(RECONNECT);
    if (apiKey != null) {
      options.addApiKey(apiKey.now()::get);
    }
    var metadata = profile.getMetadata();
    if (metadata != null) {
      options.addGrpcMetadataProvider(() -> metadata);
    }
    if (tls == null) {
      // By itself the SDK turns it on for an API key.
      return options.setEnableHttps(false);
    }
    options.setSslContext(tls.context());
    var name = tls.serverName();
    if (name != null) {
      options.setChannelInitializer(channel -> channel.overrideAuthority(name));
    }
    return options;
  }

  /** What cannot be understood the library says by an exception of its own. */
  private void requireTarget() {
    try {
      ManagedChannelBuilder.forTarget(target).build().shutdownNow();
    } catch (IllegalArgumentException none) {
      throw new CannotStart(
          "Temporal cannot be looked for at %s, which is no HOST:PORT.".formatted(target),
          "Set %s.target (TEMPORAL_ADDRESS) to one, as temporal.example:7233."
              .formatted(TemporalConnection.PREFIX),
          none);
    }
  }

  /**
   * @param payloads as histories have them
   */
  public WorkflowClientOptions.Builder client(DataConverter payloads) {
    return WorkflowClientOptions.newBuilder().setNamespace(namespace).setDataConverter(payloads);
  }

  /**
   * Returns when Temporal answers and has the namespace.
   *
   * @throws CannotStart when it does not within the time that the start may take, or never will
   */
  public void await(WorkflowServiceStubs stubs) {
    await(stubs, connectTimeout());
  }

  /**
   * The same within another time.
   *
   * @throws CannotStart when it does not within that time, or never will
   */
  public void await(WorkflowServiceStubs stubs, Duration patience) {
    FirstContact.await(this, stubs, patience);
  }

  /**
   * Returns when Temporal answers, whether or not it has the namespace.
   *
   * @throws CannotStart when it does not within that time, or never will
   */
  public void awaitServer(WorkflowServiceStubs stubs, Duration patience) {
    FirstContact.awaitServer(this, stubs, patience);
  }
}
