package dev.quaestor.standalone;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The Temporal server that production runs, not the one for developers: its frontend speaks TLS
 * only, asks for a client certificate, and admits whom a token names, which it also writes beside
 * every event that somebody caused. On SQLite, for a test.
 *
 * <p>Its program has no package: {@code go install go.temporal.io/server/cmd/server} makes it, and
 * {@code QUAESTOR_TEST_TEMPORAL_SERVER} says where it is.
 */
final class RealServer implements AutoCloseable {
  static final String NAMESPACE = "quaestor";

  /** The name in the server's certificate, which is not the name of where it is. */
  static final String SERVER_NAME = "temporal.test";

  private static final String PROGRAM = System.getenv("QUAESTOR_TEST_TEMPORAL_SERVER");
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration TOKENS_LAST = Duration.ofHours(1);

  /** Each has a port to be called on and one to be known by. */
  private static final List<String> SERVICES =
      List.of("frontend", "internal-frontend", "history", "matching", "worker");

  private final Path folder;
  private final List<Integer> ports;
  private final RSAKey signingKey;
  private final HttpServer keys;
  private final Process process;

  private RealServer(Path folder) throws IOException, JOSEException {
    this.folder = folder;
    this.ports = IntStream.range(0, 2 * SERVICES.size()).mapToObj(i -> Ports.free()).toList();
    this.signingKey =
        new RSAKeyGenerator(2048)
            .keyID("test")
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS256)
            .generate();
    this.keys = servingKeys();
    makeCertificates();
    Files.writeString(folder.resolve("server.yaml"), configuration());
    Files.writeString(folder.resolve("dynamic.yaml"), DYNAMIC);
    this.process = launch();
    registerNamespace();
  }

  /** Gives the one server to whatever test asks for it; without its program there is none. */
  static final class Shared implements ParameterResolver, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Needed.program("Temporal server at QUAESTOR_TEST_TEMPORAL_SERVER", program(), context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RealServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(RealServer.class))
          .computeIfAbsent("server", key -> RealServer.start(), RealServer.class);
    }
  }

  static Optional<Path> program() {
    return Optional.ofNullable(PROGRAM).map(Path::of).filter(Files::isExecutable);
  }

  private static RealServer start() {
    try {
      return new RealServer(Files.createTempDirectory("quaestor-real-server"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String target() {
    return "127.0.0.1:" + ports.getFirst();
  }

  /** Who vouches for the server and for its clients. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** An authority that nobody here believes. */
  Path strangeAuthority() {
    return folder.resolve("strange-ca.pem");
  }

  Path clientCertificate() {
    return folder.resolve("client.pem");
  }

  Path clientKey() {
    return folder.resolve("client.key");
  }

  /**
   * A token as an identity provider makes it.
   *
   * @param permissions as {@code quaestor:read}, {@code quaestor:write}, {@code quaestor:worker}
   *     and {@code quaestor:admin}
   */
  String token(String subject, String... permissions) {
    try {
      var now = Instant.now();
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signingKey.getKeyID()).build(),
              new JWTClaimsSet.Builder()
                  .subject(subject)
                  .claim("permissions", List.of(permissions))
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(TOKENS_LAST)))
                  .build());
      jwt.sign(new RSASSASigner(signingKey));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same in a file, as {@code quaestor.temporal.api-key-file} takes it. */
  Path tokenFile(String subject, String... permissions) {
    try {
      return Files.writeString(folder.resolve(subject + ".token"), token(subject, permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection with the client certificate, in the name of the token. */
  WorkflowServiceStubs connect(String token) {
    try {
      return WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(target())
              .addApiKey(() -> token)
              .setSslContext(
                  GrpcSslContexts.forClient()
                      .trustManager(authority().toFile())
                      .keyManager(clientCertificate().toFile(), clientKey().toFile())
                      .build())
              .setChannelInitializer(channel -> channel.overrideAuthority(SERVER_NAME))
              .build());
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpServer servingKeys() throws IOException {
    var body = new JWKSet(signingKey.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }

  private void makeCertificates() throws IOException {
    authority("ca");
    authority("strange-ca");
    certificate("server", "subjectAltName=DNS:" + SERVER_NAME + "\nextendedKeyUsage=serverAuth\n");
    certificate("client", "extendedKeyUsage=clientAuth\n");
  }

  private void authority(String name) throws IOException {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s.key -out %s.pem"
            .formatted(name, name, name));
  }

  private void certificate(String name, String extensions) throws IOException {
    Files.writeString(folder.resolve(name + ".ext"), extensions);
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=%s -keyout %s.key -out %s.csr"
            .formatted(name, name, name));
    openssl(
        "x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile %s.ext -out %s.pem"
            .formatted(name, name, name));
  }

  private void openssl(String arguments) throws IOException {
    var command = new ArrayList<String>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    var log = folder.resolve("openssl.log");
    var run =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!run.waitFor(30, TimeUnit.SECONDS) || run.exitValue() != 0) {
        throw new AssertionError("openssl " + arguments + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static final String DYNAMIC =
      """
      history.transferProcessorMaxPollRPS:
        - value: 2000
      frontend.enablePrincipalPropagation:
        - value: true
      """;

  private String configuration() {
    var services = new StringBuilder();
    for (int i = 0; i < SERVICES.size(); i++) {
      services.append(
          """
            %s:
              rpc: {grpcPort: %d, membershipPort: %d, bindOnIP: 127.0.0.1}
          """
              .formatted(SERVICES.get(i), ports.get(2 * i), ports.get(2 * i + 1)));
    }
    return """
    log: {stdout: true, level: warn}
    persistence:
      defaultStore: store
      visibilityStore: store
      numHistoryShards: 1
      datastores:
        store:
          sql:
            pluginName: sqlite
            databaseName: %s/temporal.db
            connectAddr: localhost
            connectProtocol: tcp
            connectAttributes: {cache: private, setup: true, journal_mode: wal, synchronous: 0}
            maxConns: 1
            maxIdleConns: 1
    global:
      membership: {maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}
      tls:
        frontend:
          server:
            certFile: %s/server.pem
            keyFile: %s/server.key
            requireClientAuth: true
            clientCaFiles: [%s/ca.pem]
          client:
            serverName: %s
            rootCaFiles: [%s/ca.pem]
      authorization:
        jwtKeyProvider:
          keySourceURIs: ["http://127.0.0.1:%d/keys"]
        permissionsClaimName: permissions
        authorizer: default
        claimMapper: default
    services:
    %sclusterMetadata:
      enableGlobalNamespace: false
      failoverVersionIncrement: 10
      masterClusterName: active
      currentClusterName: active
      clusterInformation:
        active:
          enabled: true
          initialFailoverVersion: 1
          rpcName: frontend
          rpcAddress: 127.0.0.1:%d
    dcRedirectionPolicy: {policy: noop}
    dynamicConfigClient: {filepath: %s/dynamic.yaml, pollInterval: 60s}
    """
        .formatted(
            folder,
            folder,
            folder,
            folder,
            SERVER_NAME,
            folder,
            keys.getAddress().getPort(),
            services.toString().indent(0),
            ports.getFirst(),
            folder);
  }

  private Process launch() throws IOException {
    var command =
        new ArrayList<String>(
            List.of(
                program().orElseThrow().toString(),
                "--config-file",
                folder.resolve("server.yaml").toString(),
                "start"));
    SERVICES.forEach(service -> command.addAll(List.of("--service", service)));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
  }

  /** Returns when workflows can be started in it, which is seconds after it was made. */
  private void registerNamespace() throws IOException {
    var stubs = connect(token("bootstrap", "temporal-system:admin"));
    var giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
    try {
      var made = false;
      while (true) {
        try {
          if (!made) {
            stubs
                .blockingStub()
                .registerNamespace(
                    RegisterNamespaceRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setWorkflowExecutionRetentionPeriod(
                            com.google.protobuf.Duration.newBuilder().setSeconds(86_400))
                        .build());
            made = true;
          }
          stubs
              .blockingStub()
              .describeNamespace(
                  DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
          return;
        } catch (StatusRuntimeException notYet) {
          if (!process.isAlive() || System.nanoTime() > giveUp) {
            var said = Files.readString(folder.resolve("server.log"));
            close();
            throw new AssertionError("It does not serve: " + notYet.getMessage() + "\n" + said);
          }
        }
      }
    } finally {
      stubs.shutdownNow();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    keys.stop(0);
    new Home(folder, folder).emptied();
  }
}
