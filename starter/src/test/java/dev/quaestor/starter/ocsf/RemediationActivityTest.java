package dev.quaestor.starter.ocsf;

import static dev.quaestor.starter.ocsf.Telling.alert;
import static dev.quaestor.starter.ocsf.Telling.by;
import static dev.quaestor.starter.ocsf.Telling.evidence;
import static dev.quaestor.starter.ocsf.Telling.isolate;
import static dev.quaestor.starter.ocsf.Telling.pending;
import static dev.quaestor.starter.ocsf.Telling.plan;
import static dev.quaestor.starter.ocsf.Telling.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.Decision;
import dev.quaestor.authority.Person;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an action and its undo are in OCSF; each report is checked against the schema. */
class RemediationActivityTest {
  private final Telling telling = Telling.ofACase();

  @Test
  void anActionThatWaitsIsAskedForWithAllThatAnApproverNeeds() {
    var report = telling.report(plan("act-1", isolate(), pending()));

    assertThat(report.topic()).isEqualTo(Topic.APPROVAL_REQUESTED);
    assertThat(report.subject()).isEqualTo("inv-7");
    var event = report.event();
    assertThat(event.path("command_uid").asString()).isEqualTo("act-1");
    assertThat(event.path("status_id").asInt()).isEqualTo(99);
    assertThat(event.path("status").asString()).isEqualTo("Waiting for approval");
    var rest = event.path("unmapped");
    assertThat(rest.path("plan_hash").asString()).isEqualTo("hash-act-1");
    assertThat(rest.path("because").asString()).isEqualTo("Suspicious always waits.");
    assertThat(rest.path("decision").path("expires_at").asLong()).isPositive();
  }

  @Test
  void whoeverIsToBeToldThatItStillWaitsIsNamedBesideAllElse() {
    telling.report(plan("act-1", isolate(), pending()));
    var reminder = telling.report(new LedgerEvent.Reminded("act-1", 1));
    var escalated =
        telling.report(new LedgerEvent.Escalated("act-1", 2, List.of("soc-leads", "on-call")));

    assertThat(reminder.topic()).isEqualTo(Topic.APPROVAL_REMINDER);
    assertThat(reminder.event().path("status_detail").asString()).isEqualTo("Reminder 1");
    assertThat(reminder.event().path("unmapped").has("escalated_to")).isFalse();
    assertThat(escalated.topic()).isEqualTo(Topic.APPROVAL_ESCALATED);
    var rest = escalated.event().path("unmapped");
    assertThat(rest.path("escalated_to").toString()).isEqualTo("[\"soc-leads\",\"on-call\"]");
    assertThat(rest.path("plan_hash").asString()).isEqualTo("hash-act-1");
  }

  @Test
  void anApprovalThatIsNotTheLastSaysHowManyThereAre() {
    telling.report(plan("act-1", isolate(), pending()));
    var report =
        telling.report(
            new LedgerEvent.ApprovalGiven(
                "act-1",
                new Approval(new Person("token:ann", "ann"), "yes", "dec-1", Instant.EPOCH),
                1,
                2));

    assertThat(report.topic()).isEqualTo(Topic.APPROVAL_GIVEN);
    assertThat(report.event().path("status_detail").asString())
        .isEqualTo("Approved by ann, 1 of 2");
    assertThat(report.event().path("status_code").asString()).isEqualTo("PENDING");
  }

  @Test
  void aDecisionNamesItsApprover() {
    telling.report(plan("act-1", isolate(), pending()));
    var report =
        telling.report(new LedgerEvent.ActionDecided("act-1", by("ann@contoso.example", false)));

    assertThat(report.topic()).isEqualTo(Topic.APPROVAL_DECIDED);
    assertThat(report.event().path("status_code").asString()).isEqualTo("REJECTED");
    assertThat(report.event().path("actor").path("user").path("name").asString())
        .isEqualTo("ann@contoso.example");
  }

