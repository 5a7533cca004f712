package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code ./quaestor} hands to the JVM, which is a program here that says what it was given.
 */
class LauncherTest {
  @TempDir private Path root;

  @BeforeEach
  void somethingIsBuilt() throws IOException {
    Files.copy(Path.of("../../quaestor"), root.resolve("quaestor"));
    file("docker/standalone/target/quaestor-standalone-1.jar", "");
    file("docker/standalone/target/lib/some.jar", "");
    file("docker/tools/target/quaestor-tools-1.jar", "");
    file("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
    file("jdk/bin/java", "#!/bin/sh\necho \"LC_ALL=${LC_ALL-unset}\"\nlocale charmap\n")
        .toFile()
        .setExecutable(true);
    assumeThat(run("sh", "-c", "locale -a", Map.of())).containsIgnoringCase("utf");
  }

  private Path file(String name, String content) throws IOException {
    var path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private String run(String program, String first, String second, Map<String, String> locale)
      throws IOException {
    var builder = new ProcessBuilder(List.of(program, first, second)).redirectErrorStream(true);
    var environment = builder.environment();
    List.of("LC_ALL", "LC_CTYPE", "LANG").forEach(environment::remove);
    environment.putAll(locale);
    environment.put("QUAESTOR_NO_BUILD", "1");
    environment.put("QUAESTOR_JAVA_HOME", root.resolve("jdk").toString());
    var process = builder.directory(root.toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String launched(Map<String, String> locale) throws IOException {
    return run("bash", "quaestor", "list", locale);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
  void argumentsAreReadInUtf8UnderALocaleThatIsNot(String locale) throws IOException {
    assertThat(launched(Map.of("LC_ALL", locale))).contains("UTF-8").doesNotContain("ANSI_X3");
    assertThat(launched(Map.of("LANG", locale))).contains("UTF-8").doesNotContain("ANSI_X3");
  }

  @Test
  void aLocaleInUtf8IsLeftAsItIs() throws IOException {
    assertThat(launched(Map.of("LANG", "C.UTF-8"))).contains("LC_ALL=unset", "UTF-8");
  }

  @Test
  void aDownloadedQuaestorRunsWhatIsInLibAndBuildsNothing() throws IOException {
    var packed = root.resolve("packed");
    Files.createDirectories(packed.resolve("lib"));
    Files.copy(Path.of("../../quaestor"), packed.resolve("quaestor"));
    file("jdk/bin/java", "#!/bin/sh\necho \"$@\"\n");
    var builder =
        new ProcessBuilder("bash", packed.resolve("quaestor").toString(), "list")
            .redirectErrorStream(true);
    builder.environment().remove("QUAESTOR_NO_BUILD");
    builder.environment().put("QUAESTOR_JAVA_HOME", root.resolve("jdk").toString());
    var process = builder.start();

    assertThat(process.getInputStream())
        .asString(StandardCharsets.UTF_8)
        .contains("-cp " + packed.toRealPath() + "/lib/* dev.quaestor.tools.ToolsMain list")
        .doesNotContain("Building");
  }
}
