package dev.quaestor.tools.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up mails and hosts in the shape of the collections. */
class BenchVerdictsCommandTest {
  @TempDir Path folder;

  private Terminal.Screen bench(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "verdicts";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Terminal.in(folder).run(new BenchVerdictsCommand(), all);
  }

  private void lines(String name, List<Map<String, String>> objects) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))),
            StandardCharsets.UTF_8)) {
      for (var object : objects) {
        out.write(QuaestorJson.mapper().writeValueAsString(object) + "\n");
      }
    }
  }

  private void collections() throws IOException {
    lines(
        "data/spamassassin/dev.jsonl.gz",
        List.of(
            Map.of("label", "ham", "group", "easy", "rawLatin1", AnalyzeCommandTest.LETTER),
            Map.of("label", "ham", "group", "hard-ham", "rawLatin1", AnalyzeCommandTest.PHISH),
            Map.of("label", "spam", "group", "spam", "rawLatin1", AnalyzeCommandTest.PHISH),
            Map.of("label", "spam", "group", "spam", "rawLatin1", AnalyzeCommandTest.LETTER)));
    lines(
        "data/maltrail/iocs.jsonl.gz",
        List.of(
            Map.of("type", "domain", "value", "paypal.tailspin.example"),
            Map.of("type", "domain", "value", "quiet.example"),
            Map.of("type", "url", "value", "/no/host")));
    Files.createDirectories(folder.resolve("data/misp-warninglists"));
    Files.writeString(
        folder.resolve("data/misp-warninglists/tranco10k.json"),
        "{\"list\":[\"fabrikam.example\",\"contoso.example\"]}");
  }

  @Test
  void precisionRecallAndFalsePositivesAreCounted() throws IOException {
    collections();
    var screen = bench("data", "--json");
    assertThat(screen.exit()).isZero();
    var json = QuaestorJson.mapper().readTree(screen.out());
    var mails = json.at("/together/all/0");
    assertThat(mails.path("name").asString()).isEqualTo("SpamAssassin");
    assertThat(mails.path("harmless").asInt()).isEqualTo(2);
    assertThat(mails.at("/malicious/precision").asDouble()).isEqualTo(0.5, within(0.001));
    assertThat(mails.at("/malicious/recall").asDouble()).isEqualTo(0.5, within(0.001));
    assertThat(mails.at("/suspiciousOrWorse/falsePositiveRate").asDouble())
        .isEqualTo(0.5, within(0.001));
    assertThat(json.path("unread").asInt()).isEqualTo(1);
    assertThat(json.path("parts").valueStream())
        .anySatisfy(
            p -> {
              assertThat(p.path("collection").asString()).isEqualTo("maltrail");
              assertThat(p.path("half").asString()).isEqualTo("all");
              assertThat(p.path("suspiciousOrWorse").asInt()).isEqualTo(1);
            });
    assertThat(json.path("mailsPerSecond").asInt()).isPositive();
  }

  @Test
  void theTableFitsAHundredColumnsAndStandsBesideTheBaseline() throws IOException {
    collections();
    var screen = bench("data");
    assertThat(screen.out())
        .contains("Rspamd 3.4", "precision 0.95, recall 0.44", "mails a second");
    assertThat(screen.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Console.WIDTH));
  }

  @Test
  void aCollectionThatIsNotThereIsSaidToBeMissing() throws IOException {
    collections();
    assertThat(bench("data").out()).contains("Missing: Nazario phishing");
  }

  @Test
  void aFolderWithNoneOfThemIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("nothing"));
    assertThat(bench("nothing").exit()).isEqualTo(1);
    assertThat(bench("nowhere").exit()).isEqualTo(1);
    assertThat(bench().exit()).isEqualTo(2);
  }
}
