package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo on real back ends: all comes out as expected, and nothing of it is left, whether it ends
 * or is killed.
 */
class OpenEstateAsRootIT {
  private static final int ENDS_WITHIN_MINUTES = 8;

  @TempDir private Path folder;

  private static boolean required(String what) {
    return "true".equals(System.getenv("QUAESTOR_REQUIRE_" + what));
  }

  private static boolean isRoot() throws IOException {
    return Files.exists(Path.of("/proc/self"))
        && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private Process demo(String... more) {
    var arguments = new ArrayList<>(List.of("demo", "--estate", "open"));
    arguments.addAll(List.of(more));
    for (var port : List.of("api", "temporal", "web-ui")) {
      arguments.add("--%s-port=%d".formatted(port, Ports.free()));
    }
    return child().start(Main.class, arguments.toArray(String[]::new));
  }

  private ChildJvm child() {
    return new ChildJvm(folder, Map.of("QUAESTOR_HOME", folder.toString()));
  }

  private Path estate() {
    return folder.resolve(".quaestor/demo/estate");
  }

  private void untilSaid(Process process, String words) throws InterruptedException {
    var giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(ENDS_WITHIN_MINUTES);
    while (!child().said().contains(words)) {
      assertThat(process.isAlive()).as(child().said()).isTrue();
      assertThat(System.nanoTime()).as(child().said()).isLessThan(giveUp);
      Thread.sleep(200);
    }
  }

  /** Whose command line or mount it is, or which space of names. */
  private List<String> left(String space) throws Exception {
    var left = new ArrayList<String>();
    try (var mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      mounts.filter(line -> line.contains(estate().toString())).forEach(left::add);
    }
    try (var all = ProcessHandle.allProcesses()) {
      all.flatMap(one -> of(one.pid()).stream()).forEach(left::add);
    }
    if (!space.isEmpty()
        && (Files.exists(Path.of("/run/netns", space))
            || Files.exists(Path.of("/run/netns", space + "n")))) {
      left.add("the namespace " + space);
    }
    return left;
  }

  /** What a process has as its command, where it is started in the estate's folder. */
  private List<String> of(long pid) {
    try {
      var place = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
      return place.toString().startsWith(estate().toString())
          ? List.of(
              Files.readString(
                  Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1))
          : List.of();
    } catch (IOException gone) {
      return List.of();
    }
  }

  @Test
  void theStoryComesOutAndNothingIsLeft() throws Exception {
    assumeTrue(isRoot() || required("HOSTS"), "skipped: the estate is tried as root only");
    var keycloak = System.getenv("QUAESTOR_TEST_KEYCLOAK");

    var process =
        demo(
            Stream.concat(
                    Stream.of("--exit"),
                    keycloak == null ? Stream.of() : Stream.of("--keycloak", keycloak))
                .toArray(String[]::new));
    assertThat(process.waitFor(ENDS_WITHIN_MINUTES, TimeUnit.MINUTES)).as(child().said()).isTrue();

    var said = child().said();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("Everything came out as expected.").doesNotContain("Exception");
    for (var part :
        Map.of(
                "HOSTS", "without a Linux host",
                "DOVECOT", "without mailboxes",
                "PROXIES", "without squid",
                "SCANNERS", "without ClamAV",
                "KEYCLOAK", "without accounts")
            .entrySet()) {
      if (required(part.getKey())) {
        assertThat(said).doesNotContain(part.getValue());
      }
    }
    assertThat(left("")).isEmpty();
    assertThat(estate().resolve("host/named")).doesNotExist();
  }

  @Test
  void whatAKilledOneLeavesTheNextDemoEnds() throws Exception {
    assumeTrue(isRoot() && required("HOSTS"), "skipped: a host is tried where one is required");
    var killed = demo();
    untilSaid(killed, "Alerts arrive");
    var space = Files.readString(estate().resolve("host/named")).split(" ")[0];
    killed.destroyForcibly().waitFor();
    assertThat(left(space)).isNotEmpty();

    // The one on the lab tenant as well, which empties the same folder.
    var next =
        child()
            .start(
                Main.class,
                "demo",
                "--temporal=embedded",
                "--api-port=" + Ports.free(),
                "--lab-port=" + Ports.free(),
                "--temporal-port=" + Ports.free());
    untilSaid(next, "Four alerts arrive");

    assertThat(left(space)).isEmpty();
    assertThat(estate()).doesNotExist();
    next.destroy();
    assertThat(next.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }
}
