package dev.quaestor.tools.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {
  static final String LETTER =
      """
      From: Anna <anna@fabrikam.example>
      To: megan@contoso.example
      Subject: Minutes
      Message-ID: <1@fabrikam.example>

      Here are the minutes of Monday.
      """;

  static final String PHISH =
      """
      From: PayPal Service <service@fabrikam.example>
      To: megan@contoso.example
      Subject: Your account has been limited
      Message-ID: <2@fabrikam.example>

      Dear customer, we noticed unusual activity. Your account has been suspended.
      Please verify your account information within 24 hours. Click here:
      http://pay.tailspin.example/verify
      """;

  @TempDir Path folder;

  private Terminal.Screen analyze(String... files) {
    var arguments = new String[files.length + 1];
    arguments[0] = "analyze";
    System.arraycopy(files, 0, arguments, 1, files.length);
    return Terminal.in(folder).run(new AnalyzeCommand(), arguments);
  }

  private void file(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aMailIsJudgedWithItsFindingsTheirWeightsAndSources() throws IOException {
    file("phish.eml", PHISH);
    var screen = analyze("phish.eml");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .startsWith("MALICIOUS  phish.eml")
        .containsPattern("\\+100\\s+mailLooks\\s+BRAND_PHISH\\s+It claims to speak for PayPal");
  }

  @Test
  void aMailIsReadHoweverItsFileBeginsAndItsLinesEnd() throws IOException {
    file("mark.eml", "\ufeff" + PHISH);
    file("blank.eml", "\n\r\n" + PHISH);
    file("old.eml", PHISH.replace('\n', '\r'));
    for (var name : new String[] {"mark.eml", "blank.eml", "old.eml"}) {
      assertThat(analyze(name).out()).startsWith("MALICIOUS  " + name).contains("BRAND_PHISH");
    }
  }

  @Test
  void whatNobodyKnowsIsUnknownAndNoBackEndIsMissed() throws IOException {
    file("letter.eml", LETTER);
    var screen = analyze("letter.eml", "--json");
    assertThat(screen.exit()).isZero();
    var object = screen.objects().getFirst();
    assertThat(object.path("verdict").asString()).isEqualTo("UNKNOWN");
    assertThat(screen.out()).doesNotContain("BLIND");
    assertThat(object.at("/evidence/0/kind").asString()).isEqualTo("MAIL_MESSAGE");
  }

  @Test
  void aFolderIsReadToItsGroundAndWhatCannotBeReadStopsNothing() throws IOException {
    file("mails/a.eml", PHISH);
    file("mails/deep/er/b.eml", LETTER);
    file("mails/broken.json", "{\"what\": ");
    file("mails/empty.eml", "");
    var screen = analyze("mails");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out()).contains("mails/a.eml", "mails/deep/er/b.eml");
    assertThat(screen.err()).contains("mails/broken.json: ", "mails/empty.eml: is empty");
  }

  @Test
  void theMessagesOfAnMboxAreNumbered() throws IOException {
    file("box", "From a@b Mon Nov 23\n" + LETTER + "\nFrom c@d Mon Nov 23\n" + PHISH + "\n");
    var screen = analyze("box", "--json");
    assertThat(screen.exit()).isZero();
    assertThat(screen.objects())
        .extracting(o -> o.path("name").asString() + " " + o.path("verdict").asString())
        .containsExactly("box#1 UNKNOWN", "box#2 MALICIOUS");
  }

  @Test
  void aHostileMessageOfAnMboxKeepsNoOtherFromBeingJudged() throws IOException {
    var hostile =
        LETTER.replace("\n\n", "\nContent-Type: text/html\n\n")
            + "a"
            + "<!---->".repeat(2000)
            + "b";
    file("box", "From a@b Mon Nov 23\n" + hostile + "\n\nFrom c@d Mon Nov 23\n" + PHISH + "\n");
    var screen = analyze("box", "--json");
    assertThat(screen.objects())
        .extracting(o -> o.path("name").asString() + " " + o.path("verdict").asString())
        .containsExactly("box#1 UNKNOWN", "box#2 MALICIOUS");
  }

  @Test
  void aFromInTheMiddleOfAParagraphIsNoNewMessage() throws IOException {
    file("one.mbox", "From a@b Mon Nov 23\n" + LETTER + "I heard\nFrom here it goes on.\n");
    assertThat(analyze("one.mbox", "--json").objects())
        .singleElement()
        .satisfies(o -> assertThat(o.path("name").asString()).isEqualTo("one.mbox"));
  }

  @Test
  void linesOfRawMailsPackedOrNotAreNumberedAndABrokenOneIsNamed() throws IOException {
    var line = QuaestorJson.mapper().writeValueAsString(Map.of("rawLatin1", PHISH));
    var apart =
        QuaestorJson.mapper()
            .writeValueAsString(
                Map.of("sender", "A <a@b.example>", "subject", "Hi", "body", "Hello"));
    var lines = line + "\nthis is no json\n" + apart + "\n";
    file("mails.jsonl", lines);
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.jsonl.gz"))),
            StandardCharsets.UTF_8)) {
      out.write(lines);
    }
    for (var name : new String[] {"mails.jsonl", "packed.jsonl.gz"}) {
      var screen = analyze(name);
      assertThat(screen.exit()).isEqualTo(1);
      assertThat(screen.out()).contains("MALICIOUS  " + name + "#1", "UNKNOWN  " + name + "#3");
      assertThat(screen.err()).contains(name + "#2: is not valid JSON");
    }
  }

  @Test
  void hostsAndUrlsAreJudgedLineByLine() throws IOException {
    file("hosts.txt", "# a list\npaypal.tailspin.example\nhttps://www.fabrikam.example/x\n\n!!!\n");
    file("ranked.csv", "1,fabrikam.example\n2,login.bank.com.tailspin.example\n");
    var hosts = analyze("hosts.txt", "--json");
    assertThat(hosts.exit()).isEqualTo(1);
    assertThat(hosts.objects())
        .filteredOn(o -> o.has("verdict"))
        .extracting(o -> o.path("verdict").asString())
        .containsExactly("SUSPICIOUS", "UNKNOWN");
    assertThat(hosts.err()).contains("hosts.txt#5: names no host");
    assertThat(analyze("ranked.csv", "--json").objects())
        .extracting(o -> o.path("verdict").asString())
        .containsExactly("UNKNOWN", "SUSPICIOUS");
  }

  @Test
  void indicatorsInLinesOfJsonAreJudged() throws IOException {
    file("iocs.jsonl", "{\"type\":\"ip:port\",\"value\":\"198.51.100.7:1337\"}\n");
    assertThat(analyze("iocs.jsonl", "--json").objects().getFirst().path("verdict").asString())
        .isEqualTo("SUSPICIOUS");
  }

  @Test
  void standardInputIsAFile() {
    var screen = new Terminal(folder, PHISH).run(new AnalyzeCommand(), "analyze", "-");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).startsWith("MALICIOUS  -");
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    var screen = analyze("nowhere.eml");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("nowhere.eml: there is no such file");
  }

  @Test
  void withoutAFileItIsWrongUsage() {
    assertThat(Terminal.in(folder).run(new AnalyzeCommand(), "analyze").exit()).isEqualTo(2);
  }

  @Test
  void whatATerminalWouldObeyIsShownAndNotDone() throws IOException {
    file("evil.eml", LETTER.replace("Minutes", "\u001b[2J\u202eMinutes"));
    var screen = analyze("evil.eml");
    assertThat(screen.out()).doesNotContain("\u001b", "\u202e").contains("\\u001b[2J\\u202e");
    assertThat(analyze("evil.eml", "--json").out()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void ourOwnServersWordIsBelievedWhenItIsNamed() throws IOException {
    file(
        "forged.eml",
        "Authentication-Results: mx.contoso.example; spf=fail; dmarc=fail\n" + LETTER);
    assertThat(analyze("forged.eml").out()).doesNotContain("DMARC_FAIL");
    assertThat(analyze("forged.eml", "--authserv-id", "mx.contoso.example").out())
        .contains("DMARC_FAIL");
  }

  @Test
  void whatAStrangerWroteUnderOurServersNameCalmsNothing() throws IOException {
    var came =
        """
        Received: from mail.evil.example by mx.contoso.example; Mon, 23 Nov 2026 07:31:05 +0000
        Received: from out.evil.example by mail.evil.example; Mon, 23 Nov 2026 07:31:01 +0000
        """;
    var forged =
        "Authentication-Results: mx.contoso.example; spf=pass; dkim=pass header.d=contoso.example;"
            + " dmarc=pass header.from=contoso.example\n";
    var own = "Authentication-Results: mx.contoso.example; spf=fail\n";
    file("unsaid.eml", came + forged + LETTER);
    file("said.eml", own + came + forged + LETTER);
    assertThat(analyze("unsaid.eml", "--authserv-id", "mx.contoso.example").out())
        .contains("SENDER_NOT_CHECKED");
    assertThat(analyze("said.eml", "--authserv-id", "mx.contoso.example").out())
        .contains("SPF_FAIL");
  }
}
