package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail that an alert names and does not bring along. */
class NamedMailOnLabTest {
  private static final String ADELE = "adele@contoso.example";
  private static final String MEGAN = "megan@contoso.example";
  private static final String ID = "<named-1@bank.example>";

  private static final String PHISH =
      """
      Received: from mail.bank.example ([203.0.113.9]) by mx.contoso.example with ESMTP; Mon, 23 Nov 2026 07:31:00 +0000
      Authentication-Results: mx.contoso.example; spf=fail smtp.mailfrom=bank.example; dmarc=fail header.from=woodgrovebank.example
      From: "Woodgrove Bank" <service@woodgrovebank.example>
      To: adele@contoso.example
      Subject: Your account is locked
      Message-ID: <named-1@bank.example>
      Date: Mon, 23 Nov 2026 07:30:58 +0000
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="b"

      --b
      Content-Type: text/html; charset=utf-8

      <p>Your account is locked. Confirm your password within 24 hours:
      <a href="https://login.bank-check.example/now">https://www.woodgrovebank.example</a></p>
      --b
      Content-Type: application/pdf; name="form.pdf.exe"
      Content-Disposition: attachment; filename="form.pdf.exe"
      Content-Transfer-Encoding: base64

      TVqQAAMAAAAEAAAA
      --b--
      """
          .replace("\n", "\r\n");

  private final LabBackEnds backEnds = new LabBackEnds();

  @AfterEach
  void stop() {
    backEnds.close();
  }

  @Test
  void theSamePhishSaysTheSameWhetherItIsNamedOrHandedIn() {
    deliver(PHISH, ADELE, MEGAN);
    var read =
        Objects.requireNonNull(
            MailReader.reported(
                PHISH.getBytes(StandardCharsets.UTF_8),
                new TimeBudget(Duration.ofSeconds(10), System::nanoTime)));

    var handedIn = examine(Map.of(), read.message());
    var byIds = examine(Map.of(), mail(null, ID, ADELE));

    assertThat(byIds.key()).isEqualTo(handedIn.key());
    assertThat(codes(byIds)).hasSizeGreaterThan(5).isEqualTo(codes(handedIn));
    assertThat(byIds.related().stream().map(Evidence::key).toList())
        .isEqualTo(handedIn.related().stream().map(Evidence::key).toList())
        .contains(new Url("https://login.bank-check.example/now").key())
        .anyMatch(key -> key.value().startsWith("file:"));
    assertThat(((MailMessage) byIds.entity()).attachments()).hasSize(1);
    assertThat(((MailMessage) byIds.entity()).content()).isNull();
  }

  @Test
  void aMessageIdAloneIsEnough() {
    deliver(PHISH, ADELE);

    var found = examine(Map.of(), mail(null, ID, null));

    assertThat(found.entity().label()).contains("Your account is locked");
    assertThat(VerdictRules.conclude(found.findings()).isThreat()).isTrue();
  }

  @Test
  void exchangesIdAndTheMailboxAreEnough() {
    var delivered = backEnds.lab.deliver(PHISH.getBytes(StandardCharsets.UTF_8), List.of(ADELE));
    var wanted = mail(delivered.networkMessageId(), null, ADELE);

    var found = examine(Map.of(), wanted);

    assertThat(found.key()).isEqualTo(wanted.key());
    assertThat(found.entity().label()).contains("Your account is locked");
    assertThat(found.entity().key()).isEqualTo(wanted.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"as it came", "without subject and sender"})
  void mailIsClusteredAlikeHoweverItWasNamed(String how) {
    var whole = PHISH.replaceFirst("Date:", NETWORK_ID + "7f3b-1\r\nDate:");
    var sent =
        how.equals("as it came")
            ? whole
            : whole.replaceFirst("Subject:[^\r]*\r\n", "").replaceFirst("From:[^\r]*\r\n", "");
    deliver(sent, ADELE, MEGAN);
    // Alike by its body alone.
    deliver(
        sent.replace("7f3b-1", "7f3b-2")
            .replace(ID, "<named-2@bank.example>")
            .replace("Your account is locked\r\nMessage-ID", "Last call\r\nMessage-ID"),
        MEGAN);
    var read =
        Objects.requireNonNull(
            MailReader.reported(
                sent.getBytes(StandardCharsets.UTF_8),
                new TimeBudget(Duration.ofSeconds(10), System::nanoTime)));

    var handedIn = clusters(examine(Map.of(), read.message()));

    assertThat(handedIn).isNotEmpty();
    assertThat(clusters(examine(Map.of(), mail("7f3b-1", null, ADELE)))).isEqualTo(handedIn);
    assertThat(clusters(examine(Map.of(), mail("7f3b-1", null, null)))).isEqualTo(handedIn);
    assertThat(clusters(examine(Map.of(), mail(null, ID, ADELE)))).isEqualTo(handedIn);
  }

  private static final String NETWORK_ID = "X-MS-Exchange-Organization-Network-Message-Id: ";

