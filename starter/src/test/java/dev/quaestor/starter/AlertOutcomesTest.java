package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.feed.AlertWord.Status;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.AlertUpdates;
import dev.quaestor.policy.AlertUpdates.Part;
import dev.quaestor.starter.ledger.AlertSourceStore.Due;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said in the vendor's alert, for each way in which a case can end and for each word. */
class AlertOutcomesTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final List<Part> ALL = List.of(Part.values());
  private static final AlertUpdates EVERYTHING = new AlertUpdates(ALL, ALL, "soc@contoso.example");

  private static final Map<InvestigationStatus, Status> STATUSES =
      Map.of(
          InvestigationStatus.REMEDIATED, Status.RESOLVED,
          InvestigationStatus.NO_THREATS_FOUND, Status.RESOLVED,
          InvestigationStatus.PARTIALLY_REMEDIATED, Status.IN_PROGRESS);

  private static Due due(InvestigationStatus state, LedgerEvent.@Nullable Classified said) {
    return new Due(
        "da1",
        "mde:da1",
        "inv-1",
        state,
        state.ended() ? NOON : null,
        said,
        said == null ? null : NOON.plusSeconds(60));
  }

  private static LedgerEvent.Classified said(Classification classification) {
    return new LedgerEvent.Classified(
        "mde:da1", null, classification, Determination.OTHER, "alice", null, true);
  }

  private static AlertWord word(Due due, Verdict verdict, AlertUpdates updates) {
    return AlertOutcomes.word("defender", due, verdict, updates);
  }

  @ParameterizedTest
  @EnumSource
  void anAlertIsResolvedOnlyWhereNothingIsLeftToLookAt(InvestigationStatus state) {
    assertThat(AlertOutcomes.byState(state).orElse(null)).isEqualTo(STATUSES.get(state));
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsMaliciousAndWasActedOnIsATruePositiveWithoutAPerson(InvestigationStatus state) {
    var acted =
        state == InvestigationStatus.REMEDIATED
            || state == InvestigationStatus.PARTIALLY_REMEDIATED;
    for (var verdict : Verdict.values()) {
      assertThat(AlertOutcomes.byVerdict(state, verdict).isPresent())
          .isEqualTo(acted && verdict == Verdict.MALICIOUS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPersonsWordGoesBeforeTheVerdict(Classification classification) {
    var word =
        word(
            due(InvestigationStatus.REMEDIATED, said(classification)),
            Verdict.MALICIOUS,
            EVERYTHING);

    assertThat(word.classification()).isEqualTo(classification);
    assertThat(word.determination()).isEqualTo(Determination.OTHER);
    assertThat(word.comment()).contains("inv-1", "alice", word.marker());
    assertThat(word.upTo()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void aWordThatExoneratesResolvesWhileTheCaseRunsAndOneThatDoesNotLeavesItOpen() {
    var running = InvestigationStatus.PENDING_APPROVAL;

    assertThat(
            word(due(running, said(Classification.FALSE_POSITIVE)), Verdict.UNKNOWN, EVERYTHING)
                .status())
        .isEqualTo(Status.RESOLVED);
    assertThat(
            word(due(running, said(Classification.TRUE_POSITIVE)), Verdict.UNKNOWN, EVERYTHING)
                .status())
        .isNull();
  }

  @Test
  void onlyWhatPolicyNamesIsSaid() {
    var comment = new AlertUpdates(List.of(Part.COMMENT), List.of(), null);
    var word = word(due(InvestigationStatus.REMEDIATED, null), Verdict.MALICIOUS, comment);

    assertThat(word.comment()).isNotNull();
    assertThat(word.status()).isNull();
    assertThat(word.classification()).isNull();
    assertThat(word.assignTo()).isNull();
    assertThat(
            word(
                    due(InvestigationStatus.RUNNING, said(Classification.FALSE_POSITIVE)),
                    Verdict.UNKNOWN,
                    comment)
                .isEmpty())
        .isTrue();
  }

  @Test
  void eachThingThatIsSaidHasAMarkerOfItsOwnAndTheSameThingTheSame() {
    var ended = due(InvestigationStatus.REMEDIATED, null);
    var later = due(InvestigationStatus.REMEDIATED, said(Classification.FALSE_POSITIVE));

    assertThat(word(ended, Verdict.MALICIOUS, EVERYTHING).marker())
        .isEqualTo(word(ended, Verdict.MALICIOUS, EVERYTHING).marker())
        .isNotEqualTo(word(later, Verdict.MALICIOUS, EVERYTHING).marker());
  }

  @Test
  void anAssignmentNeedsSomebodyToBeAssignedTo() {
    assertThatThrownBy(() -> new AlertUpdates(List.of(Part.ASSIGNMENT), List.of(), null))
        .hasMessageContaining("alertUpdates.assignTo");
    assertThatThrownBy(() -> new AlertUpdates(List.of(Part.COMMENT), List.of(), "soc"))
        .hasMessageContaining("alertUpdates.assignTo");
  }
}