  @Test
  void anIsolationThatSucceededIsANetworkRemediationWithItsCountermeasure() {
    telling.report(alert("al-1", Severity.HIGH));
    telling.report(plan("act-1", isolate(), pending()));
    telling.tell(new LedgerEvent.ActionDecided("act-1", by("ann", true)));
    telling.tell(new LedgerEvent.ActionPrepared("act-1", new Receipt.State(false)));
    var report = telling.report(succeeded("act-1"));

    assertThat(report.topic()).isEqualTo(Topic.ACTION_SUCCEEDED);
    var event = report.event();
    assertThat(event.path("type_uid").asLong()).isEqualTo(700401);
    assertThat(event.path("category_uid").asInt()).isEqualTo(7);
    assertThat(event.path("severity_id").asInt()).isEqualTo(4);
    assertThat(event.path("status_id").asInt()).isEqualTo(1);
    assertThat(event.path("status_detail").asString()).isEqualTo("The device reports isolated.");
    assertThat(event.path("device").path("hostname").asString()).isEqualTo("pc-1.contoso.example");
    assertThat(event.path("start_time").asLong()).isLessThan(event.path("end_time").asLong());
    var technique = event.path("countermeasures").get(0);
    assertThat(technique.path("d3f_technique").path("uid").asString()).isEqualTo("D3-NI");
    assertThat(technique.path("d3f_technique").path("name").asString())
        .isEqualTo("Network Isolation");
    assertThat(technique.path("d3f_technique").path("src_url").asString())
        .isEqualTo("https://d3fend.mitre.org/technique/d3f:NetworkIsolation/");
    assertThat(technique.path("d3f_tactic").path("name").asString()).isEqualTo("Isolate");
  }

  @Test
  void anUndoIsARestoreUnderTheSameCommandWithItsOwnCountermeasure() {
    telling.tell(plan("act-1", isolate(), new Decision.NotNeeded()));
    telling.tell(succeeded("act-1"));
    var asked =
        telling
            .tellOn(
                "undo/act-1/r",
                new LedgerEvent.UndoRequested("act-1", "undo-1", "bob", "oops", true))
            .orElseThrow();
    var undone =
        telling
            .tellOn(
                "undo/act-1/r",
                new LedgerEvent.UndoProgressed(
                    "act-1", "undo-1", new Outcome.Succeeded(new Receipt.None(), "It is free.")))
            .orElseThrow();

    assertThat(asked.topic()).isEqualTo(Topic.UNDO_REQUESTED);
    assertThat(undone.topic()).isEqualTo(Topic.ACTION_UNDONE);
    assertThat(undone.uid()).isEqualTo("undo/act-1/r:2");
    assertThat(undone.event().path("type_uid").asLong()).isEqualTo(700403);
    assertThat(undone.event().path("command_uid").asString()).isEqualTo("act-1");
    assertThat(undone.event().path("actor").path("user").path("name").asString()).isEqualTo("bob");
    assertThat(
            undone
                .event()
                .path("countermeasures")
                .get(0)
                .path("d3f_technique")
                .path("uid")
                .asString())
        .isEqualTo("D3-RNA");
  }

  @Test
  void theUndoOfAnActionOfAnotherStreamIsToldToo() {
    var outside =
        Telling.outsideAnyCase()
            .knowing(
                new KnownAction(
                    "act-9",
                    null,
                    isolate(),
                    ActionSource.MANUAL_DEVICE_ACTION,
                    "Ordered by hand.",
                    "bob",
                    new Receipt.State(false)));
    var report =
        outside.report(
            new LedgerEvent.UndoProgressed(
                "act-9", "undo-9", new Outcome.Failed("BACK_END_DOWN", "It does not answer.")));

    assertThat(report.topic()).isEqualTo(Topic.UNDO_FAILED);
    assertThat(report.subject()).isEqualTo("act-9");
    assertThat(report.event().path("status_id").asInt()).isEqualTo(6);
    assertThat(report.event().path("severity_id").asInt()).isZero();
  }

