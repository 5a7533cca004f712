package dev.quaestor.starter.ocsf;

import static dev.quaestor.starter.ocsf.Telling.alert;
import static dev.quaestor.starter.ocsf.Telling.evidence;
import static dev.quaestor.starter.ocsf.Telling.isolate;
import static dev.quaestor.starter.ocsf.Telling.pending;
import static dev.quaestor.starter.ocsf.Telling.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an investigation is in OCSF; each report is checked against the schema as it is told. */
class IncidentFindingTest {
  private final Telling telling = Telling.ofACase();

  private static Entity file(String sha256) {
    return new FileArtifact("1e5bc9d7", "m.exe", "C:\\Temp", sha256, null, null, 7L, null);
  }

  @Test
  void theFirstAlertCreatesTheFindingWithItsTechniques() {
    var report = telling.report(alert("al-1", Severity.MEDIUM));

    assertThat(report.topic()).isEqualTo(Topic.INVESTIGATION_STARTED);
    assertThat(report.subject()).isEqualTo("inv-7");
    var event = report.event();
    assertThat(event.path("class_uid").asInt()).isEqualTo(2005);
    assertThat(event.path("category_uid").asInt()).isEqualTo(2);
    assertThat(event.path("type_uid").asLong()).isEqualTo(200501);
    assertThat(event.path("severity_id").asInt()).isEqualTo(3);
    assertThat(event.path("time").asLong()).isEqualTo(Telling.START.toEpochMilli());
    assertThat(event.path("start_time").asLong()).isEqualTo(Telling.START.toEpochMilli());
    assertThat(event.path("finding_info_list").get(0).path("uid").asString()).isEqualTo("al-1");
    var attack = event.path("attacks").get(0);
    assertThat(attack.path("technique").path("uid").asString()).isEqualTo("T1003");
    assertThat(attack.path("sub_technique").path("uid").asString()).isEqualTo("T1003.001");
    assertThat(event.path("assignee").path("name").asString()).isEqualTo("Quaestor");
  }

  @Test
  void metadataTellsTheSameEventAgainByItsUidAndItsPlaceBySequence() {
    var metadata = telling.event(alert("al-1", Severity.LOW)).path("metadata");

    assertThat(metadata.path("version").asString()).isEqualTo("1.3.0");
    assertThat(metadata.path("uid").asString()).isEqualTo("inv-7:1");
    assertThat(metadata.path("sequence").asLong()).isEqualTo(101);
    assertThat(metadata.path("correlation_uid").asString()).isEqualTo("inv-7");
    assertThat(metadata.path("logged_time").asLong()).isEqualTo(Telling.START.toEpochMilli() + 20);
  }

  @Test
  void onlyWhatChangesStateVerdictSeverityOrAlertsIsAnUpdate() {
    telling.report(alert("al-1", Severity.LOW));

    assertThat(telling.tell(alert("al-1", Severity.LOW))).isEmpty();
    assertThat(telling.tell(evidence(new IpAddress("10.0.0.1"), Verdict.UNKNOWN))).isEmpty();
    var worse = telling.report(evidence(file("a".repeat(64)), Verdict.SUSPICIOUS));
    assertThat(worse.topic()).isEqualTo(Topic.INVESTIGATION_UPDATED);
    assertThat(worse.event().path("type_uid").asLong()).isEqualTo(200502);
    assertThat(worse.event().path("verdict_id").asInt()).isEqualTo(4);
    assertThat(telling.tell(evidence(file("b".repeat(64)), Verdict.SUSPICIOUS))).isEmpty();
    assertThat(telling.report(alert("al-2", Severity.HIGH)).event().path("severity_id").asInt())
        .isEqualTo(4);
  }

  @Test
  void whileAPersonIsAwaitedItIsOnHoldAndTheApproversAreItsAssignees() {
    telling.report(alert("al-1", Severity.LOW));
    telling.report(plan("act-1", isolate(), pending()));

    var event =
        telling.event(
            new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "One waits."));

