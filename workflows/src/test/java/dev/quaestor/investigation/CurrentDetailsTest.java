package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Execution;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.Pasted;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.Gate;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a person reads in the Temporal Web UI. */
class CurrentDetailsTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final String HOSTILE =
      "x` **APPROVED**\n"
          + "# Approved by dana\r\n"
          + "- ``` \u202egnp\u202c\u2028\u0085![x](http://evil)\u0000";

  private static InvestigationReport report(
      InvestigationStatus state, String text, InvestigationReport.ActionReport... actions) {
    var device = new Device("d1", "pc-1", "Windows11", "Laptops", List.of(), List.of());
    return new InvestigationReport(
        "inv-1",
        state,
        text,
        Severity.HIGH,
        text,
        Verdict.SUSPICIOUS,
        List.of("a1"),
        List.of(
            new Assessment(
                Evidence.named(Device.ofId("d1"), "a1", null),
                true,
                List.of(),
                Verdict.UNKNOWN,
                List.of(),
                List.of(),
                device)),
        List.of(actions),
        NOW,
        null,
        1,
        List.of(),
        false);
  }

  private static InvestigationReport.ActionReport done(Gate gate, Decision decision) {
    return new InvestigationReport.ActionReport(
        "act-1",
        new LiveResponseAction.StopService(new SystemService("d1", "evil", "c:\\evil.exe")),
        gate,
        "r",
        "because",
        "hash",
        decision,
        Execution.SUCCEEDED,
        "The service has stopped");
  }

  @Test
  void afterTheEndItSaysWhatWasDoneWhereAndByWhom() {
    var byPia = new Decision.ByPerson(true, "pia", true, Decision.Channel.UPDATE, null, null, NOW);

    var page =
        CurrentDetails.render(
            report(InvestigationStatus.REMEDIATED, "all done", done(Gate.APPROVAL, byPia)),
            List.of(),
            Pasted.AS_ANYBODYS,
            null);

    assertThat(page)
        .contains(
            "- **Stop service** `evil` on `pc-1 (Laptops, Windows11)`: `approved by pia at"
                + " 2026-11-02T10:00:00Z`, SUCCEEDED: `The service has stopped`")
        .doesNotContain("Waiting for a decision");
  }

  @Test
  void whatNobodyHadToDecideSaysSo() {
    var page =
        CurrentDetails.render(
            report(
                InvestigationStatus.REMEDIATED,
                "all done",
                done(Gate.AUTOMATIC, new Decision.NotNeeded())),
            List.of(),
            Pasted.AS_ANYBODYS,
            null);

    assertThat(page).contains("`automatic, as the policy allows`, SUCCEEDED");
  }

  private static String page(String text, int pending) {
    var report = report(InvestigationStatus.PENDING_APPROVAL, text);
    var request =
        PendingAction.of(
            new PendingAction.Plea(
                "act-1",
                new IdentityAction.DisableUser(
                    new UserAccount(null, text + "@x", null, null, null)),
                Verdict.SUSPICIOUS,
                text,
                text,
                List.of(),
                "hash",
                NOW.minusSeconds(86_400),
                NOW),
            CaseKnowledge.none());
    return CurrentDetails.render(
        report, Collections.nCopies(pending, request), Pasted.AS_ANYBODYS, text);
  }

  @Test
  void noTextFromOutsideLeavesItsCodeSpan() {
    for (var line : page(HOSTILE, 2).lines().toList()) {
      var outside = line.replaceAll("`[^`]*`", "");
      assertThat(outside).doesNotContain("APPROVED", "Approved by", "evil", "gnp");
    }
    assertThat(page(HOSTILE, 2)).doesNotContain("\u202e", "\u2028", "\u0085", "\u0000");
  }

  @Test
  void anEmptyTextOpensNoSpan() {
    assertThat(page("", 1)).contains("(no text)").doesNotContain("rule ``");
  }

  @Test
  void thePayloadIsADecisionAsItStands() {
    var payloads =
        Pattern.compile("(?s)```\\n(\\{.*?})\\n```")
            .matcher(page(HOSTILE, 2))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(payloads).hasSize(4);
    assertThat(
            payloads.stream().map(p -> QuaestorJson.mapper().readValue(p, DecisionMessage.class)))
        .allSatisfy(m -> assertThat(m.defect()).isEmpty())
        .extracting(DecisionMessage::verdict)
        .containsExactly(
            DecisionMessage.Choice.APPROVE,
            DecisionMessage.Choice.APPROVE,
            DecisionMessage.Choice.APPROVE,
            DecisionMessage.Choice.REJECT);
  }

  @Test
  void thePayloadIsLaidOutAsTheFormLaysItOutItself() {
    assertThat(page("plain", 1))
        .contains(
            """
            ```
            {
              "verdict": "APPROVE",
              "approver": "temporal-ui",
              "actionIds": [
                "act-1"
              ],
              "planHash": "hash"
            }
            ```
            """);
  }

  @Test
  void whatWaitsSaysWhatUndoGivesBackAndWhatSilenceMeans() {
    assertThat(page("plain", 1))
        .contains(
            "- can be undone: Undo lets the account sign in again; sessions that ended stay ended")
        .contains("- If nobody decides by 2026-11-02 10:00 UTC, it expires and nothing is done")
        .contains("both a device approver and an email approver");
  }

  @Test
  void whereNobodyIsAskedForAProofItSaysThatAnybodyMayDecide() {
    var asked = asked("act-1", "C:\\Temp\\evil.exe");

    assertThat(rendered(asked, Pasted.AS_ANYBODYS))
        .contains(
            "- A device approver can decide this. One approval is enough. From this page anyone can,"
                + " because the policy"
                + " accepts decisions without a signature\n");
    assertThat(rendered(asked, Pasted.NOTHING))
        .contains("- A device approver can decide this. One approval is enough\n");
  }

  @Test
  void whereTemporalSaysWhoSendsASignalThePayloadNamesNobody() {
    assertThat(rendered(asked("act-1", "C:\\Temp\\evil.exe"), Pasted.AS_ITS_SENDERS))
        .contains(
            "send the signal `decide` with:\n```\n{\n  \"verdict\": \"APPROVE\",\n  \"actionIds\"",
            "as the decision of whoever Temporal says has sent it")
        .doesNotContain("approver\"", "signal or update", "anyone can");
  }

  @Test
  void aFindingSaysOnWhatItIs() {
    assertThat(rendered(asked("act-1", "C:\\Temp\\evil.exe"), Pasted.AS_ANYBODYS))
        .contains("- verdict: SUSPICIOUS, `evil`: `The alert calls it suspicious`");
  }

  @Test
  void aLongNameKeepsItsEnd() {
    var page = rendered(asked("act-1", "x".repeat(200) + ".exe"), Pasted.AS_ANYBODYS);

    assertThat(page).containsPattern("`x+\u2026x+\\.exe`");
  }

  private static String rendered(PendingAction asked, Pasted pasted) {
    return CurrentDetails.render(
        report(InvestigationStatus.PENDING_APPROVAL, "one waits"), List.of(asked), pasted, null);
  }

  private static PendingAction asked(String id, String name) {
    var service = new SystemService("d1", "evil", "c:\\evil.exe");
    return PendingAction.of(
        new PendingAction.Plea(
            id,
            new LiveResponseAction.StopService(new SystemService("d1", name, null)),
            Verdict.SUSPICIOUS,
            "r",
            "because",
            List.of(service.key()),
            "hash",
            NOW.minusSeconds(86_400),
            NOW),
        CaseKnowledge.of(
            List.of(
                new Assessment(
                    Evidence.named(service, "a1", null),
                    true,
                    List.of(Finding.weighs("v", "BAD", 50, "The alert calls it suspicious")),
                    Verdict.SUSPICIOUS,
                    List.of()))));
  }

  @Test
  void thePageStaysWithinWhatTheServerTakes() {
    var page = page("\u20ac".repeat(5000), 500);
    assertThat(page)
        .contains("and 495 more; for all of them: `./quaestor pending --investigation inv-1`");
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(20_000);
  }
}
