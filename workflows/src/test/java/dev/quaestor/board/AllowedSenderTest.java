package dev.quaestor.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Finding.Effect;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.indicator.IndicatorMatch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Anybody can write an allowed name into a mail, or an allowed hash beside another. */
class AllowedSenderTest {
  private static final Finding BAIT = Finding.weighs("v", "LINK_DECEIVES", 60, "It deceives.");
  private static final Finding CONFIRMED =
      Finding.nothing("v", Finding.SENDER_CONFIRMED, "It is from there.");

  private static final MailMessage MAIL =
      new MailMessage(
          null,
          "<1@x.example>",
          "megan@contoso.example",
          "a@partner.example",
          null,
          null,
          null,
          null,
          "Hello",
          null,
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private static Assessment listed(
      IndicatorMatch.Effect effect, @Nullable String sender, Finding... seen) {
    var match =
        new IndicatorMatch(MAIL.key(), "ind-1", effect, List.of(), "As agreed", null, sender, null);
    return EvidenceBoard.empty()
        .named(List.of(Evidence.named(MAIL, "a1", null)))
        .examined(
            List.of(new Examination(MAIL.key(), MAIL, List.of(seen), List.of(), List.of())),
            List.of(match),
            Fixtures.policy(),
            Instant.parse("2026-11-28T10:00:00Z"))
        .pieces()
        .getFirst();
  }

  @Test
  void anAllowOfASenderClearsWhatOurOwnServerConfirmed() {
    var mail = listed(IndicatorMatch.Effect.ALLOW, "partner.example", BAIT, CONFIRMED);
    assertThat(mail.verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void anAllowOfASenderIsToldAndDoesNotCountWhereNobodyConfirmedHim() {
    var bad = listed(IndicatorMatch.Effect.ALLOW, "partner.example", BAIT);
    assertThat(bad.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(bad.reasons())
        .filteredOn(f -> f.code().equals("ALLOW_NOT_CONFIRMED"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.effect()).isEqualTo(Effect.INCONCLUSIVE);
              assertThat(f.sentence())
                  .isEqualTo(
                      "partner.example is on the organisation's allow list, but this mail is not"
                          + " confirmed to be from it: As agreed");
            });
    assertThat(listed(IndicatorMatch.Effect.ALLOW, "partner.example").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void anAllowedHashBesideAnotherFilesClearsNothing() {
    var contradiction =
        Finding.inconclusive("v", Finding.HASHES_CONTRADICT, "They are not one file's.");

    assertThat(listed(IndicatorMatch.Effect.ALLOW, null, BAIT, contradiction).verdict())
        .isEqualTo(Verdict.SUSPICIOUS);
    assertThat(listed(IndicatorMatch.Effect.ALLOW, null, contradiction).verdict())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(listed(IndicatorMatch.Effect.BLOCK, null, contradiction).verdict())
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aBlockOfASenderCountsWhateverIsConfirmed() {
    assertThat(listed(IndicatorMatch.Effect.BLOCK, "partner.example", CONFIRMED).verdict())
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(listed(IndicatorMatch.Effect.BLOCK, "partner.example", BAIT).verdict())
        .isEqualTo(Verdict.MALICIOUS);
  }
}