  private record Likes(
      List<MailCluster.Criterion> criteria, List<MailCluster.Member> messages, int count) {}

  private static List<Likes> clusters(Examination examination) {
    return examination.related().stream()
        .map(Evidence::entity)
        .filter(MailCluster.class::isInstance)
        .map(MailCluster.class::cast)
        .map(c -> new Likes(c.criteria(), c.messages(), c.count()))
        .toList();
  }

  @Test
  void aMessageThatIsNowhereIsNotSaidToHoldNoResults() {
    var found = examine(Map.of(), mail(null, "<never@nowhere.example>", ADELE));

    assertThat(codes(found)).contains("MESSAGE_NOT_FOUND");
    assertThat(found.findings())
        .filteredOn(f -> f.code().equals("SENDER_NOT_CHECKED"))
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("was not read"));
    assertThat(VerdictRules.conclude(found.findings())).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aMailboxThatIsNotServedIsNotAnEmptyOne() {
    deliver(PHISH, ADELE);
    backEnds.lab.fault(Fault.error("GET /v1.0/users/**", 50, 404, "MailboxNotEnabledForRESTAPI"));

    var found = examine(Map.of(), mail(null, ID, ADELE));

    assertThat(codes(found)).contains("OUT_OF_REACH").doesNotContain("MESSAGE_NOT_FOUND");
    assertThat(VerdictRules.conclude(found.findings())).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aThrottledMailboxIsLookedAtAgainWhenItSaidAndTheOthersAreReadAtOnce() {
    deliver(PHISH, ADELE);
    deliver(PHISH.replace(ID, "<named-2@bank.example>"), MEGAN);
    backEnds.lab.fault(Fault.throttle("GET /v1.0/users/" + ADELE + "/**", 1000, 3600));
    var before = Instant.now();

    var both =
        execution(Map.of())
            .examine(
                new ExaminationRequest(
                    "case",
                    List.of(
                        named(mail(null, ID, ADELE)),
                        named(mail(null, "<named-2@bank.example>", MEGAN))),
                    LabBackEnds.lately()));

    var away = Objects.requireNonNull(both.get(0).away());
    assertThat(away.notBefore()).isAfter(before.plusSeconds(3500));
    assertThat(both.get(1).away()).isNull();
    assertThat(both.get(1).entity().label()).contains("Your account is locked");
  }

  @Test
  void howManyMailboxesAreThrottledTheNextOneIsReadAndEachIsLookedAtAgainInItsOwnTime() {
    var throttled = List.of("a@contoso.example", "b@contoso.example", "c@contoso.example");
    for (int i = 0; i < throttled.size(); i++) {
      backEnds.lab.fault(
          Fault.throttle("GET /v1.0/users/" + throttled.get(i) + "/**", 1000, 1000 * (i + 1)));
    }
    deliver(PHISH, ADELE);
    var evidence = new ArrayList<Evidence>();
    throttled.forEach(mailbox -> evidence.add(named(mail(null, ID, mailbox))));
    evidence.add(named(mail(null, ID, ADELE)));
    var before = Instant.now();

    var found =
        execution(Map.of()).examine(new ExaminationRequest("case", evidence, LabBackEnds.lately()));

    assertThat(found.getLast().entity().label()).contains("Your account is locked");
    assertThat(found.getLast().away()).isNull();
    for (int i = 0; i < throttled.size(); i++) {
      assertThat(Objects.requireNonNull(found.get(i).away()).notBefore())
          .isBetween(before.plusSeconds(1000 * i + 900), before.plusSeconds(1000 * i + 1400));
    }
  }

  @Test
  void twoMessagesUnderOneIdAreBothReadAndNeitherIsClean() {
    deliver(PHISH.replace("bank-check", "other"), ADELE);
    deliver(PHISH, ADELE);

    var found = examine(Map.of(), mail(null, ID, ADELE));

    assertThat(((MailMessage) found.entity()).links())
        .extracting(MailMessage.Link::target)
        .contains("https://login.bank-check.example/now", "https://login.other.example/now");
    assertThat(codes(found)).contains("NOT_READ_WHOLE");
  }

  @Test
  void aMessageThatIsTooLargeIsNotReadAndSaysSo() {
    deliver(PHISH + "x".repeat(MailReader.LARGEST), ADELE);

    assertThat(codes(examine(Map.of(), mail(null, ID, ADELE)))).contains("NOT_READ_WHOLE");
  }

  private static final String BY_EXCHANGE =
      PHISH
          .replace(
              "Received: from mail.bank.example ([203.0.113.9]) by mx.contoso.example",
              "Received: from a.prod.outlook.com by b.prod.outlook.com with HTTPS; Mon, 23 Nov 2026 07:31:02 +0000\r\n"
                  + "Authentication-Results: spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=bank.example; dkim=none; dmarc=fail action=oreject header.from=woodgrovebank.example;compauth=fail reason=000\r\n"
                  + "X-Forefront-Antispam-Report: CIP:203.0.113.9;CTRY:;LANG:en;SCL:9;SFV:SPM;CAT:HPHISH;DIR:INB\r\n"
                  + "Received: from mail.bank.example ([203.0.113.9]) by c.mail.protection.outlook.com")
          .replaceFirst("Authentication-Results: mx[^\r]*\r\n", "");

  @Test
  void whatExchangeWritesWithoutItsNameIsNotBelievedUnlessThatIsSet() {
    deliver(BY_EXCHANGE, ADELE);

    assertThat(codes(examine(Map.of(), mail(null, ID, ADELE))))
        .contains("SENDER_NOT_CHECKED")
        .doesNotContain("DMARC_FAIL", "FILTER_CATEGORY", "COMPAUTH_FAIL");
    assertThat(codes(examine(BELIEVED, mail(null, ID, ADELE))))
        .contains("DMARC_FAIL", "FILTER_CATEGORY", "COMPAUTH_FAIL")
        .doesNotContain("SENDER_NOT_CHECKED");
  }

  @Test
  void whatSomebodyHandsInIsNeverTakenForExchangesWord() {
    var read =
        Objects.requireNonNull(
            MailReader.reported(
                BY_EXCHANGE.getBytes(StandardCharsets.UTF_8),
                new TimeBudget(Duration.ofSeconds(10), System::nanoTime)));
    deliver(BY_EXCHANGE, ADELE);

    assertThat(codes(examine(BELIEVED, read.message())))
        .contains("SENDER_NOT_CHECKED")
        .doesNotContain("DMARC_FAIL", "FILTER_CATEGORY");
  }

  @Test
  void resultsUnderAStrangersServerAreNotExchanges() {
    deliver(BY_EXCHANGE.replace("by b.prod.outlook.com", "by mx.stranger.example"), ADELE);

    assertThat(codes(examine(BELIEVED, mail(null, ID, ADELE)))).doesNotContain("DMARC_FAIL");
  }

  private static final String CALMING =
      "Authentication-Results: spf=pass smtp.mailfrom=woodgrovebank.example; dkim=pass header.d=woodgrovebank.example; dmarc=pass action=none header.from=woodgrovebank.example;compauth=pass reason=100\r\n"
          + "X-Forefront-Antispam-Report: CIP:10.0.0.1;SCL:-1;SFV:SKN;CAT:NONE;DIR:INB\r\n"
          + "X-MS-Exchange-Organization-SCL: -1\r\n";

  /** Without any server's line and without anybody's results. */
  private static final String BARE =
      PHISH
          .replaceFirst("Received: [^\r]*\r\n", "")
          .replaceFirst("Authentication-Results: mx[^\r]*\r\n", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "%sReceived: from a.example by mx.evil.example; Mon, 23 Nov 2026 07:31:02 +0000\r\n",
        "Received: from a.prod.outlook.com by b.prod.outlook.com; Mon, 23 Nov 2026 07:31:02 +0000\r\n"
            + "Received: from c.example by d.mail.protection.outlook.com; Mon, 23 Nov 2026 07:31:01 +0000\r\n%s"
      })
  void resultsThatExchangeDidNotWriteCalmNothing(String head) {
    assertThat(BARE).doesNotContain("Received:", "Authentication-Results:");
    deliver(head.formatted(CALMING) + BARE, ADELE);

    assertThat(codes(examine(BELIEVED, mail(null, ID, ADELE))))
        .contains("SENDER_NOT_CHECKED")
        .doesNotContain("AUTHENTICATION_UNREMARKABLE");
  }

