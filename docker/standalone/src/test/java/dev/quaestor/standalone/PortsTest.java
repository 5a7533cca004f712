package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port that is taken is named, with what to do; nothing is left running. */
class PortsTest {
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({"0, the API, --api-port", "1, the lab, --lab-port", "2, Temporal, --temporal-port"})
  void aTakenPortIsNamedWithTheOptionThatChangesIt(int which, String whose, String option)
      throws IOException {
    var home = new Home(root, root.resolve(".quaestor")).made();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var free = new int[] {Ports.free(), Ports.free(), Ports.free()};
      free[which] = taken.getLocalPort();
      var plan =
          new Standalone.Plan(
              home,
              new Ports(free[0], free[1], free[2], Ports.free()),
              new TemporalChoice.Embedded(),
              Map.of(),
              null);

      assertThatThrownBy(() -> Standalone.start(plan, line -> {}))
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining(whose)
          .satisfies(
              e ->
                  assertThat(((CommandFailed) e).advice()).anyMatch(line -> line.contains(option)));
      for (int i = 0; i < free.length; i++) {
        assertThat(Ports.isTaken(free[i])).isEqualTo(i == which);
      }
    }
  }
}
