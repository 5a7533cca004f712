package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Access.Fault;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ConnectorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A look at many hosts ends in time, whatever they do, and says which were not reached. */
@Timeout(60)
class EnteringTest {
  private static final int MANY = 300;

  @TempDir Path folder;

  private LinuxSettings settings(int port, String key) throws IOException {
    var yaml = new StringBuilder("hosts:\n");
    for (int n = 1; n <= MANY; n++) {
      yaml.append(
          "  - {name: web-%d, machine-id: %s, address: 127.0.0.1, port: %d, host-key: \"%s\"}\n"
              .formatted(n, "%032x".formatted(n), port, Keys.HOST));
    }
    var file = Files.writeString(folder.resolve("hosts.yaml"), yaml);
    return LinuxSettings.read(
        new ConnectorSettings(
            "branch",
            "quaestor.connectors[0].linux",
            Map.of(
                "inventory-file", file.toString(), "private-key", key, "connect-timeout", "PT5S"),
            Map.of()));
  }

  @Test
  void hostsThatHangHoldNobodyAndAreNamed() throws Exception {
    try (var silent = new ServerSocket(0, MANY, InetAddress.getLoopbackAddress());
        var shell = new HostShell(settings(silent.getLocalPort(), Keys.ENGINE))) {
      var entering =
          new Entering(settings(silent.getLocalPort(), Keys.ENGINE), shell, Duration.ofSeconds(1));
      var began = System.nanoTime();

      var hosts = entering.access().hosts().orElseThrow();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
      assertThat(hosts.well()).isZero();
      assertThat(hosts.faults()).hasSize(MANY);
      assertThat(hosts.areAll(Fault.Kind.AWAY)).isTrue();
      assertThat(hosts.faults().getLast().sentence()).isEqualTo("web-300 was not asked within 1 s");
    }
  }

  @Test
  void hostsThatAreNotThereAreAllAskedInTime() throws Exception {
    int nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (var shell = new HostShell(settings(nobody, Keys.ENGINE))) {
      var hosts = new Entering(settings(nobody, Keys.ENGINE), shell).access().hosts().orElseThrow();

      assertThat(hosts.faults())
          .hasSize(MANY)
          .allSatisfy(fault -> assertThat(fault.sentence()).contains("it cannot be reached"));
    }
  }

  @Test
  void aKeyThatCannotBeReadIsTheWorkersFaultAndNoHosts() throws Exception {
    var key = new AtomicReference<>(Keys.ENGINE);
    var file = settings(1, Keys.ENGINE);
    var own =
        LinuxSettings.read(
            new ConnectorSettings(
                "branch",
                "quaestor.connectors[0].linux",
                Map.of("inventory-file", folder.resolve("hosts.yaml").toString()),
                Map.of("private-key", key::get)));
    try (var shell = new HostShell(own)) {
      key.set("no key");
      var entering = new Entering(file, shell);

      assertThatThrownBy(entering::access)
          .isInstanceOfSatisfying(
              ConnectorException.class,
              refused -> {
                assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
                assertThat(refused)
                    .hasMessageContaining("quaestor.connectors[0].linux.private-key");
                assertThat(refused).hasMessageNotContaining("no key ");
              });
      assertThat(entering.remedies().refused())
          .contains("quaestor.connectors[0].linux.private-key")
          .contains("quaestor.connectors[0].linux.inventory-file");
      assertThat(entering.sentence())
          .isEqualTo("branch, 300 hosts of quaestor.connectors[0].linux.inventory-file");
    }
  }
}
