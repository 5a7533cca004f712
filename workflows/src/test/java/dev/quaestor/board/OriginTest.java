package dev.quaestor.board;

import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Finding.Origin;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.QuaestorJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who adds a finding is never read from what an alert may have written. */
class OriginTest {
  private static final Policy POLICY = Fixtures.policy();
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

  private static EvidenceBoard boardOf(Entity entity, Finding... findings) {
    return boardOf(entity, List.of(), findings);
  }

  private static EvidenceBoard boardOf(
      Entity entity, List<IndicatorMatch> listed, Finding... findings) {
    return EvidenceBoard.empty()
        .named(List.of(Evidence.named(entity, "a1", null)))
        .examined(
            List.of(new Examination(entity.key(), entity, List.of(findings), List.of(), List.of())),
            listed,
            POLICY,
            NOW);
  }

  private static Assessment only(EvidenceBoard board) {
    return board.pieces().getFirst();
  }

  private static IndicatorMatch listed(Entity entity, IndicatorMatch.Effect effect) {
    return new IndicatorMatch(entity.key(), "ind-1", effect, List.of(), null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exclusion:x", "indicator:1", "analyst:olga", "quaestor", "analyst"})
  void aVendorThatIsCalledLikeOneOfOursStaysAVendor(String source) {
    var word = Finding.weighs(source, "VENDOR_MALICIOUS", 100, "The alert calls it malicious.");

    // An indicator for another thing has the organisation's word applied anew.
    var board =
        boardOf(
            downloadedFile(),
            List.of(listed(new Url("http://other.example/"), IndicatorMatch.Effect.ALLOW)),
            word);

    assertThat(only(board).verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(only(board).reasons()).containsExactly(word);
    assertThat(only(board).leftAlone()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Origin.class)
  void whoeverLooksAddsNothingInAnothersName(Origin claimed) {
    var board =
        boardOf(
            downloadedFile(), Finding.weighs("v", "IMAGE_MALICIOUS", 100, "Bad.").from(claimed));

    assertThat(only(board).reasons()).extracting(Finding::origin).containsExactly(Origin.LOOKED_AT);
    assertThat(only(board).verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void whatTheOrganisationSaysIsTakenBackWithItsWord() {
    var fine = Finding.nothing("v", "FINE", "Fine.");
    var blocked =
        boardOf(
            downloadedFile(), List.of(listed(downloadedFile(), IndicatorMatch.Effect.BLOCK)), fine);
    assertThat(only(blocked).reasons())
        .extracting(Finding::origin)
        .containsExactly(Origin.LOOKED_AT, Origin.INDICATOR);

    var cleared =
        blocked.classified(
            List.of(
                new AnalystWord(
                    downloadedFile().key(),
                    Classification.FALSE_POSITIVE,
                    Determination.NOT_MALICIOUS,
                    "Our own installer,\nsee \u202eticket 7",
                    FakeStarter.DANA)),
            POLICY);
    assertThat(only(cleared).reasons())
        .last()
        .extracting(Finding::sentence)
        .isEqualTo(
            FakeStarter.DANA.name()
                + " says: FALSE_POSITIVE (NOT_MALICIOUS): Our own installer, see  ticket 7");
    assertThat(only(cleared).reasons())
        .extracting(Finding::origin)
        .containsExactly(Origin.LOOKED_AT, Origin.INDICATOR, Origin.ANALYST);
  }

  @Test
  void whatWasLookedAtIsWrittenAsEver() {
    var mapper = QuaestorJson.mapper();
    var seen = Finding.weighs("v", "BAD", 100, "Bad.");
    var said = seen.from(Origin.ANALYST);

    assertThat(mapper.writeValueAsString(seen.from(Origin.LOOKED_AT)))
        .isEqualTo(mapper.writeValueAsString(seen))
        .doesNotContain("addedBy");
    assertThat(mapper.readValue(mapper.writeValueAsString(said), Finding.class)).isEqualTo(said);
  }
}
