package dev.quaestor.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.setup.TemporalConnection;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TemporalDoorTest {
  @TempDir private static Path folder;

  private static Identity server;
  private static Identity client;
  private static Identity stranger;

  @BeforeAll
  static void everybodyHasACertificate() {
    server = Identity.made(folder, "server", SecuredFrontend.NAME);
    client = Identity.made(folder, "client", "quaestor.test");
    stranger = Identity.made(folder, "stranger", SecuredFrontend.NAME);
  }

  /** By their names below {@code quaestor.temporal}. */
  private static TemporalDoor door(Map<String, String> settings, Map<String, String> variables) {
    var all = new TreeMap<String, String>();
    all.put("quaestor.temporal.connect-timeout", "20s");
    settings.forEach((name, value) -> all.put("quaestor.temporal." + name, value));
    return TemporalDoor.of(
        new Binder(new MapConfigurationPropertySource(all))
            .bindOrCreate("quaestor.temporal", TemporalConnection.class),
        variables);
  }

  private static void goThrough(TemporalDoor door) {
    var stubs = WorkflowServiceStubs.newServiceStubs(door.stubs().build());
    try {
      door.await(stubs);
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void goThrough(Map<String, String> settings) {
    goThrough(door(settings, Map.of()));
  }

  private static Map<String, String> secured(SecuredFrontend frontend) {
    return new HashMap<>(
        Map.of(
            "target", frontend.target(),
            "ca-file", server.certificate().toString(),
            "server-name", SecuredFrontend.NAME,
            "client-certificate-file", client.certificate().toString(),
            "client-key-file", client.key().toString()));
  }

  @Test
  void anOwnAuthorityAClientCertificateAndAServerNameOpenIt() {
    try (var frontend = SecuredFrontend.asking(server, client)) {
      goThrough(secured(frontend));
    }
  }

  @Test
  void temporalsOwnVariablesOpenItAsWell() {
    try (var frontend = SecuredFrontend.asking(server, client)) {
      goThrough(
          door(
              Map.of(),
              Map.of(
                  "TEMPORAL_ADDRESS", frontend.target(),
                  "TEMPORAL_TLS_SERVER_CA_CERT_PATH", server.certificate().toString(),
                  "TEMPORAL_TLS_CLIENT_CERT_PATH", client.certificate().toString(),
                  "TEMPORAL_TLS_CLIENT_KEY_PATH", client.key().toString(),
                  "TEMPORAL_TLS_SERVER_NAME", SecuredFrontend.NAME)));
    }
  }

  @Test
  void aProfileOpensItAndWhatWeAreToldCountsBeforeIt() throws Exception {
    try (var frontend = SecuredFrontend.asking(server, client)) {
      var file =
          Files.writeString(
              folder.resolve("temporal.toml"),
              """
              [profile.soc]
              address = "127.0.0.1:1"
              namespace = "theirs"
              api_key = "hush-hush"
              [profile.soc.tls]
              server_name = "%s"
              server_ca_cert_path = "%s"
              client_cert_data = '''%s'''
              client_key_data = '''%s'''
              """
                  .formatted(
                      SecuredFrontend.NAME,
                      server.certificate(),
                      Files.readString(client.certificate()),
                      Files.readString(client.key())));
      var door =
          door(
              Map.of("target", frontend.target()),
              Map.of("TEMPORAL_CONFIG_FILE", file.toString(), "TEMPORAL_PROFILE", "soc"));

      goThrough(door);

      assertThat(door.namespace()).isEqualTo("theirs");
      assertThat(door.sentence()).contains("theirs", "API key").doesNotContain("hush");
      assertThat(frontend.authorization()).isEqualTo("Bearer hush-hush");
    }
  }

  @Test
  void anAuthorityThatDidNotSignIsSaidAtOnce() {
    try (var frontend = SecuredFrontend.of(server)) {
      var wrong = secured(frontend);
      wrong.put("ca-file", stranger.certificate().toString());
      assertThatThrownBy(() -> goThrough(wrong))
          .isInstanceOfSatisfying(
              CannotStart.class, why -> assertThat(why.remedy()).contains("ca-file"))
          .hasMessageContaining("No authority that is trusted has signed");
    }
  }

  @Test
  void aNameThatTheCertificateDoesNotHaveIsSaidAtOnce() {
    try (var frontend = SecuredFrontend.of(server)) {
      var wrong = secured(frontend);
      wrong.put("server-name", "elsewhere.test");
      assertThatThrownBy(() -> goThrough(wrong))
          .isInstanceOfSatisfying(
              CannotStart.class, why -> assertThat(why.remedy()).contains("server-name"))
          .hasMessageContaining("does not fit");
    }
  }

  @Test
  void withoutAClientCertificateItIsSaidWhatIsAskedFor() {
    try (var frontend = SecuredFrontend.asking(server, client)) {
      var without = secured(frontend);
      without.remove("client-certificate-file");
      without.remove("client-key-file");
      assertThatThrownBy(() -> goThrough(without))
          .isInstanceOf(CannotStart.class)
          .extracting(why -> ((CannotStart) why).remedy())
          .asString()
          .contains("client-certificate-file");
    }
  }

  @Test
  void aServerWithoutTlsIsNotSpokenToInTheClear() {
    try (var frontend = SecuredFrontend.inTheClear()) {
      assertThatThrownBy(() -> goThrough(Map.of("target", frontend.target(), "tls", "true")))
          .hasMessageContaining("does not speak TLS");
      goThrough(Map.of("target", frontend.target()));
    }
  }

  @Test
  void whoeverForgetsTlsIsToldOfIt() {
    try (var frontend = SecuredFrontend.of(server)) {
      assertThatThrownBy(
              () -> goThrough(Map.of("target", frontend.target(), "connect-timeout", "1s")))
          .isInstanceOf(CannotStart.class)
          .extracting(why -> ((CannotStart) why).remedy())
          .asString()
          .contains("If it speaks TLS only, set quaestor.temporal.tls.");
    }
  }

  @Test
  @Timeout(20)
  void aPipeThatNobodyWritesToIsNotWaitedFor() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> door(Map.of("api-key-file", pipe.toString()), Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "quaestor.temporal.api-key-file: the file %s cannot be used: it is not a plain file.",
            pipe);
  }

  @Test
  void aFileThatIsMissingOrIsNoneIsNamedAndNeverShown() throws Exception {
    var missing = folder.resolve("missing.pem").toString();
    var noKey = Files.writeString(folder.resolve("no-key.pem"), "hush-hush").toString();
    for (var setting : new String[] {"ca-file", "client-key-file", "api-key-file"}) {
      assertThatThrownBy(
              () -> {
                try (var frontend = SecuredFrontend.of(server)) {
                  var wrong = secured(frontend);
                  wrong.put(setting, missing);
                  goThrough(wrong);
                }
              })
          .isInstanceOf(CannotStart.class)
          .hasMessage("quaestor.temporal.%s: the file %s cannot be read.", setting, missing);
    }
    for (var setting : new String[] {"ca-file", "client-key-file"}) {
      assertThatThrownBy(
              () -> {
                try (var frontend = SecuredFrontend.of(server)) {
                  var wrong = secured(frontend);
                  wrong.put(setting, noKey);
                  goThrough(wrong);
                }
              })
          .isInstanceOf(CannotStart.class)
          .hasNoCause()
          .hasMessageContaining("quaestor.temporal." + setting + ": the file " + noKey)
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void whatOnlyTlsReadsIsNotIgnoredWithoutIt() {
    assertThatThrownBy(() -> door(Map.of("tls", "false", "ca-file", "/ca.pem"), Map.of()))
        .hasMessageContaining("quaestor.temporal.tls is false");
    assertThatThrownBy(() -> door(Map.of("client-certificate-file", "/c.pem"), Map.of()))
        .hasMessageContaining("needs its key");
    assertThatThrownBy(
            () -> door(Map.of(), Map.of("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION", "true")))
        .hasMessageContaining("not to check who the server is");
  }

  @Test
  void anApiKeyImpliesTlsUnlessItIsForbidden() throws Exception {
    var key = Files.writeString(folder.resolve("key"), "k").toString();

    assertThat(door(Map.of("api-key-file", key), Map.of()).speaksTls()).isTrue();
    assertThat(door(Map.of("api-key-file", key, "tls", "false"), Map.of()).speaksTls()).isFalse();
    assertThat(door(Map.of(), Map.of("TEMPORAL_API_KEY", "k")).speaksTls()).isTrue();
    assertThat(door(Map.of(), Map.of("TEMPORAL_TLS", "true")).speaksTls()).isTrue();
    assertThat(door(Map.of(), Map.of()).speaksTls()).isFalse();
  }

  @Test
  void anApiKeyThatIsReplacedCountsFromTheNextCallOn() throws Exception {
    var key = Files.writeString(folder.resolve("api-key"), "first\n");
    try (var frontend = SecuredFrontend.inTheClear()) {
      var door =
          door(
              Map.of("target", frontend.target(), "tls", "false", "api-key-file", key.toString()),
              Map.of());
      var stubs = WorkflowServiceStubs.newServiceStubs(door.stubs().build());
      try {
        door.await(stubs);
        assertThat(frontend.authorization()).isEqualTo("Bearer first");

        Files.writeString(key, "other\n");
        Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(5)));
        door.await(stubs);
        assertThat(frontend.authorization()).isEqualTo("Bearer other");

        Files.delete(key);
        door.await(stubs);
        assertThat(frontend.authorization()).isEqualTo("Bearer other");
      } finally {
        stubs.shutdownNow();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:7233", "https://temporal.example/", "a b:7233"})
  void aTargetThatIsNoneIsSaid(String target) {
    assertThatThrownBy(() -> goThrough(Map.of("target", target)))
        .isInstanceOf(CannotStart.class)
        .hasMessage("Temporal cannot be looked for at %s, which is no HOST:PORT.", target);
  }

  @Test
  void aNamespaceThatIsNotThereIsSaidAtOnce() {
    try (var frontend = SecuredFrontend.inTheClear()) {
      assertThatThrownBy(
              () ->
                  goThrough(
                      Map.of("target", frontend.target(), "namespace", SecuredFrontend.MISSING)))
          .isInstanceOfSatisfying(
              CannotStart.class, why -> assertThat(why.remedy()).contains("quaestor bootstrap"))
          .hasMessage(
              "Temporal at %s has no namespace %s.", frontend.target(), SecuredFrontend.MISSING);
    }
  }

  @Test
  void nothingSetIsAServerOnThisMachine() {
    var door = TemporalDoor.of(Map.of(), null);

    assertThat(door.sentence())
        .isEqualTo("Temporal at 127.0.0.1:7233, namespace default, without TLS");
    assertThat(door.connectTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aCommandReadsTheVariablesOfTheProcesses() {
    var door =
        TemporalDoor.of(
            Map.of(
                "QUAESTOR_TEMPORAL_TARGET", "temporal.example:7233",
                "QUAESTOR_TEMPORAL_NAMESPACE", "soc",
                "QUAESTOR_TEMPORAL_SERVERNAME", "inner.example"),
            "elsewhere:7233");

    assertThat(door.sentence())
        .isEqualTo(
            "Temporal at elsewhere:7233, namespace soc, over TLS with the system's authorities,"
                + " server name inner.example");
  }

  @Test
  void aProfileThatIsNotThereIsSaid() throws Exception {
    var file = Files.writeString(folder.resolve("empty.toml"), "").toString();
    assertThatThrownBy(
            () ->
                door(Map.of(), Map.of("TEMPORAL_CONFIG_FILE", file, "TEMPORAL_PROFILE", "nobody")))
        .hasMessageContaining("has no profile nobody");
    assertThatThrownBy(() -> door(Map.of(), Map.of("TEMPORAL_CONFIG_FILE", "/nowhere.toml")))
        .hasMessageContaining("TEMPORAL_CONFIG_FILE: the file /nowhere.toml cannot be read");
  }
}
