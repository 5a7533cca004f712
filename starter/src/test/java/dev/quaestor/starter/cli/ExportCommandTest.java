package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String LINES =
      """
      {"class_uid":2005,"metadata":{"sequence":1}}
      {"class_uid":7001,"metadata":{"sequence":4},"message":"\u009b31m"}
      """;

  @TempDir private Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anExportIsPrintedLineByLineWithNothingThatATerminalObeys() {
    api.on("GET /export/ocsf", 200, "application/x-ndjson", LINES);
    var screen =
        Terminal.in(folder, api).run("export", "ocsf", "--class", "2005,7001", "--after", "3");

    assertThat(screen.exit()).isZero();
    assertThat(screen.out().lines()).hasSize(2);
    assertThat(screen.out()).contains("\\u009b31m").doesNotContain("\u009b");
    assertThat(api.onlyCall().target()).contains("class=2005%2C7001").contains("after=3");
  }

  @Test
  void anExportGoesToAFileAsItCame() throws IOException {
    api.on("GET /export/ocsf", 200, "application/x-ndjson", LINES);
    var screen =
        Terminal.in(folder, api).run("export", "ocsf", "-o", "out.ndjson", "--since", "30d");

    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).isEmpty();
    assertThat(screen.err()).contains("2 events were written to out.ndjson");
    assertThat(Files.readString(folder.resolve("out.ndjson"))).isEqualTo(LINES);
    assertThat(api.onlyCall().target()).matches(".*since=20\\d\\d-.*Z.*");
  }

  @Test
  void aSpanThatIsNoneIsWrongUsage() {
    var screen = Terminal.in(folder, api).run("export", "ocsf", "--since", "ages");

    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("neither a time");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void aRefusalIsTheServersOwnWords() {
    api.on(
        "GET /export/ocsf",
        400,
        Canned.problem(400, "A field is not valid", "\"field\":\"class\""));
    var screen = Terminal.in(folder, api).run("export", "ocsf", "--class", "1");

    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("A field is not valid");
  }

  @Test
  void aWebhookThatTakesThePingIsGoodAndOneThatDoesNotIsNot() {
    api.on(
        "POST /webhooks/soc/test",
        200,
        "{\"name\":\"soc\",\"delivered\":true,\"sentence\":\"It answered 204.\"}");
    api.on(
        "POST /webhooks/old/test",
        200,
        "{\"name\":\"old\",\"delivered\":false,\"sentence\":\"It answered 410 Gone.\"}");

    var good = Terminal.in(folder, api).run("webhook", "test", "soc");
    var bad = Terminal.in(folder, api).run("webhook", "test", "old");

    assertThat(good.exit()).isZero();
    assertThat(good.out()).contains("soc: It answered 204.");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).contains("410 Gone");
  }

  @Test
  void webhooksAreListedWithWhatWaits() {
    api.on(
        "GET /webhooks",
        200,
        """
        {"items":[{"name":"soc","origin":"https://soc.example","events":["*"],"disabled":false,\
        "waiting":3,"failing":1,"lastError":"It answered 500."}]}""");
    var screen = Terminal.in(folder, api).run("webhook", "list");

    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("soc", "https://soc.example", "3", "It answered 500.");
  }

  @Test
  void receiversOfNoticesAreListedAndTestedLikeWebhooks() {
    api.on(
        "GET /notices",
        200,
        """
        {"items":[{"name":"soc","kind":"mail","waiting":2,"failing":0},\
        {"name":"leads","kind":"slack","waiting":0,"failing":0,"disabledBecause":"It is gone."}]}""");
    api.on(
        "POST /notices/soc/test",
        200,
        "{\"name\":\"soc\",\"delivered\":false,\"sentence\":\"It refused all addresses.\"}");

    var list = Terminal.in(folder, api).run("notice", "list");
    var test = Terminal.in(folder, api).run("notice", "test", "soc");
    var help = Terminal.in(folder, api).run("notice", "--help");

    assertThat(list.out()).contains("mail", "in use", "disabled: It is gone.");
    assertThat(test.exit()).isEqualTo(1);
    assertThat(test.out()).contains("soc: It refused all addresses.");
    assertThat(help.out()).contains("send a test notice", "list", "test");
  }
}
