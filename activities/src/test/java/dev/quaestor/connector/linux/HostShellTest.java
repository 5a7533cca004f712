package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.FileVault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of hosts that are others, strange, silent or endless: each has its outcome. */
@Timeout(60)
class HostShellTest {
  private static final String ID = "a".repeat(32);
  private static final Device HOST = new Device(null, "web-01", null, null, List.of(), List.of());
  private static final String DONE =
      "{\"quaestor\":1,\"outcome\":\"DONE\",\"code\":\"\",\"state\":\"\",\"by\":\"\",\"detail\":\"ZG9uZQ==\"}\n";

  @TempDir Path folder;
  private final KeyPair hostKey = Keys.pair();
  private final KeyPair engineKey = Keys.pair();
  private final SshServer server = SshServer.setUpDefaultServer();
  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicReference<String> received = new AtomicReference<>("");
  private volatile Said host = (out, in) -> out.write(DONE.getBytes(StandardCharsets.UTF_8));
  private Connectors made = new Connectors(List.of());

  /** What the host does with a script. */
  @FunctionalInterface
  private interface Said {
    void to(OutputStream out, String script) throws IOException;
  }

  @BeforeEach
  void up() throws IOException {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          tried.incrementAndGet();
          return user.equals("root") && KeyUtils.compareKeys(key, engineKey.getPublic());
        });
    server.setCommandFactory(
        (channel, command) ->
            new AbstractCommandSupport(command, null) {
              @Override
              public void run() {
                try {
                  var script = new String(getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                  received.set(script);
                  host.to(getOutputStream(), script);
                  getOutputStream().flush();
                  onExit(0);
                } catch (IOException gone) {
                  onExit(1);
                }
              }
            });
    server.start();
  }

  @AfterEach
  void down() throws IOException {
    made.close();
    server.stop(true);
  }

  private HostContainment isolation(KeyPair pinned, KeyPair engine, int port) throws Exception {
    var yaml =
        """
        hosts:
          - name: web-01
            machine-id: %s
            address: 127.0.0.1
            port: %d
            host-key: %s
        """
            .formatted(ID, port, PublicKeyEntry.toString(pinned.getPublic()));
    var file = Files.writeString(folder.resolve("hosts.yaml"), yaml);
    made =
        new Connectors(
            List.of(
                new LinuxFactory(new FileVault(folder.resolve("vault"), 1 << 20))
                    .create(
                        new ConnectorSettings(
                            "linux",
                            Map.of(
                                "inventory-file",
                                file.toString(),
                                "private-key",
                                Keys.written(engine),
                                "connect-timeout",
                                "PT2S",
                                "command-timeout",
                                "PT2S")))));
    return RealHost.port(made, HostContainment.class);
  }

  private HostContainment isolation() throws Exception {
    return isolation(hostKey, engineKey, server.getPort());
  }

  private static Progress isolate(HostContainment isolation) {
    return isolation.isolate(HOST, Isolation.FULL, new Mandate("act-1", "why"));
  }

  @Test
  void whatTheHostSaysIsTheOutcome() throws Exception {
    assertThat(isolate(isolation())).isEqualTo(new Progress.Done("done"));
  }

  @Test
  void nothingOfAScriptRunsBeforeAllOfItHasArrived() throws Exception {
    isolate(isolation());

    var script = received.get();
    assertThat(script).startsWith("quaestor() {\n").endsWith("\n}\nquaestor </dev/null\nexit\n");
    // Cut anywhere it is no script, or one that only defines.
    for (int end = 0; end < script.length() - "quaestor </dev/null\nexit\n".length(); end += 97) {
      var shell = new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
      try (var in = shell.getOutputStream()) {
        in.write(script.substring(0, end).getBytes(StandardCharsets.UTF_8));
      }
      assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .doesNotContain("\"outcome\"");
      shell.waitFor();
    }
  }

  @Test
  void noValueIsEverPartOfTheScript() {
    var hostile = "'; touch /tmp/pwned; $(reboot) `reboot` \"\\\n-rf\u0000é";
    var script =
        new String(
            HostScript.isolation().with("isolate", Map.of("probes", hostile)),
            StandardCharsets.UTF_8);

    assertThat(script.lines().skip(1).findFirst().orElseThrow())
        .matches("q_probes='[A-Za-z0-9+/=]+'");
    assertThat(script).doesNotContain("pwned").doesNotContain("reboot");
  }

  @Test
  void aHostWithAnotherKeyIsToldNothing() throws Exception {
    var isolation = isolation(Keys.pair(), engineKey, server.getPort());

    assertThat(isolate(isolation))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("HOST_KEY_DIFFERS"));
    assertThat(isolation.isolated(HOST)).isEqualTo(Standing.UNKNOWN);
    assertThat(tried).hasValue(0);
    assertThat(received).hasValue("");
  }

  @Test
  void aHostThatDoesNotTakeTheKeySaysSo() throws Exception {
    var isolation = isolation(hostKey, Keys.pair(), server.getPort());

    assertThatThrownBy(() -> isolate(isolation))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
              assertThat(refused.mayHaveActed()).isFalse();
            });
  }

  @Test
  void aHostThatIsDownOrSilentIsAway() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var deaf = isolation(hostKey, engineKey, silent.getLocalPort());
      var begun = System.nanoTime();
      assertThatThrownBy(() -> isolate(deaf)).satisfies(HostShellTest::isAwayAndUntouched);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
    made.close();
    server.stop(true);
    var down = isolation(hostKey, engineKey, 1);
    assertThatThrownBy(() -> isolate(down)).satisfies(HostShellTest::isAwayAndUntouched);
  }

  private static void isAwayAndUntouched(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            away -> {
              assertThat(away.kind()).isEqualTo(Kind.DEVICE_AWAY);
              assertThat(away.mayHaveActed()).isFalse();
            });
  }

  /** What a hostile or broken host answers, and what that is. */
  enum Answer {
    NOTHING("", Kind.MALFORMED_ANSWER),
    WORDS("Welcome to web-01!\n", Kind.MALFORMED_ANSWER),
    CUT(DONE.substring(0, 30), Kind.MALFORMED_ANSWER),
    NO_OUTCOME("{\"quaestor\":1}\n", Kind.MALFORMED_ANSWER),
    UNKNOWN_OUTCOME(DONE.replace("DONE", "FINE"), Kind.MALFORMED_ANSWER),
    A_LOOK(DONE.replace("DONE", "SEEN"), Kind.MALFORMED_ANSWER),
    NO_BASE64(DONE.replace("ZG9uZQ==", "a'b$(c)"), Kind.MALFORMED_ANSWER),
    STRANGE_CODE(DONE.replace("\"code\":\"\"", "\"code\":\"<b>\\u202e\""), Kind.MALFORMED_ANSWER),
    LONG_CODE(
        DONE.replace("\"code\":\"\"", "\"code\":\"" + "A".repeat(100) + "\""),
        Kind.MALFORMED_ANSWER),
    NESTED("{\"quaestor\":" + "[".repeat(5_000), Kind.MALFORMED_ANSWER);

    private final String text;
    private final Kind kind;

    Answer(String text, Kind kind) {
      this.text = text;
      this.kind = kind;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatCannotBeUsedMayStillBeOfSomethingDone(Answer answer) throws Exception {
    host = (out, in) -> out.write(answer.text.getBytes(StandardCharsets.UTF_8));
    var isolation = isolation();

    assertThatThrownBy(() -> isolate(isolation))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            broke -> {
              assertThat(broke.kind()).isEqualTo(answer.kind);
              assertThat(broke.mayHaveActed()).isTrue();
            });
  }

  @Test
  void whatAHostSaysIsOneShortLineForPeople() throws Exception {
    var said = "bad\n\u202e\u0000words ".repeat(1_000);
    var base64 = Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    host =
        (out, in) -> out.write(DONE.replace("ZG9uZQ==", base64).getBytes(StandardCharsets.UTF_8));

    assertThat(isolate(isolation()).sentence())
        .hasSizeLessThan(310)
        .doesNotContain("\n", "\u202e", "\u0000");
  }

  @Test
  void endlessOutputIsNotRead() throws Exception {
    host =
        (out, in) -> {
          var line = "x".repeat(8_192).getBytes(StandardCharsets.UTF_8);
          while (true) {
            out.write(line);
          }
        };
    var isolation = isolation();

    assertThatThrownBy(() -> isolate(isolation))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            endless -> {
              assertThat(endless.isTooLarge()).isTrue();
              assertThat(endless.mayHaveActed()).isTrue();
            });
  }

  @Test
  void aSessionThatHangsIsGivenUp() throws Exception {
    host =
        (out, in) -> {
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        };
    var isolation = isolation();
    var begun = System.nanoTime();

    assertThatThrownBy(() -> isolate(isolation))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            hung -> {
              assertThat(hung.kind()).isEqualTo(Kind.DEVICE_AWAY);
              assertThat(hung.mayHaveActed()).isTrue();
              assertThat(hung).hasMessageContaining("did not end within 2 s");
            });
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThatThrownBy(() -> isolation.isolated(HOST))
        .isInstanceOfSatisfying(
            ConnectorException.class, looked -> assertThat(looked.mayHaveActed()).isFalse());
  }

  @Test
  void aHostAtWhichSomethingIsUnderWayIsAskedLater() throws Exception {
    host =
        (out, in) ->
            out.write(
                DONE.replace("\"DONE\"", "\"REFUSED\"")
                    .replace("\"code\":\"\"", "\"code\":\"BUSY\"")
                    .getBytes(StandardCharsets.UTF_8));
    var isolation = isolation();

    assertThatThrownBy(() -> isolate(isolation))
        .isInstanceOfSatisfying(
            ConnectorException.class, busy -> assertThat(busy.kind()).isEqualTo(Kind.DEVICE_AWAY));
  }

  @Test
  void aStrangerIsNeverCalled() throws Exception {
    var isolation = isolation();

    for (var name : List.of("web-02", "evil.web-01", "b".repeat(32))) {
      assertThatThrownBy(
              () ->
                  isolation.isolate(Device.ofId(name), Isolation.FULL, new Mandate("act-1", "why")))
          .isInstanceOfSatisfying(
              ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }
    assertThat(tried).hasValue(0);
  }
}