  @Test
  void anEventOfAnActionThatNobodyKnowsIsNothing() {
    assertThat(telling.tell(succeeded("act-none"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,               3",
    "REJECTED,                2",
    "DEVICE_OFFLINE_TOO_LONG, 2",
    "NOT_VERIFIED,            2",
    "MALFORMED_ANSWER,        6",
    "THROTTLED,               6",
  })
  void aFailureIsToldByItsCode(String code, int statusId) {
    telling.tell(plan("act-1", isolate(), new Decision.NotNeeded()));
    var event =
        telling.event(
            new LedgerEvent.ActionProgressed("act-1", new Outcome.Failed(code, "It failed.")));

    assertThat(event.path("status_id").asInt()).isEqualTo(statusId);
    assertThat(event.path("status_code").asString()).isEqualTo(code);
  }

  @Test
  void everyOutcomeHasItsTopicAndStatus() {
    telling.tell(plan("act-1", isolate(), new Decision.NotNeeded()));
    record Expected(Outcome outcome, Topic topic, int status) {}
    for (var expected :
        List.of(
            new Expected(new Outcome.Unfinished("t", false, "x"), Topic.ACTION_RUNNING, 99),
            new Expected(new Outcome.Unfinished("t", true, "x"), Topic.ACTION_RUNNING, 99),
            new Expected(
                new Outcome.PartiallySucceeded(new Receipt.State(false), "x"),
                Topic.ACTION_PARTIALLY_SUCCEEDED,
                4),
            new Expected(new Outcome.AlreadyInState("x"), Topic.ACTION_SUCCEEDED, 1),
            new Expected(new Outcome.Unsupported("x"), Topic.ACTION_UNSUPPORTED, 5))) {
      var report = telling.report(new LedgerEvent.ActionProgressed("act-1", expected.outcome()));

      assertThat(report.topic()).isEqualTo(expected.topic());
      assertThat(report.event().path("status_id").asInt()).isEqualTo(expected.status());
    }
  }

  @Test
  void whatNoConnectorCanDoIsToldWhenItIsPlanned() {
    var planned = plan("act-1", isolate(), new Decision.NotNeeded());
    var report =
        telling.report(
            new LedgerEvent.ActionPlanned(
                planned.actionId(),
                planned.action(),
                planned.source(),
                planned.gate(),
                null,
                planned.because(),
                Verdict.MALICIOUS,
                planned.planHash(),
                planned.decision(),
                null,
                null,
                "No connector knows this device."));

    assertThat(report.topic()).isEqualTo(Topic.ACTION_UNSUPPORTED);
    assertThat(report.event().path("status_id").asInt()).isEqualTo(5);
  }

  /** The golden file of the wire has one action of each type at least. */
  private static List<RemediationAction> everyAction() {
    var file = Path.of("../workflows/src/test/resources/wire/RemediationActions.json");
    try (var in = java.nio.file.Files.newInputStream(file)) {
      return Arrays.asList(QuaestorJson.mapper().readValue(in, RemediationAction[].class));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyActionOfTheCatalogueAndItsUndoIsAValidEvent() {
    var seen = new HashSet<ActionType>();
    int n = 0;
    for (var action : everyAction()) {
      var id = "act-" + n++;
      telling.tell(plan(id, action, pending())).orElseThrow();
      telling.tell(succeeded(id)).orElseThrow();
      telling
          .tell(new LedgerEvent.UndoProgressed(id, "u", new Outcome.AlreadyInState("It is so.")))
          .orElseThrow();
      seen.add(action.type());
    }
    assertThat(seen).containsExactlyInAnyOrder(ActionType.values());
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void everyTechniqueOfTheCatalogueHasItsNameAndTactic(ActionType type) {
    assertThat(Countermeasures.of(type))
        .hasSameSizeAs(type.d3fend())
        .allSatisfy(c -> assertThat(c.node().has("d3f_tactic")).as(c.node().toString()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatTakesBackIsARestore(ActionType type) {
    if (type.isInverse()) {
      assertThat(Placement.of(type).activity()).isEqualTo(Placement.RESTORE);
    }
  }

  @Test
  void theDeviceOfAFileIsNamedByTheCase() {
    telling.tell(evidence(Telling.DEVICE, Verdict.UNKNOWN));
    var file =
        new dev.quaestor.entity.FileArtifact(
            "1e5bc9d7", "m.exe", "C:\\Temp", "a".repeat(64), null, null, 7L, null);
    telling.tell(
        plan(
            "act-1",
            new dev.quaestor.action.DeviceAction.StopAndQuarantineFile(file),
            new Decision.NotNeeded()));
    var event = telling.event(succeeded("act-1"));

    assertThat(event.path("type_uid").asLong()).isEqualTo(700201);
    assertThat(event.path("device").path("hostname").asString()).isEqualTo("pc-1.contoso.example");
    assertThat(event.path("file").path("hashes").get(0).path("algorithm_id").asInt()).isEqualTo(3);
  }
}
