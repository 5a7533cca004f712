package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Bodies as they come, and what they are read to. */
final class Samples {
  static final String GRAPH = text("/wire/graph-alert-v2.json");
  static final String DEFENDER = text("/wire/mde-alert-with-evidence.json");
  static final String OWN =
      """
      {"quaestor": "alert/v1", "id": "falco-1", "title": "Shell in a container",
       "severity": "HIGH", "detectionSource": "falco", "techniques": ["T1059.004"],
       "entities": [
         {"type": "device", "deviceId": "web-1", "name": "web-1.contoso.example"},
         {"type": "file", "deviceId": "web-1", "name": "x.sh", "directory": "/tmp",
          "verdict": "SUSPICIOUS", "roles": ["CREATED"]}]}
      """;
  static final String PHISH =
      """
      Received: from mail.evil.example (mail.evil.example [203.0.113.77])
      \tby mx.contoso.example with ESMTPS; Mon, 23 Nov 2026 07:31:05 +0000
      Authentication-Results: mx.contoso.example;
      \tspf=fail smtp.mailfrom=bounce@evil.example;
      \tdmarc=fail header.from=evil.example
      Received: from [198.51.100.23] (unknown [198.51.100.23])
      \tby mail.evil.example with ESMTP; Mon, 23 Nov 2026 07:31:01 +0000
      Authentication-Results: mail.evil.example; spf=pass; dmarc=pass
      Return-Path: <bounce@evil.example>
      From: =?utf-8?Q?Woodgrove_B=C3=A4nk?= <alerts@evil.example>
      Reply-To: <collect@evil.example>
      To: "Megan" <Megan@contoso.example>
      Subject: =?utf-8?B?VXJnZW50OiDwn5qo?= confirm
      Date: Mon, 23 Nov 2026 07:31:00 +0000
      Message-ID: <lab1@evil.example>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="m"

      --m
      Content-Type: multipart/alternative; boundary="a"

      --a
      Content-Type: text/plain; charset=utf-8

      Confirm (http://198.51.100.23/login), now.
      --a
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <p><a href=3D"http://www.bank.example@198.51.100.23/login">https://www.bank.example</a>
      <a href=3D"mailto:x@evil.example">write</a></p>
      --a--
      --m
      Content-Type: text/plain; name*0*=utf-8''invoice%2E; name*1=pdf.html
      Content-Disposition: attachment
      Content-Transfer-Encoding: base64

      PGh0bWw+PGJvZHk+aGk8L2JvZHk+PC9odG1sPgo=
      --m--
      """
          .replace("\n", "\r\n");

  static final String OCSF = shipped("ocsf-detection-finding.json");
  static final String WAZUH = shipped("wazuh-sysmon.json");
  static final String SURICATA = shipped("suricata-eve.ndjson");
  static final String ELASTIC = shipped("elastic-alert.json");
  static final String SENTINEL = shipped("sentinel-incident.json");
  static final String EVENT = shipped("cloudevent.json");
  static final String SENTINEL_ROW = text("/alerts/sentinel-security-alert.json");
  static final String XDR_INCIDENT = text("/alerts/xdr-incident.json");
  static final String ELASTIC_7 = text("/alerts/elastic-7-signal.json");

  private Samples() {}

  /** The examples that the lab ships are the ones that are tested. */
  private static String shipped(String name) {
    try {
      return Files.readString(Path.of("..", "docker", "lab", "alerts", "more", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An alert in the shape of one that was reported in public, its personal details replaced. */
  static String reported(String name) {
    return text("/reported/" + name + ".json");
  }

  private static String text(String resource) {
    try (var in = Samples.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Reading read(String body) {
    return read(body, null);
  }

  static Reading read(String body, AlertSource forced) {
    return new AlertReader().read(body.getBytes(StandardCharsets.UTF_8), null, forced);
  }

  static Alert one(String body) {
    return one(body.getBytes(StandardCharsets.UTF_8));
  }

  static Alert one(byte[] body) {
    var reading = new AlertReader().read(body, null, null);
    assertThat(reading).as("%s", reading).isInstanceOf(Reading.Read.class);
    assertThat(((Reading.Read) reading).alerts()).hasSize(1);
    return ((Reading.Read) reading).alerts().getFirst();
  }

  static Evidence named(Alert alert, String label) {
    return alert.evidence().stream()
        .filter(e -> e.entity().label().contains(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError(label + " is not in " + alert.evidence()));
  }

  static List<Alert> all(String body) {
    var reading = read(body);
    assertThat(reading).as("%s", reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).alerts();
  }

  static List<Problem> refusal(String body) {
    return refusal(read(body));
  }

  static List<Problem> refusal(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    var problems = ((Reading.Refused) reading).problems();
    assertThat(problems).isNotEmpty();
    return problems;
  }

  static <T extends Entity> List<T> entities(Alert alert, Class<T> kind) {
    return alert.evidence().stream()
        .map(Evidence::entity)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