    assertThat(event.path("status_id").asInt()).isEqualTo(3);
    assertThat(event.path("status").asString()).isEqualTo("On Hold");
    assertThat(event.path("status_code").asString()).isEqualTo("PENDING_APPROVAL");
    assertThat(event.path("assignee_group").path("name").asString()).isEqualTo("approvers");
    assertThat(event.path("unmapped").path("actions").path("pending").asInt()).isEqualTo(1);
  }

  @Test
  void itsEndClosesItWithItsTime() {
    telling.report(alert("al-1", Severity.LOW));
    var end =
        telling.report(new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "All done."));

    assertThat(end.topic()).isEqualTo(Topic.INVESTIGATION_CLOSED);
    assertThat(end.event().path("type_uid").asLong()).isEqualTo(200503);
    assertThat(end.event().path("status_id").asInt()).isEqualTo(4);
    assertThat(end.event().path("end_time").asLong())
        .isEqualTo(Telling.START.plusSeconds(1).toEpochMilli());
  }

  @ParameterizedTest
  @EnumSource(InvestigationStatus.class)
  void everyStateHasAStatusOfTheSchema(InvestigationStatus status) {
    telling.report(alert("al-1", Severity.LOW));
    var report = telling.tell(new LedgerEvent.StatusChanged(status, "Because."));

    assertThat(report.isPresent()).isEqualTo(status != InvestigationStatus.RUNNING);
    report.ifPresent(
        r ->
            assertThat(r.topic() == Topic.INVESTIGATION_CLOSED)
                .isEqualTo(r.event().path("status_id").asInt() >= 4)
                .isEqualTo(status.ended()));
  }

  @ParameterizedTest
  @CsvSource({
    "MALICIOUS,        2, True Positive",
    "SUSPICIOUS,       4, Suspicious",
  })
  void aVerdictIsItsNumber(Verdict verdict, int id, String caption) {
    telling.report(alert("al-1", Severity.LOW));
    var event = telling.event(evidence(new Url("http://x.example/"), verdict));

    assertThat(event.path("verdict_id").asInt()).isEqualTo(id);
    assertThat(event.path("verdict").asString()).isEqualTo(caption);
  }

  @Test
  void nothingIsBenignBeforeTheEnd() {
    var opened = telling.event(alert("al-1", Severity.LOW));
    assertThat(opened.path("verdict_id").asInt()).isZero();
    assertThat(telling.tell(evidence(new IpAddress("10.0.0.1"), Verdict.NO_THREATS_FOUND)))
        .isEmpty();
    var waiting =
        telling.event(
            new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_RESOURCE, "It waits."));
    assertThat(waiting.path("verdict_id").asInt()).isZero();
    assertThat(waiting.path("unmapped").path("quaestor_verdict").asString()).isEqualTo("UNKNOWN");

    var end =
        telling.event(
            new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "All looked at."));

    assertThat(end.path("verdict_id").asInt()).isEqualTo(5);
    assertThat(end.path("verdict").asString()).isEqualTo("Benign");
  }

  @Test
  void whatNobodyKnowsForContextDoesNotMakeACleanEndUnknown() {
    telling.report(alert("al-1", Severity.LOW));
    telling.tell(evidence(new IpAddress("10.0.0.1"), Verdict.NO_THREATS_FOUND));
    telling.tell(evidence(Telling.DEVICE, Verdict.UNKNOWN));

    var end =
        telling.event(
            new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "All looked at."));

    assertThat(end.path("verdict_id").asInt()).isEqualTo(5);
    assertThat(end.path("unmapped").path("quaestor_verdict").asString())
        .isEqualTo("NO_THREATS_FOUND");
  }

  @Test
  void whatNobodyCouldLookAtIsInsufficientDataAndWhatNobodyKnowsIsUnknown() {
    telling.report(alert("al-1", Severity.LOW));
    assertThat(
            telling.tell(
                evidence(
                    file("a".repeat(64)),
                    Verdict.UNKNOWN,
                    Finding.inconclusive("reputation", "NOT_KNOWN", "Nobody knows it."))))
        .isEmpty();
    assertThat(
            telling.tell(
                evidence(
                    Telling.DEVICE,
                    Verdict.UNKNOWN,
                    Finding.blind("defender", "BACK_END_DOWN", "It does not answer."))))
        .as("it is looked at again until the end")
        .isEmpty();
    var end =
        telling.event(
            new LedgerEvent.StatusChanged(
                InvestigationStatus.PARTIALLY_INVESTIGATED, "1 of 2 could not be looked at"));

    assertThat(end.path("verdict_id").asInt()).isEqualTo(7);
  }

  @Test
  void eachPieceOfEvidenceIsAnObservableWithItsVerdictAndReasons() {
    telling.report(alert("al-1", Severity.LOW));
    telling.tell(evidence(new IpAddress("10.0.0.1"), Verdict.NO_THREATS_FOUND));
    telling.tell(
        evidence(
            file("a".repeat(64)),
            Verdict.MALICIOUS,
            Finding.weighs("av", "SIGNATURE", 90, "The signature is known.")));
    telling.tell(
        new LedgerEvent.RemediationStatusChanged(
            file("a".repeat(64)).key().value(), RemediationStatus.REMEDIATED));
    var event =
        telling.event(new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));

    var worst = event.path("observables").get(0);
    assertThat(worst.path("type").asString()).isEqualTo("Hash");
    assertThat(worst.path("value").asString()).isEqualTo("a".repeat(64));
    assertThat(worst.path("reputation").path("score_id").asInt()).isEqualTo(10);
    assertThat(worst.path("reputation").path("base_score").asDouble()).isEqualTo(90.0);
    var verdict = event.path("enrichments").get(0);
    assertThat(verdict.path("value")).isEqualTo(worst.path("value"));
    assertThat(verdict.path("data").path("verdict_id").asInt()).isEqualTo(2);
    assertThat(verdict.path("data").path("remediation_status").asString()).isEqualTo("REMEDIATED");
    assertThat(verdict.path("data").path("reasons").get(0).asString())
        .isEqualTo("SIGNATURE: The signature is known.");
  }

  @Test
  void everyKindOfThingIsAValidObservable() {
    telling.report(alert("al-1", Severity.LOW));
    var things =
        List.<Entity>of(
            Telling.DEVICE,
            Device.ofId("2b"),
            file("c".repeat(64)),
            new FileArtifact(null, "a.txt", null, null, null, null, null, null),
            new ProcessArtifact("1e5bc9d7", 7L, null, "x -y", null, null),
            new Url("http://evil.example/a"),
            new IpAddress("2001:db8::1"),
            new MailMessage(
                null,
                "<a@b>",
                "ann@contoso.example",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            new Mailbox("ann@contoso.example", null),
            new UserAccount(null, "ann@contoso.example", null, null, null),
            new RegistryEntry("1e5bc9d7", "HKLM", "Software\\Run", "x", null, null),
            new OtherArtifact("cloudApp", "an app"));
    things.forEach(t -> telling.tell(evidence(t, Verdict.NO_THREATS_FOUND)));

    var event =
        telling.event(new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "."));

    assertThat(event.path("observables")).hasSize(things.size());
  }

  @Test
  void aPersonsWordOutweighsTheVerdictAndUpdatesWhatIsClosed() {
    telling.report(alert("al-1", Severity.LOW));
    telling.tell(evidence(file("a".repeat(64)), Verdict.MALICIOUS));
    telling.tell(new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));

    var report =
        telling.report(
            new LedgerEvent.Classified(
                "al-1",
                null,
                Classification.FALSE_POSITIVE,
                Determination.NOT_MALICIOUS,
                "ann@contoso.example",
                null,
                true));

    assertThat(report.topic()).isEqualTo(Topic.INVESTIGATION_UPDATED);
    assertThat(report.event().path("verdict_id").asInt()).isEqualTo(1);
    assertThat(report.event().path("status_id").asInt()).isEqualTo(4);
  }

  @Test
  void hostileTextIsCutAndAThousandPiecesStayABoundedEvent() {
    telling.report(alert("al-" + "x".repeat(100_000), Severity.LOW));
    IntStream.range(0, 1_000)
        .forEach(
            i ->
                telling.tell(
                    evidence(
                        new Url("http://x.example/" + i + "/\u0000\u202e😀" + "y".repeat(5_000)),
                        i == 999 ? Verdict.MALICIOUS : Verdict.NO_THREATS_FOUND)));
    var event =
        telling.event(new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));

    assertThat(event.path("observables")).hasSize(IncidentFinding.MOST_OBSERVABLES);
    assertThat(event.path("observables").get(0).path("value").asString()).contains("/999/");
    assertThat(event.path("unmapped").path("evidence").path("total").asInt()).isEqualTo(1_000);
    assertThat(event.path("unmapped").path("evidence").path("no_threats_found").asInt())
        .isEqualTo(999);
    assertThat(event.toString().length()).isLessThan(1_000_000);
  }
}
