package dev.quaestor.board;

import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Away;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The evidence of a case: each piece once, looked at once, within its limits. */
class EvidenceBoardTest {
  private static final Policy POLICY =
      Fixtures.policy(
          Policy.Unsigned.ACCEPT,
          new Policy.Guardrails(List.of(), 100),
          new Policy.Limits(3, 1, Duration.ofDays(30), Duration.ofDays(3)));

  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  private static Evidence named(Entity entity, String alertId, Verdict reported) {
    return Evidence.named(
        entity,
        alertId,
        reported == null ? null : new Evidence.ReportedVerdict("vendor", reported, null));
  }

  private static EvidenceBoard board(Entity... entities) {
    return EvidenceBoard.empty()
        .named(java.util.Arrays.stream(entities).map(e -> named(e, "a1", null)).toList());
  }

  private static Examination bad(Entity entity, Entity answer, Evidence... related) {
    return new Examination(
        entity.key(),
        answer,
        List.of(Finding.weighs("v", "BAD", 100, "Bad.")),
        List.of(related),
        List.of());
  }

  @Test
  void whatIsNamedTwiceIsOnePieceThatKnowsBothAlerts() {
    var board = board(laptop()).named(List.of(named(laptop(), "a2", null)));
    assertThat(board.pieces()).singleElement();
    assertThat(board.pieces().getFirst().evidence().alertIds()).containsExactly("a1", "a2");
  }

  @Test
  void whatAnAlertSaysNewOfAPieceIsLookedAtAgainAndARepeatIsNot() {
    var looked = board(laptop()).examined(List.of(bad(laptop(), laptop())), List.of(), POLICY, NOW);
    assertThat(looked.named(List.of(named(laptop(), "a2", null))).toExamine(10)).isEmpty();
    assertThat(looked.named(List.of(named(laptop(), "a2", Verdict.MALICIOUS))).toExamine(10))
        .hasSize(1);
  }

  @Test
  void whatIsBeingLookedAtIsNotHandedOutTwice() {
    var board = board(laptop(), downloadedFile());
    var busy = board.handedOut(board.toExamine(1));
    assertThat(busy.toExamine(10)).extracting(Evidence::entity).containsExactly(downloadedFile());
  }

  @Test
  void anExaminationThatAnswersWithAnotherThingLeavesThePieceUnknownAndIsNotAskedForEver() {
    var after =
        board(laptop()).examined(List.of(bad(laptop(), phishUrl())), List.of(), POLICY, NOW);
    assertThat(after.pieces()).extracting(Assessment::verdict).containsExactly(Verdict.UNKNOWN);
    assertThat(after.toExamine(10)).isEmpty();
  }

  @Test
  void pivotsGoNoDeeperThanTheLimit() {
    var root = named(laptop(), "a1", null);
    var near = Evidence.found(phishUrl(), root, Role.CONTEXTUAL);
    var far = Evidence.found(new Url("http://far.example/"), near, Role.CONTEXTUAL);
    var after =
        board(laptop())
            .examined(List.of(bad(laptop(), laptop(), near, far)), List.of(), POLICY, NOW);
    assertThat(after.pieces())
        .extracting(a -> a.evidence().entity())
        .containsExactly(laptop(), phishUrl());
    assertThat(after.full()).isFalse();
  }

