package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.DEFENDER;
import static dev.quaestor.starter.intake.Samples.GRAPH;
import static dev.quaestor.starter.intake.Samples.OWN;
import static dev.quaestor.starter.intake.Samples.PHISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailMessage;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives ends as an alert or as a refusal, soon. */
class HostileInputTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private final AlertReader reader = new AlertReader();

  private void endsWell(byte[] body) {
    switch (reader.read(body, null, null)) {
      case Reading.Read read -> {
        assertThat(read.alerts()).isNotEmpty();
        assertThat(read.alerts()).allSatisfy(a -> assertThat(a.evidence()).isNotEmpty());
      }
      case Reading.Refused refused -> assertThat(refused.problems()).isNotEmpty();
    }
  }

  private MailMessage message(String mail) {
    return Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          var reading =
              reader.read(mail.getBytes(StandardCharsets.ISO_8859_1), "message/rfc822", null);
          assertThat(reading).as("%s", reading).isInstanceOf(Reading.Read.class);
          var alert = ((Reading.Read) reading).alerts().getFirst();
          assertThat(QuaestorJson.mapper().writeValueAsBytes(alert))
              .hasSizeLessThan(AlertReader.LARGEST_ALERT);
          return (MailMessage) alert.evidence().getFirst().entity();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void everyTruncationEndsWell(int sample) {
    var body = sample(sample);
    for (int i = 0; i < body.length; i++) {
      endsWell(Arrays.copyOf(body, i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void flippedBytesEndWell(int sample) {
    var random = new Random(4711 + sample);
    for (int i = 0; i < 3000; i++) {
      var body = sample(sample).clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      endsWell(body);
    }
  }

  @Test
  void noiseEndsWell() {
    var random = new Random(7);
    for (int i = 0; i < 500; i++) {
      var body = new byte[random.nextInt(2000)];
      random.nextBytes(body);
      endsWell(body);
      reader.read(body, "message/rfc822", null);
    }
  }

  private static byte[] sample(int number) {
    return new String[] {GRAPH, DEFENDER, OWN, PHISH}[number].getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aHugeHeaderHidesNothing() {
    var message = message("X-Junk: " + "a".repeat(8_000_000) + "\r\n" + PHISH);
    assertThat(message.sender()).isEqualTo("alerts@evil.example");
    assertThat(message.links()).isNotEmpty();
  }

  @Test
  void aHugeSubjectAndAHundredThousandHeadersAreBounded() {
    var message =
        message(
            "Subject: "
                + "=?utf-8?Q?x?= ".repeat(200_000)
                + "\r\n"
                + "Received: from x\r\n".repeat(100_000)
                + PHISH);
    assertThat(message.subject()).hasSizeLessThanOrEqualTo(1000);
  }

  @Test
  void aHundredMessagesInsideEachOtherAreNotOpened() {
    var mail = new StringBuilder("From: z@x.example\r\nMessage-ID: <in@x>\r\n\r\nhi");
    for (int i = 0; i < 100; i++) {
      mail.insert(
          0,
          "From: a@x.example\r\nTo: b@x.example\r\nMessage-ID: <m"
              + i
              + "@x>\r\n"
              + "Content-Type: message/rfc822\r\n\r\n");
    }
    assertThat(message(mail.toString()).internetMessageId()).isEqualTo("<m98@x>");
  }

  @Test
  void aThousandMultipartsInsideEachOtherAreLeftAtSomeDepthAndItIsSaid() {
    var mail = new StringBuilder("From: a@x.example\r\nMessage-ID: <deep@x>\r\n");
    for (int i = 0; i < 5000; i++) {
      mail.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\r\n\r\n--b")
          .append(i)
          .append("\r\n");
    }
    assertThat(message(mail.toString()).internetMessageId()).isEqualTo("<deep@x>");
    var reading =
        (Reading.Read) reader.read(mail.toString().getBytes(StandardCharsets.UTF_8), null, null);
    assertThat(reading.alerts().getFirst().description()).contains("not read");
  }

  @Test
  void tenThousandPartsAreBounded() {
    var part =
        "--b\r\nContent-Disposition: attachment; filename=\""
            + "n".repeat(300)
            + ".zip\"\r\n\r\nPK\r\n";
    var message =
        message(
            "From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + part.repeat(10_000)
                + "--b--");
    assertThat(message.attachments()).hasSize(50);
    assertThat(message.attachments())
        .allSatisfy(a -> assertThat(a.name()).hasSizeLessThanOrEqualTo(255));
  }

  @Test
  void brokenCharsetAndEncodingsLoseNoMail() {
    var message =
        message(
            "From: =?x-nobody?Q?=ZZ?= <a@x.example>\r\nSubject: =?utf-8?B?%%%?=\r\n"
                + "Content-Type: text/html; charset=no-such\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n!!!!PGEgaHJlZj0iaHR0cDovL2V2aWwuZXhhbXBsZSI+eDwvYT4===\u0000=");
    assertThat(message.sender()).isEqualTo("a@x.example");
  }

  @Test
  void theEvilLinkBehindAMillionHarmlessOnesStillLeavesAnAlert() {
    var message =
        message(
            "From: a@x.example\r\nContent-Type: text/html\r\n\r\n"
                + "<a href='http://x.example/%s'>x</a>".repeat(100_000));
    assertThat(message.links()).hasSize(1);
    var control = "\u0001".repeat(2000);
    var many = new StringBuilder("From: a@x.example\r\nContent-Type: text/html\r\n\r\n");
    for (int i = 0; i < 2000; i++) {
      many.append("<a href='http://x.example/")
          .append(i)
          .append(control, 0, 300)
          .append("'>")
          .append(control, 0, 200)
          .append("</a>");
    }
    assertThat(message(many.toString()).links()).hasSizeBetween(50, 500);
  }

  @Test
  void deepMarkupIsBounded() {
    message("From: a@x.example\r\nContent-Type: text/html\r\n\r\n" + "<div>".repeat(200_000));
    message("From: a@x.example\r\nContent-Type: text/html\r\n\r\n" + "<a href=x>".repeat(80_000));
    message(
        "From: a@x.example\r\nContent-Type: text/html\r\n\r\n" + "<font><table>".repeat(60_000));
  }

  @Test
  void addressesWithoutEndAreBounded() {
    message(
        "From: "
            + "a@x.example, ".repeat(100_000)
            + "\r\nTo: "
            + "((((".repeat(100_000)
            + "\r\n\r\nx");
    message("From: " + "<".repeat(200_000) + "\r\nTo: " + "\"\\".repeat(100_000) + "\r\n\r\nx");
  }

  /** Each makes one of the ways to read a field of addresses cost its square. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,",
        "a:",
        "a b,",
        ",",
        ":",
        ";",
        "(",
        "()",
        "(a",
        "\"",
        "\"\"",
        "\"a\",",
        "<",
        "<\"",
        "<a>",
        "<@a,",
        "a@b ",
        "a@b,",
        "a@",
        "\\",
        "=?utf-8?q?a?=,",
        "=?utf-8?q??=,",
        "=?",
        "=?utf-8?b?"
      })
  void aFieldOfRepeatedAddressesIsSoonRead(String unit) {
    var units = unit.repeat(200_000 / unit.length());
    message("From: " + units + "\r\nTo: a, " + units + ";\r\n\r\nx");
    message("From: a@x.example\r\nReply-To: " + units + " <b@x.example>\r\n\r\nx");
  }

  private static String page(String html) {
    return "From: a@x.example\r\nContent-Type: text/html\r\n\r\n" + html;
  }

  @Test
  void aWordFullOfEmptyCommentsIsOneSplitWord() {
    var message =
        message(page("a" + "<!---->".repeat(2000) + "b <p>c<!-- x --><!-- y -->d</p> <!----> e"));
    assertThat(message.content().markup().splitWords()).isEqualTo(2);
    message(page("a<!--".repeat(100_000)));
    message(page("<!---->".repeat(140_000)));
    message(page("a\u00ad".repeat(300_000)));
  }

  @Test
  void aLongBaseUnderManyLinksIsSoonRead() {
    var links = new StringBuilder("<base href='http://x.example/" + "b".repeat(250_000) + "'>");
    for (int i = 0; i < 15_000; i++) {
      links.append("<a href=a").append(i % 3).append(">x</a>");
    }
    var part = "--b\r\nContent-Type: text/html\r\n\r\n" + links + "\r\n";
    var message =
        message(
            "From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + part.repeat(20)
                + "--b--");
    assertThat(message.content().unread()).isNotEmpty();
  }

  /** Each makes one of the ways to ask a page something cost its square. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=x><table><tr><td>",
        "<font style=display:none>x<table>",
        "<p style=display:none>x<br>",
        "<div style=display:none>",
        "<img width=1 height=1>",
        "<form action=x><div>",
        "<a href=http://x.example/y>http://z.example</a> www.q.example ",
        "<area href=http://x.example/y>",
        "<script></script>",
        "<meta http-equiv=refresh content='0;url=http://x.example'>",
        "<base href=http://x.example>",
        "<a href='&#10;&#10;&#10;java'>",
        "<svg><a href=x>",
        "www.",
        "http://",
        "(\\u200b)",
        "<b><i><u><s>",
        "<!--",
        "<table><font>"
      })
  void repeatedMarkupIsSoonRead(String unit) {
    var units = unit.repeat(300_000 / unit.length());
    message(page(units));
    message(page("<body style='" + "a: b;".repeat(50_000) + "'>" + units));
    message(page("<a href=" + "x".repeat(300_000) + ">" + units));
  }
}
