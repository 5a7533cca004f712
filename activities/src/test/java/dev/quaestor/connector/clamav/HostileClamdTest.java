package dev.quaestor.connector.clamav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Connector;
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
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers as clamd, a scan ends in time with a closed answer. */
class HostileClamdTest {
  private static final Content CONTENT = Content.of(Form.FILE, new byte[100_000]);

  private static Answer scan(StandIn.Manner manner) {
    try (var standIn = new StandIn(manner)) {
      return scan(standIn);
    }
  }

  private static Answer scan(StandIn standIn) {
    try (var connector = made(standIn)) {
      return ((ContentScan) connector.capabilities().getFirst()).scan(CONTENT);
    }
  }

  private static Connector made(StandIn standIn) {
    return RealClamd.made(
        Map.of("host", "127.0.0.1", "port", String.valueOf(standIn.port()), "timeout", "PT1S"));
  }

  private static Reason reason(Answer answer) {
    return ((Answer.CouldNotLook) answer).reason();
  }

  /** Reads a command and the whole stream, as clamd does. */
  private static void taken(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    while (data.readByte() != 0) {
      // The command.
    }
    for (int length; (length = data.readInt()) != 0; ) {
      data.skipNBytes(length);
    }
  }

  private static StandIn.Manner says(String answer) {
    return (in, out) -> {
      taken(in);
      out.write(answer.getBytes(StandardCharsets.UTF_8));
      out.flush();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Win.Trojan.Agent-1|SIGNATURE",
        "Eicar-Test-Signature|SIGNATURE",
        "Sanesecurity.Foo.1.UNOFFICIAL|OTHER_SIGNATURE",
        "YARA.rule.UNOFFICIAL|RULE",
        "PUA.Win.Packer.X|UNWANTED",
        "PUA.Own.UNOFFICIAL|UNWANTED",
        "Heuristics.Phishing.Email.SpoofedDomain|HEURISTIC",
        "Heuristics.Encrypted.Zip|ENCRYPTED",
      })
  void aNameSaysHowMuchItSays(String name, Kind kind) {
    assertThat(scan(says("stream: " + name + " FOUND\0")))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> {
              assertThat(found.signs()).hasSize(1);
              assertThat(found.signs().getFirst().kind()).isEqualTo(kind);
              assertThat(found.signs().getFirst().name()).isEqualTo(name);
            });
  }

  @Test
  void aNameIsOneLineAndShortWhateverItHolds() {
    var name = "X\n\u202e\u0007<script>" + "y".repeat(2000);
    assertThat(scan(says("stream: " + name + " FOUND\0")))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found ->
                assertThat(found.signs().getFirst().name())
                    .hasSizeLessThanOrEqualTo(160)
                    .doesNotContain("\n", "\u202e", "\u0007"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream: \0",
        "stream:  FOUND\0",
        "stream: FOUND\0",
        "OK\0",
        "\0",
        "UNKNOWN COMMAND\0",
        "stream: OK",
        "HTTP/1.1 200 OK\r\n\r\n",
        "stream: OK FOUND stream: OK\0"
      })
  void whatIsNoWholeAnswerIsNotUnderstood(String answer) {
    assertThat(reason(scan(says(answer)))).isEqualTo(Reason.UNREADABLE_ANSWER);
  }

  @Test
  void anErrorIsNoWordAboutTheContents() {
    assertThat(reason(scan(says("Can't allocate memory ERROR\0")))).isEqualTo(Reason.REFUSED);
    assertThat(reason(scan(says("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"))))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void whoHangsUpIsAway() {
    assertThat(reason(scan((in, out) -> {}))).isEqualTo(Reason.AWAY);
    assertThat(reason(scan((in, out) -> taken(in)))).isEqualTo(Reason.AWAY);
    var gone = new StandIn((in, out) -> {});
    gone.close();
    assertThat(reason(scan(gone))).isEqualTo(Reason.AWAY);
  }

  @Test
  void anAnswerWithoutAnEndIsCutOff() {
    var before = Instant.now();
    assertThat(
            reason(
                scan(
                    (in, out) -> {
                      taken(in);
                      while (true) {
                        out.write(filled());
                      }
                    })))
        .isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  private static byte[] filled() {
    return "a".repeat(4096).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void oneWhoDripsOrReadsNothingIsLeftWhenTheTimeIsOver() {
    var before = Instant.now();
    assertThat(
            reason(
                scan(
                    (in, out) -> {
                      taken(in);
                      while (true) {
                        out.write('a');
                        out.flush();
                        Thread.sleep(100);
                      }
                    })))
        .isEqualTo(Reason.TIMED_OUT);
    try (var deaf = new StandIn((in, out) -> Thread.sleep(20_000));
        var connector = made(deaf)) {
      var scan = (ContentScan) connector.capabilities().getFirst();
      var large = Content.of(Form.FILE, new byte[20 << 20]);
      assertThat(reason(scan.scan(large))).isEqualTo(Reason.TIMED_OUT);
      for (int n = 0; n < 50; n++) {
        assertThat(reason(scan.scan(large))).isEqualTo(Reason.AWAY);
      }
      assertThat(deaf.served()).isEqualTo(1);
    }
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void theAgeOfItsSignaturesIsTold() {
    assertThat(service("ClamAV 1.4.6/27500/Mon Dec  1 08:28:31 2036").lacks()).isEmpty();
    assertThat(service("ClamAV 1.4.6/27500/Mon Dec  1 08:28:31 2036").sentence())
        .isEqualTo("it answers as ClamAV 1.4.6, signatures 27500 of 2036-12-01");
    assertThat(service("ClamAV 1.0.0/26000/Sun Nov 13 08:28:31 2022").lacks())
        .hasValueSatisfying(lacks -> assertThat(lacks).endsWith(" days old"));
    assertThat(service("ClamAV 1.4.6/27500/<b>when</b>...").sentence())
        .isEqualTo("it answers as ClamAV 1.4.6, signatures 27500");
    assertThatThrownBy(() -> service("SSH-2.0-OpenSSH_9.2"))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            no -> assertThat(no.kind()).isEqualTo(ConnectorException.Kind.MALFORMED_ANSWER));
  }

  private static Access.Service service(String version) {
    try (var standIn =
            new StandIn(
                (in, out) -> {
                  var command = new StringBuilder();
                  for (int one; (one = in.read()) > 0; ) {
                    command.append((char) one);
                  }
                  var answer = command.toString().equals("zPING") ? "PONG" : version;
                  out.write((answer + "\0").getBytes(StandardCharsets.UTF_8));
                });
        var connector = made(standIn)) {
      return ((CredentialCheck) connector.capabilities().get(1)).access().service().orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socket|relative/path|quaestor.clamav.socket must be an absolute path",
        "port|0|quaestor.clamav.port must be a whole number from 1 to 65535",
        "port|x|quaestor.clamav.port must be a whole number from 1 to 65535",
        "max-size|-1|quaestor.clamav.max-size must be a whole number from 1 to 1073741824",
        "timeout|PT5M|quaestor.clamav.timeout must be between nothing and a minute",
      })
  void aBadSettingIsNamed(String setting, String value, String sentence) {
    var values =
        setting.equals("socket")
            ? Map.of(setting, value)
            : Map.of("host", "127.0.0.1", setting, value);
    assertThatThrownBy(() -> new ClamAvFactory().create(new ConnectorSettings("clamav", values)))
        .hasMessage(sentence);
  }

  @Test
  void oneWayToItIsSetAndNotTwo() {
    for (var values :
        List.of(Map.<String, String>of(), Map.of("socket", "/run/x", "host", "localhost"))) {
      assertThatThrownBy(() -> new ClamAvFactory().create(new ConnectorSettings("clamav", values)))
          .hasMessage("quaestor.clamav.socket or .host must be set, and not both");
    }
  }
}
