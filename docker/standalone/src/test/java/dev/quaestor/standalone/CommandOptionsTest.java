package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.wire.QuaestorJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is mistyped is said in words, and nothing starts. */
class CommandOptionsTest {
  @TempDir private Path home;

  private record Screen(int exit, String text) {}

  private Screen run(String... words) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var surroundings = surroundings(stream);
    int exit =
        Quaestor.commandLine(
                surroundings,
                new UpCommand(),
                new DemoCommand(),
                new DownCommand(),
                new ReplayCommand())
            .execute(words);
    return new Screen(exit, out.toString(StandardCharsets.UTF_8));
  }

  private CliEnvironment surroundings(PrintStream stream) {
    return new CliEnvironment(
        new ByteArrayInputStream(new byte[0]), stream, stream, Map.of(), home, false);
  }

  @ParameterizedTest
  @CsvSource({
    "--api-port=99999, is not a port from 1 to 65535",
    "--lab-port=0, is not a port from 1 to 65535",
    "--web-ui-port=x, is not a port from 1 to 65535",
    "--temporal=foo, 'is not auto, embedded or HOST:PORT'",
    "--temporal=127.0.0.1:70000, 'is not auto, embedded or HOST:PORT'",
  })
  void anOptionThatCannotBeMeantIsWrongUsageInWords(String option, String said) {
    var screen = run("up", option);

    assertThat(screen.exit()).as(screen.text()).isEqualTo(2);
    assertThat(screen.text()).contains("Wrong usage", said).doesNotContain("Exception", "java.");
  }

  @ParameterizedTest
  @CsvSource({
    "--estate nonsense, the only one is called open",
    "--estate open --lab-port 9, --lab-port and --estate cannot be combined",
    "--keycloak folder, --keycloak belongs to --estate open",
  })
  void whatMakesNoSenseForTheDemoIsSaidBeforeAnythingStarts(String options, String said) {
    var screen = run(("demo " + options).split(" "));

    assertThat(screen.exit()).as(screen.text()).isEqualTo(1);
    assertThat(screen.text()).contains(said).doesNotContain("starting");
  }

  @Test
  void aHistoryFileThatIsNotThereIsSaidToBeMissing() {
    var screen = run("replay", "nofile.json");

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text()).contains("Cannot read nofile.json: there is no such file.");
  }

  @Test
  void aLabThatDoesNotAnswerIsSaidBeforeAnythingStarts() {
    var nowhere = "http://127.0.0.1:" + Ports.free();

    var screen =
        run("up", "--temporal=embedded", "--lab=" + nowhere, port("api"), port("temporal"));

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text())
        .contains("Nothing answers at " + nowhere, "Without --lab, a lab tenant is started here")
        .doesNotContain("starting", "Exception");
  }

  @Test
  void onePortForTwoPartsIsSaidBeforeAnythingStarts() {
    var port = Ports.free();

    var screen = run("up", "--temporal=embedded", "--api-port=" + port, "--lab-port=" + port);

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text())
        .contains(
            "Port " + port + " is given to both the API and the lab tenant.",
            "--api-port or --lab-port")
        .doesNotContain("starting");
  }

  @Test
  void aTakenPortIsSaidBeforeASecondProcessIsStarted() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var screen =
          run("up", "-d", "--temporal=embedded", "--api-port=" + taken.getLocalPort(), port("lab"));

      assertThat(screen.exit()).isEqualTo(1);
      assertThat(screen.text())
          .contains("Port " + taken.getLocalPort() + ", for the API, is in use")
          .doesNotContain("starting", "It did not start");
    }
  }

  @Test
  void downIsOneDocumentForAMachineEvenIfNothingRuns() {
    var document = QuaestorJson.mapper().readTree(run("--json", "down").text());

    assertThat(document.path("stopped").isBoolean()).isTrue();
    assertThat(document.path("stopped").asBoolean()).isFalse();
    assertThat(run("down").text()).contains("Nothing is running here.");
  }

  @Test
  void replaySaysWhatItIsDoingWhileItTakesItsTime() throws IOException {
    var history = history("events", "events");

    assertThat(replay(history).text())
        .contains("preparing to replay", "reading the history " + history);
  }

  private static String port(String whose) {
    return "--" + whose + "-port=" + Ports.free();
  }

  @Test
  void whatAnswersAndIsNoLabTenantIsSaid() throws IOException {
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      var url = "http://127.0.0.1:" + other.getAddress().getPort();
      assertThat(
              run("up", "--temporal=embedded", "--lab=" + url, port("api"), port("temporal"))
                  .text())
          .contains("What answers at " + url + " is not a lab tenant (HTTP 404)");
    } finally {
      other.stop(0);
    }
  }

  private Path history(String change, String into) throws IOException {
    var recorded =
        Files.readString(
            Path.of("../../workflows/src/test/resources/histories/Investigation")
                .resolve("1.38.0-automatic.json"));
    assertThat(recorded).contains(change);
    return Files.writeString(home.resolve("history.json"), recorded.replace(change, into));
  }

  private Screen replay(Path history) {
    return run("replay", history.toString());
  }

  @Test
  void aHistoryThatCannotBeReadIsNotOneThatDiffers() throws IOException {
    for (var text : new String[] {"no json", "{}", "{\"events\":[]}"}) {
      var screen = replay(Files.writeString(home.resolve("odd.json"), text));

      assertThat(screen.exit()).isEqualTo(1);
      assertThat(screen.text()).as(text).contains("unreadable").doesNotContain("differs");
    }
  }

  @Test
  void aWorkflowTypeThatIsNotOursIsNamedWithThoseThatAre() throws IOException {
    var screen = replay(history("\"name\": \"Investigation\"", "\"name\": \"Payroll\""));

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text())
        .contains("unknown workflow type", "\"Payroll\"", "Investigation, ")
        .doesNotContain("differs");
  }

  @Test
  void aPayloadOfAnotherVersionIsSaidToBeOne() throws IOException {
    var json = QuaestorJson.mapper().readTree(Files.readString(history("events", "events")));
    var input =
        (ObjectNode)
            json.path("events")
                .get(0)
                .path("workflowExecutionStartedEventAttributes")
                .path("input")
                .path("payloads")
                .get(0);
    input.put("data", Base64.getEncoder().encodeToString("[1]".getBytes(StandardCharsets.UTF_8)));

    var screen = replay(Files.writeString(home.resolve("old.json"), json.toString()));

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text()).contains("other version").doesNotContain("differs");
  }

  @Test
  void aHistoryThatWasEndedFromOutsideReplaysUpToThere() throws IOException {
    var json =
        (ObjectNode) QuaestorJson.mapper().readTree(Files.readString(history("events", "events")));
    var events = (ArrayNode) json.path("events");
    while (!events.get(events.size() - 1).path("eventType").asString().endsWith("TASK_SCHEDULED")
        || events.get(events.size() - 1).path("eventType").asString().contains("ACTIVITY")) {
      events.remove(events.size() - 1);
    }
    var last = (ObjectNode) events.get(events.size() - 1);
    last.remove("workflowTaskScheduledEventAttributes");
    last.put("eventType", "EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED")
        .putObject("workflowExecutionTerminatedEventAttributes")
        .put("reason", "by hand");

    var screen = replay(Files.writeString(home.resolve("ended.json"), json.toString()));

    assertThat(screen.exit()).as(screen.text()).isZero();
    assertThat(screen.text())
        .contains("It was terminated (by hand); it was replayed up to there")
        .doesNotContain("differs");
  }

  @Test
  void aHistoryInWhichSomethingElseWasDoneDiffers() throws IOException {
    var screen = replay(history("\"name\": \"ExamineEvidence\"", "\"name\": \"Other\""));

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.text()).contains("differs");
  }
}
