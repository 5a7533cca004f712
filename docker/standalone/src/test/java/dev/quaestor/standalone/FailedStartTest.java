package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.LabMain;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.worker.WorkerApplication;
import io.temporal.testserver.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a start fails over, the process ends and says it: a supervisor can act on nothing else.
 */
class FailedStartTest {
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private Path folder;

  private ChildJvm.Ended starter(String... settings) {
    return new ChildJvm(folder)
        .run(StarterApplication.class, with(settings, "--quaestor.state-dir=" + folder));
  }

  private ChildJvm.Ended worker(String... settings) {
    return new ChildJvm(folder)
        .run(
            WorkerApplication.class,
            with(settings, "--quaestor.vault.directory=" + folder.resolve("vault")));
  }

  /** Last, what a test says wins: Spring would join two values of one name. */
  private static String[] with(String[] settings, String usual) {
    var name = usual.substring(0, usual.indexOf('=') + 1);
    return Stream.of(settings).anyMatch(s -> s.startsWith(name))
        ? settings
        : Stream.concat(Stream.of(settings), Stream.of(usual)).toArray(String[]::new);
  }

  @Test
  void aStarterWithoutTemporalEnds() {
    starter("--quaestor.temporal.target=" + NOBODY, "--quaestor.temporal.connect-timeout=1s")
        .failedBecause(
            "The starter did not start: Temporal at 127.0.0.1:1 does not answer (waited 1 s",
            "quaestor.temporal.target");
  }

  @Test
  void aWorkerWithoutTemporalEnds() {
    worker("--quaestor.temporal.target=" + NOBODY, "--quaestor.temporal.connect-timeout=1s")
        .failedBecause(
            "The worker did not start: Temporal at 127.0.0.1:1 does not answer (waited 1 s",
            "quaestor.temporal.target");
  }

  @Test
  void aStarterWhosePortIsTakenEnds() throws Exception {
    int temporal = Ports.free();
    var server = TestServer.createPortBoundServer(temporal, true);
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      starter(
              "--quaestor.temporal.target=127.0.0.1:" + temporal,
              "--server.port=" + other.getLocalPort())
          .failedBecause(
              "Port " + other.getLocalPort() + " is in use by another program.", "server.port");
    } finally {
      server.close();
    }
  }

  @Test
  void aStarterWhoseLedgerIsAwayEnds() {
    starter("--spring.datasource.url=jdbc:postgresql://" + NOBODY + "/ledger")
        .failedBecause(
            "The ledger's database cannot be used: Connection to 127.0.0.1:1 refused",
            "spring.datasource.url");
  }

  @Test
  void aStarterThatMayNotWriteItsStateEnds() throws Exception {
    var file = Files.writeString(folder.resolve("a-file"), "");
    starter(
            "--quaestor.state-dir=" + file.resolve("state"),
            "--spring.datasource.url=jdbc:h2:mem:ledger;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
        .failedBecause(file.toString());
  }

  @Test
  void aWrongSettingEndsAStarterWithoutItsValue() {
    assertThat(
            starter("--quaestor.temporal.connect-timeout=s0me-secret")
                .failedBecause(
                    "quaestor.temporal.connect-timeout", "is not a duration, such as 30s or 5m")
                .said())
        .doesNotContain("s0me-secret");
  }

  @Test
  void aSettingThatNobodyReadsEndsAWorker() {
    worker("--quaestor.temporal.targt=" + NOBODY)
        .failedBecause(
            "quaestor.temporal.targt", "is not a setting: did you mean quaestor.temporal.target?");
  }

  @Test
  void aWorkerThatCannotReadASecretEnds() {
    worker(
            "--quaestor.encryption.keys[0].id=soc",
            "--quaestor.encryption.keys[0].key=file:" + folder.resolve("absent"))
        .failedBecause(
            "quaestor.encryption.keys[0].key: there is no file " + folder.resolve("absent"));
  }

  @Test
  void aWorkerThatIsGivenAPrivateKeyEnds() throws Exception {
    var key =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n");
    assertThat(
            worker("--quaestor.trust.starter-keys[0]=" + key)
                .failedBecause(key + " contains a private key")
                .said())
        .doesNotContain("hush");
  }

  @Test
  void aLabWhosePortIsTakenEnds() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new ChildJvm(folder)
          .run(LabMain.class, "--port", Integer.toString(other.getLocalPort()))
          .failedBecause(
              "The lab did not start: the lab cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
  }
}
