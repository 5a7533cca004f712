package dev.quaestor.connector.rspamd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.StandIn;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.capability.ContentScan.Form;
import dev.quaestor.connector.capability.ContentScan.Kind;
import dev.quaestor.connector.capability.ContentScan.Reason;
import dev.quaestor.connector.capability.CredentialCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers as Rspamd, a scan ends in time with a closed answer. */
class HostileRspamdTest {
  private static final Content MAIL =
      Content.of(Form.MAIL, "From: a@b.example\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));

  private static Answer scan(StandIn.Manner manner) {
    try (var standIn = new StandIn(manner);
        var connector = RealRspamd.made(url(standIn), Map.of("timeout", "PT2S"))) {
      return ((ContentScan) connector.capabilities().getFirst()).scan(MAIL);
    }
  }

  private static String url(StandIn standIn) {
    return "http://127.0.0.1:" + standIn.port();
  }

  /** Reads the head of a request and its body; what the head says. */
  private static String taken(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var one = in.read();
      if (one < 0) {
        break;
      }
      head.append((char) one);
    }
    var lower = head.toString().toLowerCase(Locale.ROOT);
    var at = lower.indexOf("content-length: ");
    if (at >= 0) {
      var end = lower.indexOf("\r\n", at);
      in.skipNBytes(Long.parseLong(lower.substring(at + "content-length: ".length(), end)));
    }
    return head.toString();
  }

  private static StandIn.Manner says(String status, String body) {
    return (in, out) -> {
      taken(in);
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      out.write(
          "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(status, bytes.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.flush();
    };
  }

  private static Answer said(String body) {
    return scan(says("200 OK", body));
  }

  private static Reason reason(Answer answer) {
    return ((Answer.CouldNotLook) answer).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "pong",
        "<html>it works</html>",
        "{\"score\":9",
        "{\"score\":\"9\",\"symbols\":{}}",
        "{\"score\":1e400,\"symbols\":{}}",
        "{\"score\":1e300,\"symbols\":{}}",
        "{\"score\":9}",
        "{\"score\":9,\"symbols\":[]}",
      })
  void whatIsNoAnswerOfItsIsNotUnderstood(String body) {
    assertThat(reason(said(body))).isEqualTo(Reason.UNREADABLE_ANSWER);
  }

  @Test
  void whatIsNestedWithoutAnEndIsNotUnderstood() {
    var deep = "{\"score\":9,\"symbols\":" + "{\"a\":".repeat(100_000);
    assertThat(reason(said(deep))).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(reason(said("[".repeat(500_000)))).isEqualTo(Reason.UNREADABLE_ANSWER);
  }

  @Test
  void whatItCallsItsRulesIsShownOnlyWhereItIsAName() {
    var answer =
        said(
            """
            {"score": 9.04, "action": "reject\\n<b>", "symbols": {
              "<script>alert(1)</script>": {"score": 5}, "A_NAME": {"score": 2},
              "A\\nB": {"score": 4}, "CALM": {"score": -3}, "ODD": {"score": {}}, "NONE": 7}}
            """);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> {
              assertThat(found.signs().getFirst().kind()).isEqualTo(Kind.MANY_POINTS);
              assertThat(found.signs().getFirst().name()).isEqualTo("9.0 points (A_NAME)");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "500 Broken,AWAY",
    "503 Busy,AWAY",
    "401 Who,REFUSED",
    "403 No,REFUSED",
    "404 Where,REFUSED",
    "302 There,REFUSED",
    "413 Large,TOO_LARGE"
  })
  void aStatusIsNoWordAboutTheMessage(String status, Reason reason) {
    assertThat(reason(scan(says(status, "{\"score\":9,\"symbols\":{}}")))).isEqualTo(reason);
  }

  @Test
  void oneThatItSkippedIsNotLookedThrough() {
    assertThat(reason(said("{\"is_skipped\":true,\"score\":0.0,\"symbols\":{}}")))
        .isEqualTo(Reason.REFUSED);
  }