  @Test
  void aCaseThatOutgrowsItsLimitKeepsWhatItHasAndSaysSo() {
    var root = named(laptop(), "a1", null);
    var pivots =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i -> Evidence.found(new Url("http://h" + i + "/"), root, Role.CONTEXTUAL))
            .toArray(Evidence[]::new);
    var after =
        board(laptop()).examined(List.of(bad(laptop(), laptop(), pivots)), List.of(), POLICY, NOW);
    assertThat(after.pieces()).hasSize(3);
    assertThat(after.full()).isTrue();
  }

  @Test
  void onlyWhatChangedIsTold() {
    var before = board(laptop(), downloadedFile());
    var after = before.examined(List.of(bad(laptop(), laptop())), List.of(), POLICY, NOW);
    assertThat(after.changedSince(before))
        .extracting(a -> a.evidence().entity())
        .containsExactly(laptop());
  }

  private static final MailContent SEEN =
      new MailContent("Your account is locked", List.of("x-mailer: x"), MailContent.Markup.none());

  private static EvidenceBoard boardWithReadMail() {
    return board(phish().withContent(SEEN))
        .examined(List.of(bad(phish(), phish())), List.of(), POLICY, NOW);
  }

  @Test
  void whatOnlyAnalyzersNeedOfAMailLeavesTheEvidenceOnceItIsExamined() {
    assertThat(boardWithReadMail().pieces())
        .extracting(a -> a.evidence().entity())
        .containsExactly(phish());
  }

  @Test
  void aMailThatIsLookedAtAgainIsJudgedByAllThatItWasJudgedByBefore() {
    var again = boardWithReadMail().named(List.of(named(phish(), "a2", Verdict.MALICIOUS)));
    var carried = QuaestorJson.mapper().readValue(json(again), EvidenceBoard.class);
    assertThat(carried).isEqualTo(again);
    assertThat(carried.toExamine(10))
        .extracting(Evidence::entity)
        .containsExactly(phish().withContent(SEEN));
    var twice = carried.examined(List.of(bad(phish(), phish())), List.of(), POLICY, NOW);
    assertThat(twice.contents()).hasSize(1);
    assertThat(twice.pieces().getFirst().evidence().entity()).isEqualTo(phish());
  }

  @Test
  void anAnswerOfAnOlderReleaseKeepsItsContentWhereItWas() {
    var read = phish().withContent(SEEN);
    var board = board(read).examined(List.of(bad(read, read)), List.of(), POLICY, NOW);
    assertThat(board.contents()).isEmpty();
    assertThat(board.pieces().getFirst().evidence().entity()).isEqualTo(read);
    assertThat(json(board(laptop()))).doesNotContain("contents");
  }

  @Test
  void onlySoMuchContentIsKept() {
    var large = new MailContent("x".repeat(200_000), List.of(), MailContent.Markup.none());
    var kept = KeptContent.adding(List.of(), phish().withContent(large), phish());
    var other = downloadedFile();
    assertThat(kept).hasSize(1);
    assertThat(KeptContent.adding(kept, other, other)).isEqualTo(kept);
    assertThat(KeptContent.adding(kept, otherMail().withContent(large), otherMail()))
        .isEqualTo(kept);
    assertThat(KeptContent.adding(kept, otherMail().withContent(SEEN), otherMail())).hasSize(2);
  }

  private static MailMessage otherMail() {
    return new MailMessage(
        "n2",
        "<other@evil.example>",
        "lee@contoso.example",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static String json(EvidenceBoard board) {
    return QuaestorJson.mapper().writeValueAsString(board);
  }

  private static EvidenceBoard lookedAtWhileAway(EvidenceBoard board, Instant now) {
    var away =
        new Examination(
            laptop().key(),
            laptop(),
            List.of(Finding.blind("v", "BACK_END_DOWN", "Could not look.")),
            List.of(),
            List.of());
    return board
        .handedOut(board.toExamine(10))
        .examined(
            List.of(away.whileAway(new Away("Could not look.", null))), List.of(), POLICY, now);
  }

  @Test
  void whatIsAwayIsNotExaminedAndLookedAtAgainAfterPausesThatGrow() {
    var board = lookedAtWhileAway(board(laptop()), NOW);
    assertThat(board.pieces().getFirst().examined()).isFalse();
    assertThat(board.pieces().getFirst().reasons()).hasSize(1);

    var pauses = new ArrayList<Duration>();
    var now = NOW;
    for (var i = 0; i < 12; i++) {
      assertThat(board.toExamine(10)).isEmpty();
      var next = board.toLookAgain().getFirst().next();
      pauses.add(Duration.between(now, next));
      now = next;
      assertThat(board.due(now.minusSeconds(60)).toExamine(10)).isEmpty();
      board = lookedAtWhileAway(board.due(now), now);
    }

    assertThat(pauses).isSorted().startsWith(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(pauses.getLast()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void onlyPausesCountUntilItIsGivenUp() {
    var board = lookedAtWhileAway(board(laptop()), NOW);
    var now = NOW;
    while (!board.toLookAgain().isEmpty()) {
      // Each timer fires a day late, because no worker polled.
      now = board.toLookAgain().getFirst().next().plus(Duration.ofDays(1));
      board = lookedAtWhileAway(board.due(now), now);
    }

    assertThat(board.awaited())
        .singleElement()
        .satisfies(
            look -> {
              assertThat(look.phase()).isEqualTo(AwaitedLook.Phase.GIVEN_UP);
              assertThat(look.waited()).isEqualTo(Duration.ofDays(3));
            });
    assertThat(board.toExamine(10)).isEmpty();
    assertThat(now).isAfter(NOW.plus(Duration.ofDays(30)));
  }

  @Test
  void aBackEndThatSaysWhenToComeAgainIsNotAskedBefore() {
    var hour = NOW.plus(Duration.ofHours(1));
    var board =
        board(laptop())
            .examined(
                List.of(
                    new Examination(laptop().key(), laptop(), List.of(), List.of(), List.of())
                        .whileAway(new Away("Throttled.", hour))),
                List.of(),
                POLICY,
                NOW);

    assertThat(board.toLookAgain().getFirst().next()).isEqualTo(hour);
  }

  @Test
  void whoLooksAgainAndLearnsNothingHasNothingToPlan() {
    var planned = lookedAtWhileAway(board(laptop()), NOW).planned();
    var now = NOW.plusSeconds(20);

    assertThat(lookedAtWhileAway(planned.due(now), now).replan()).isFalse();
  }

  @Test
  void whatAnAlertSaysAnewOfWhatIsAwaitedIsLookedAtAtOnce() {
    var board =
        lookedAtWhileAway(board(laptop()), NOW)
            .named(List.of(named(laptop(), "a2", Verdict.MALICIOUS)));

    assertThat(board.toExamine(10)).hasSize(1);
    assertThat(board.awaited()).isEmpty();
  }

  @Test
  void aFurtherPlaceOfAFileIsSomethingToPlanFor() {
    var board =
        EvidenceBoard.empty()
            .named(List.of(Evidence.named(Fixtures.downloadedFile(), "a1", null)))
            .planned();
    var elsewhere = Fixtures.file(Fixtures.LAPTOP_ID, "C:\\Windows\\System32");

    assertThat(board.named(List.of(Evidence.named(elsewhere, "a2", null))).replan()).isTrue();
    assertThat(board.named(List.of(Evidence.named(Fixtures.downloadedFile(), "a2", null))).replan())
        .isFalse();
  }
}
