package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;

/** What either process logs, with the settings that it ships with, in a JVM of its own. */
class LogFormatTest {
  private static final String FORGED = "2026-11-30T04:00:00.000Z  INFO forged";

  private static final String HOSTILE =
      "said \"x\",\"log\":{\"level\":\"INFO\"}}\r\n"
          + FORGED
          + "\u2028"
          + FORGED
          + "\u001b[2K\u0085";

  /** Says something hostile, as the process whose settings are named. */
  static final class Child {
    public static void main(String[] arguments) {
      new SpringApplicationBuilder(Child.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .logStartupInfo(false)
          .run(arguments);
      var log = LoggerFactory.getLogger(Child.class);
      MDC.put("investigationId", "inv-1");
      MDC.put("actionId", "act-1");
      log.warn("{}", HOSTILE);
      log.error("it failed", new IllegalStateException(HOSTILE, new IOException(HOSTILE)));
      MDC.clear();
      log.info("the end");
    }
  }

  private static List<String> said(String config, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "--spring.config.name=" + config));
    command.addAll(List.of(more));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return List.of(out.split("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "quaestor-worker"})
  void inTextOneMessageIsOneLineWhateverItSays(String config) throws Exception {
    var lines = said(config);

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("WARN", "said \"x\"", FORGED, "inv-1 act-1"));
    assertThat(lines).noneMatch(line -> line.startsWith(FORGED));
    assertThat(String.join("\n", lines)).doesNotContain("\u001b", "\u2028", "\u0085", "\r");
    var dated = lines.stream().filter(line -> line.matches("^\\d{4}-.*")).toList();
    assertThat(dated).hasSize(3).last().asString().contains("the end");
    assertThat(lines).anyMatch(line -> line.startsWith("\tat "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "quaestor-worker"})
  void bySwitchEachLineIsOneObjectOfTheElasticCommonSchema(String config) throws Exception {
    var lines = said(config, "--logging.structured.format.console=ecs");

    assertThat(lines).hasSize(3);
    var objects = new ArrayList<JsonNode>();
    for (var line : lines) {
      objects.add(QuaestorJson.mapper().readTree(line));
    }
    var warning = objects.getFirst();
    assertThat(warning.path("message").asString()).isEqualTo(HOSTILE);
    assertThat(warning.path("log").path("level").asString()).isEqualTo("WARN");
    assertThat(warning.path("investigationId").asString()).isEqualTo("inv-1");
    assertThat(warning.path("actionId").asString()).isEqualTo("act-1");
    assertThat(warning.path("@timestamp").asString()).isNotBlank();
    assertThat(objects.get(1).path("error").path("type").asString())
        .isEqualTo(IllegalStateException.class.getName());
    Set<String> names = new TreeSet<>(objects.getLast().propertyNames());
    assertThat(names).doesNotContain("investigationId", "actionId");
  }
}