  @Test
  void whoHangsUpOrAnswersHalfIsAway() {
    assertThat(reason(scan((in, out) -> {}))).isEqualTo(Reason.AWAY);
    assertThat(
            reason(
                scan(
                    (in, out) -> {
                      taken(in);
                      out.write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"score\":9,"
                              .getBytes(StandardCharsets.US_ASCII));
                    })))
        .isEqualTo(Reason.AWAY);
  }

  @Test
  void anAnswerWithoutAnEndIsCutOffAndOneThatDripsIsLeft() {
    var before = Instant.now();
    assertThat(
            reason(
                scan(
                    (in, out) -> {
                      taken(in);
                      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                      while (true) {
                        out.write(new byte[1 << 20]);
                      }
                    })))
        .isIn(Reason.UNREADABLE_ANSWER, Reason.TIMED_OUT);
    assertThat(
            reason(
                scan(
                    (in, out) -> {
                      taken(in);
                      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                      while (true) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(100);
                      }
                    })))
        .isEqualTo(Reason.TIMED_OUT);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aDeadOneIsAskedOnceOfAHundred() {
    try (var deaf = new StandIn((in, out) -> Thread.sleep(20_000));
        var connector = RealRspamd.made(url(deaf), Map.of("timeout", "PT1S"))) {
      var scan = (ContentScan) connector.capabilities().getFirst();
      assertThat(reason(scan.scan(MAIL))).isEqualTo(Reason.TIMED_OUT);
      var before = Instant.now();
      for (int n = 0; n < 100; n++) {
        assertThat(reason(scan.scan(MAIL))).isEqualTo(Reason.AWAY);
      }
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
      assertThat(deaf.served()).isEqualTo(1);
    }
  }

  @Test
  void thePasswordIsSentAndNeverSaid() {
    var head = new AtomicReference<>("");
    try (var standIn =
            new StandIn(
                (in, out) -> {
                  var said = taken(in);
                  head.set(said);
                  out.write(
                      (said.startsWith("GET /ping")
                              ? "HTTP/1.1 200 OK\r\n"
                                  + "Content-Length: 4\r\n"
                                  + "Connection: close\r\n\r\n"
                                  + "pong"
                              : "HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                          .getBytes(StandardCharsets.US_ASCII));
                });
        var connector = RealRspamd.made(url(standIn), Map.of("password", "hush-hush"))) {
      var check = (CredentialCheck) connector.capabilities().get(1);
      assertThatThrownBy(check::access)
          .isInstanceOfSatisfying(
              ConnectorException.class,
              no -> assertThat(no.kind()).isEqualTo(ConnectorException.Kind.UNAUTHORIZED))
          .hasMessage("status 403");
      assertThat(head.get()).startsWith("POST /checkv2 ").contains("Password: hush-hush");
      assertThat(check.sentence() + check.remedies()).doesNotContain("hush-hush");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url|ftp://localhost|quaestor.rspamd.url is not an http or https address",
        "url|http://u:p@localhost|quaestor.rspamd.url must be an address and a path, and nothing"
            + " else",
        "timeout|PT2M|quaestor.rspamd.timeout must be between nothing and a minute",
      })
  void aBadSettingIsNamed(String setting, String value, String sentence) {
    var values =
        setting.equals("url")
            ? Map.of("url", value)
            : Map.of("url", "http://localhost:11333", setting, value);
    assertThatThrownBy(() -> new RspamdFactory().create(new ConnectorSettings("rspamd", values)))
        .hasMessage(sentence);
  }

  @Test
  void whatIsSentInClearOverTheNetworkIsSaid() {
    try (var far = RealRspamd.made("http://scan.example:11333", Map.of());
        var sealed = RealRspamd.made("https://scan.example", Map.of());
        var here = RealRspamd.made("http://127.0.0.1:11333", Map.of())) {
      assertThat(((CredentialCheck) far.capabilities().get(1)).sentence())
          .isEqualTo("rspamd is rspamd at http://scan.example:11333, in clear");
      assertThat(((CredentialCheck) sealed.capabilities().get(1)).sentence())
          .doesNotContain("clear");
      assertThat(((CredentialCheck) here.capabilities().get(1)).sentence()).doesNotContain("clear");
    }
  }
}
