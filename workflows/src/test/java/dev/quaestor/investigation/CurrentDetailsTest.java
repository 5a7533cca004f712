package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.IdentityAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
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
      "x` **APPROVED**\n# Approved by dana\r\n- ``` \u202egnp\u202c\u2028\u0085![x](http://evil)\u0000";

  private static String page(String text, int pending) {
    var report =
        new InvestigationReport(
            "inv-1",
            InvestigationStatus.PENDING_APPROVAL,
            text,
            Severity.HIGH,
            text,
            Verdict.SUSPICIOUS,
            List.of("a1"),
            List.of(),
            List.of(),
            NOW,
            null,
            1,
            List.of(),
            false);
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
                NOW,
                NOW),
            CaseKnowledge.none());
    return CurrentDetails.render(report, Collections.nCopies(pending, request), true, text);
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
        .contains("- undo: yes. Undo lets the account sign in again; ended sessions stay ended")
        .contains("- No answer by 2026-11-02T10:00:00Z counts as no: nothing is done")
        .contains("both a device approver and an email approver");
  }

  @Test
  void thePageStaysWithinWhatTheServerTakes() {
    var page = page("\u20ac".repeat(5000), 500);
    assertThat(page).contains("and 495 more");
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(20_000);
  }
}