  @Test
  void whatAForgedFieldSaysHidesNothingOfWhatTheFilterFound() {
    deliver(
        BY_EXCHANGE.replaceFirst(
            "X-Forefront", CALMING.substring(CALMING.indexOf("X-Fore")) + "X-Forefront"),
        ADELE);

    assertThat(codes(examine(BELIEVED, mail(null, ID, ADELE)))).contains("FILTER_CATEGORY");
  }

  private static final Map<String, String> BELIEVED = Map.of("exchange-results", "believe");

  private void deliver(String mail, String... mailboxes) {
    backEnds.lab.deliver(mail.getBytes(StandardCharsets.UTF_8), List.of(mailboxes));
  }

  private static MailMessage mail(
      @Nullable String networkId, @Nullable String id, @Nullable String recipient) {
    return new MailMessage(
        networkId, id, recipient, null, null, null, null, null, null, null, null, null, null, null);
  }

  private static List<String> codes(Examination examination) {
    return examination.findings().stream().map(Finding::code).toList();
  }

  private Examination examine(Map<String, String> graph, MailMessage mail) {
    return execution(graph)
        .examine(new ExaminationRequest("case", List.of(named(mail)), Instant.EPOCH))
        .getFirst();
  }

  private EvidenceExecution execution(Map<String, String> graph) {
    return new EvidenceExecution(
        backEnds.connectors(Map.of(), graph),
        contoso(),
        Analyzers.all(contoso()),
        InstantSource.system(),
        () -> broke -> false);
  }
}
