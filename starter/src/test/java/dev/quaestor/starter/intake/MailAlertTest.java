package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.PHISH;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAlertTest {

  private static MailMessage message(Alert alert) {
    return entities(alert, MailMessage.class).getFirst();
  }

  private static String report(String from, String to, String attached) {
    return """
    From: %s
    To: %s
    Subject: Fwd: is this phish?
    Message-ID: <report1@contoso.example>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="r"

    --r
    Content-Type: text/plain

    Please look.
    --r
    Content-Type: message/rfc822
    Content-Disposition: attachment; filename="phish.eml"

    %s
    --r--
    """
        .formatted(from, to, attached);
  }

  @Test
  void theHeadersAreDecoded() {
    var alert = one(PHISH);
    var message = message(alert);
    assertThat(message.senderName()).isEqualTo("Woodgrove Bänk");
    assertThat(message.sender()).isEqualTo("alerts@evil.example");
    assertThat(message.replyTo()).isEqualTo("collect@evil.example");
    assertThat(message.returnPath()).isEqualTo("bounce@evil.example");
    assertThat(message.recipient()).isEqualTo("megan@contoso.example");
    assertThat(message.subject()).isEqualTo("Urgent: 🚨 confirm");
    assertThat(message.internetMessageId()).isEqualTo("<lab1@evil.example>");
    assertThat(message.receivedAt()).isEqualTo(Instant.parse("2026-11-23T07:31:05Z"));
    assertThat(alert.title()).isEqualTo("Reported mail: Urgent: 🚨 confirm");
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void theFirstAddressFromOutsideIsTheSenders() {
    assertThat(message(one(PHISH)).senderIp()).isEqualTo("203.0.113.77");
    var relayed =
        "Received: from edge (edge [10.0.0.7]) by store.contoso.example;\r\n\tx\r\n" + PHISH;
    assertThat(message(one(relayed)).senderIp()).isEqualTo("203.0.113.77");
    var v6 = PHISH.replace("[203.0.113.77]", "[IPv6:2001:db8::7]");
    assertThat(message(one(v6)).senderIp()).isEqualTo("2001:db8::7");
  }

  @Test
  void authenticationResultsStandAsTheyAreNewestFirst() {
    assertThat(message(one(PHISH)).authenticationResults())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("mx.contoso.example;")
        .contains("dmarc=fail");
  }

  @Test
  void whereTheResultsStandAmongTheServersThatTookTheMailIsKept() {
    assertThat(message(one(PHISH)).hops())
        .containsExactly(
            new MailMessage.Hop("mx.contoso.example", 0, "mail.evil.example"),
            new MailMessage.Hop("mail.evil.example", 1, "unknown"));
    var hidden = "Received: (by mx.contoso.example (x) ) from a\r\n\tBY Evil.Example;\r\n";
    assertThat(message(one(hidden + PHISH)).hops())
        .first()
        .isEqualTo(new MailMessage.Hop("evil.example", 0));
    var unnamed = "Received: from mx.contoso.example (by mx.contoso.example); today\r\n";
    assertThat(message(one(unnamed + PHISH)).hops())
        .first()
        .isEqualTo(new MailMessage.Hop(null, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "from evil.example (evil.example [203.0.113.9]) by|evil.example",
        "from mx.contoso.example (unknown [203.0.113.9]) by|unknown",
        "from mx.contoso.example (evil.example [203.0.113.9] (may be forged)) by|203.0.113.9",
        "from mx.contoso.example (203.0.113.9) by|203.0.113.9",
        "from mx.contoso.example ([203.0.113.9]) by|203.0.113.9",
        "from mx.contoso.example ([203.0.113.9] helo=[10.0.0.1]) by|203.0.113.9",
        "from [203.0.113.9] (helo=mx.contoso.example) by|203.0.113.9",
        "from [10.0.0.1] (unknown [203.0.113.9]) by|unknown",
        "from unknown (HELO mx.contoso.example) (203.0.113.9) by|203.0.113.9",
        "from mx.contoso.example (10.0.0.1) by|10.0.0.1",
        "from mx.contoso.example ([IPv6:fd00::1]) by|fd00::1",
        "from mx.contoso.example by|null",
        "by|store.contoso.example",
      })
  void whoHandedAMailOnIsWhatTheServerSawAndNotWhatItWasTold(String clause, String from) {
    var hop = "Received: " + clause + " store.contoso.example with ESMTP; today\r\n";
    assertThat(message(one(hop + PHISH)).hops()).first().extracting("from").isEqualTo(from);
  }

  @Test
  void withinOneMachineANameIsEnough() {
    var hop = "Received: from mx.contoso.example by mx.contoso.example (D) with LMTP; today\r\n";
    assertThat(message(one(hop + PHISH)).hops())
        .first()
        .extracting("from")
        .isEqualTo("mx.contoso.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\r\n"})
  void theEndsOfItsLinesMakeNoOtherMessage(String end) {
    var read = message(one(PHISH.replace("\r\n", end)));
    assertThat(read.sender()).isEqualTo("alerts@evil.example");
    assertThat(read.links()).hasSize(2);
    assertThat(read.attachments()).hasSize(1);
    assertThat(read.hops()).isEqualTo(message(one(PHISH)).hops());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\r\n\r\n", "\n", "\ufeff\n"})
  void whatAnEditorLeavesBeforeTheHeaderIsPassedOver(String before) {
    assertThat(message(one(before + PHISH)).sender()).isEqualTo("alerts@evil.example");
  }

  @Test
  void linksComeWithTheTextThatAReaderSees() {
    assertThat(message(one(PHISH)).links())
        .containsExactly(
            new MailMessage.Link(null, "http://198.51.100.23/login"),
            new MailMessage.Link(
                "https://www.bank.example", "http://www.bank.example@198.51.100.23/login"));
  }

  @Test
  void anAddressBrokenOverLinesIsOneAndARelativeOneLeadsNowhere() {
    var html =
        "<a href='java\nscript:alert(1)'>a</a><a href='page.php'>b</a><a href='www.evil.example'>c</a>";
    assertThat(message(one("From: a@x.example\nContent-Type: text/html\n\n" + html)).links())
        .containsExactly(
            new MailMessage.Link("a", "javascript:alert(1)"),
            new MailMessage.Link("c", "http://www.evil.example"));
  }

  @Test
  void aLinkWithoutASchemeLeadsToItsHost() {
    var html = "<a href='//evil.example/x'>a</a><a href='\\\\evil.example\\y'>b</a>";
    assertThat(message(one("From: a@x.example\nContent-Type: text/html\n\n" + html)).links())
        .extracting(MailMessage.Link::target)
        .containsExactly("http://evil.example/x", "http:\\\\evil.example\\y");
  }

  @Test
  void anAttachmentIsWhatItsBytesSay() {
    var attachment = message(one(PHISH)).attachments().getFirst();
    assertThat(attachment.name()).isEqualTo("invoice.pdf.html");
    assertThat(attachment.declaredType()).isEqualTo("text/plain");
    assertThat(attachment.detectedType()).isEqualTo("text/html");
    assertThat(attachment.size()).isEqualTo(29);
    assertThat(attachment.sha256()).hasSize(64);
  }

  @Test
  void theReportersMailboxIsNamed() {
    assertThat(entities(one(PHISH), Mailbox.class))
        .containsExactly(new Mailbox("megan@contoso.example", null));
    var delivered = "Delivered-To: alias@contoso.example\r\n" + PHISH;
    assertThat(message(one(delivered)).recipient()).isEqualTo("alias@contoso.example");
  }

  @Test
  void twoReportersOfOneMessageAreTwoAlertsInOneInvestigation() {
    var megan = one(PHISH);
    var omar = one(PHISH.replace("Megan@", "omar@"));
    assertThat(megan.alertId()).startsWith("mail:").isNotEqualTo(omar.alertId());
    assertThat(megan.correlationKey()).startsWith("mail-").isEqualTo(omar.correlationKey());
  }

  @Test
  void ofAReportTheAttachedMessageIsTheReportedOne() {
    var alert = one(report("Megan <megan@contoso.example>", "abuse@contoso.example", PHISH));
    assertThat(message(alert).internetMessageId()).isEqualTo("<lab1@evil.example>");
    assertThat(message(alert).recipient()).isEqualTo("megan@contoso.example");
    assertThat(alert.correlationKey()).isEqualTo(one(PHISH).correlationKey());
    assertThat(alert.alertId()).isEqualTo(one(PHISH).alertId());
  }

  @Test
  void aStrangersMailWithAMessageAttachedIsItselfTheReportedOne() {
    var alert =
        one(report("x@evil.example", "omar@contoso.example", PHISH.replace("Megan@", "sue@")));
    assertThat(message(alert).internetMessageId()).isEqualTo("<report1@contoso.example>");
    assertThat(message(alert).attachments().getFirst().name()).isEqualTo("phish.eml");
  }

  @Test
  void anMboxLineBeforeTheHeadersIsSkipped() {
    assertThat(message(one("From x@evil.example Mon Nov 23 07:31:05 2026\n" + PHISH)).sender())
        .isEqualTo("alerts@evil.example");
  }

  @Test
  void aMessageWithoutAnIdIsMistakenForNoOther() {
    var one = one("From: a@x.example\nTo: b@x.example\nSubject: 1\n\nhi");
    var other = one("From: a@x.example\nTo: b@x.example\nSubject: 2\n\nhi");
    assertThat(one.correlationKey()).isNotEqualTo(other.correlationKey());
    assertThat(message(one).internetMessageId()).endsWith("@without-message-id.invalid>");
  }

  @Test
  void linksOfAFormARefreshAndABaseAreFound() {
    var html =
        "<base href='http://evil.example/a'><meta http-equiv=refresh content='0; url=http://r.example'>"
            + "<form action='go.php'></form><a href='//p.example/x'><img alt='Pay' src=x></a>";
    var alert = one("From: a@x.example\nContent-Type: text/html\n\n" + html);
    assertThat(message(alert).links())
        .containsExactlyInAnyOrder(
            new MailMessage.Link(null, "http://evil.example/a/go.php"),
            new MailMessage.Link("Pay", "http://p.example/x"),
            new MailMessage.Link(null, "http://r.example"));
  }
}
