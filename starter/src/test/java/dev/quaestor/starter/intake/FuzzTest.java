package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format is fed what {@link Mutations} make of all that the other tests feed it. With the
 * same seed it is the same bodies. By default a few dozen of each format are tried; {@code
 * -Dquaestor.fuzz.seconds=60} tries for so long, {@code -Dquaestor.fuzz.seed=} tries others. What
 * fails is kept under {@code target/fuzz}.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("quaestor.fuzz.seed", 20_261_128);
  private static final int SECONDS = Integer.getInteger("quaestor.fuzz.seconds", 0);
  private static final int BODIES = 60;

  /**
   * Of the processor, so that a busy machine fails nobody. A body here is at most 200 kB, and the
   * slowest of them takes a tenth of it.
   */
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private final AlertReader reader = new AlertReader();

  @ParameterizedTest
  @MethodSource("dev.quaestor.alert.AlertSource#arriving")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whateverArrivesIsReadOrRefusedSoon(AlertSource format) throws IOException {
    var mutations = new Mutations(SEED + format.ordinal(), corpus(format));
    var end = System.nanoTime() + share().toNanos();
    for (int i = 0; SECONDS == 0 ? i < BODIES : System.nanoTime() < end; i++) {
      var body = mutations.next();
      // Half of them as a sender forces it, half as it is recognised.
      var forced = i % 2 == 0 ? format : null;
      try {
        endsWell(body, forced);
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError(kept(format, i, body, forced), failed);
      }
    }
  }

  private static Duration share() {
    return Duration.ofSeconds(SECONDS).dividedBy(AlertSource.arriving().size());
  }

  private void endsWell(byte[] body, AlertSource forced) {
    var threads = ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadCpuTime();
    var reading = reader.read(body, null, forced);
    var taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    assertThat(taken).isLessThan(LONGEST);
    switch (reading) {
      case Reading.Refused refused -> {
        assertThat(refused.problems()).isNotEmpty();
        assertThat(refused.problems()).noneMatch(FuzzTest::isBreakage);
      }
      case Reading.Read read -> {
        assertThat(read.alerts()).isNotEmpty();
        assertThat(read.broken()).isEmpty();
        read.alerts().forEach(FuzzTest::canBeKept);
      }
    }
  }

  private static boolean isBreakage(Problem problem) {
    return problem.message().contains("the reader failed unexpectedly");
  }

  /** It goes through JSON unchanged, fits into a workflow and names something. */
  private static void canBeKept(Alert alert) {
    assertThat(alert.evidence()).isNotEmpty();
    var written = QuaestorJson.mapper().writeValueAsBytes(alert);
    assertThat(written).hasSizeLessThanOrEqualTo(AlertReader.LARGEST_ALERT);
    assertThat(QuaestorJson.mapper().readValue(written, Alert.class)).isEqualTo(alert);
    assertThat(alert.toString()).doesNotContain("\0");
    alert.evidence().forEach(e -> assertThat(e.key().value()).isNotBlank());
  }

  private static String kept(AlertSource format, int number, byte[] body, AlertSource forced)
      throws IOException {
    var file = Path.of("target", "fuzz", format + "-" + SEED + "-" + number + ".bin");
    Files.createDirectories(file.getParent());
    Files.write(file, body);
    return "body %d of %s, seed %d, read as %s, kept as %s"
        .formatted(number, format, SEED, forced == null ? "what it looks like" : forced, file);
  }

  /** All samples of the format that the other tests use. */
  private static List<byte[]> corpus(AlertSource format) throws IOException {
    var bodies = new ArrayList<byte[]>();
    var all = new ArrayList<byte[]>();
    for (var folder :
        List.of(
            Path.of("..", "docker", "lab", "alerts"),
            Path.of("src", "test", "resources", "alerts"),
            Path.of("src", "test", "resources", "wire"))) {
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          all.add(Files.readAllBytes(file));
        }
      }
    }
    Stream.of(Samples.OWN, Samples.PHISH)
        .map(sample -> sample.getBytes(StandardCharsets.UTF_8))
        .forEach(all::add);
    var reader = new AlertReader();
    for (var body : all) {
      if (reader.read(body, null, null) instanceof Reading.Read read
          && (format == AlertSource.CLOUDEVENTS
              || read.alerts().stream().anyMatch(a -> a.source() == format))) {
        bodies.add(body);
      }
    }
    assertThat(bodies).as("samples of %s", format).isNotEmpty();
    return bodies;
  }
}
