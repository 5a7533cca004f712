package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.re2j.Pattern;
import dev.quaestor.setup.SettingNames;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.worker.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compose files and the chart set is what the processes read. */
class DeploymentFilesTest {
  /** What compose itself fills in has a dollar before it, and no process sees it. */
  private static final Pattern VARIABLE = Pattern.compile("[^$A-Z_{](QUAESTOR_[A-Z0-9_]+)");

  private static final Path DOCKER = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everyVariableOfTheComposeFilesAndTheChartIsASetting() throws IOException {
    var names = new TreeSet<String>();
    for (var file : files()) {
      var text = VARIABLE.matcher(Files.readString(file));
      while (text.find()) {
        names.add(text.group(1));
      }
    }
    var known =
        new SettingNames(
            Stream.concat(StarterSettings.groups().stream(), WorkerSettings.groups().stream())
                .toList());

    assertThat(names).contains("QUAESTOR_TEMPORAL_TARGET", "QUAESTOR_TRUST_STARTER_KEYS_0");
    assertThatCode(
            () -> known.check(names.stream().map(n -> new SettingNames.Written(n, true, "docker"))))
        .doesNotThrowAnyException();
  }

  private static List<Path> files() {
    try (var found = Files.walk(DOCKER.resolve("helm"))) {
      return Stream.concat(
              Stream.of(DOCKER.resolve("compose.yaml"), DOCKER.resolve("compose.dev.yaml")),
              found.filter(Files::isRegularFile))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
