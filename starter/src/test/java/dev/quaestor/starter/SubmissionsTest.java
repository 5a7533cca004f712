package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.ledger.Ledger;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
  private final RunningStarter starter = RunningStarter.get();
  private final Submissions submissions = starter.bean(Submissions.class);

  @Test
  void theFirstAlertOfADeviceStartsAnInvestigationAndTheSecondJoinsIt() {
    var first = submissions.submit(RunningStarter.alertOn("pair", "one"), "test");
    var second = submissions.submit(RunningStarter.alertOn("pair", "two"), "test");

    assertThat(first.joined()).isFalse();
    assertThat(second.joined()).isTrue();
    assertThat(second.investigationId()).isEqualTo(first.investigationId());
    assertThat(second.runId()).isEqualTo(first.runId());
  }

  @Test
  void theSameAlertAgainHasTheSameIdsAndJoined() {
    var alert = RunningStarter.alertOnADevice();

    var first = submissions.submit(alert, "test");
    var atOnce = submissions.submit(alert, "test");
    starter.pendingAction(alert);
    var whenTheLedgerKnows =
        new Submissions(new TemporalAccess(null, null), starter.bean(Ledger.class), null)
            .submit(alert, "test");

    assertThat(first.joined()).isFalse();
    assertThat(atOnce.joined()).isTrue();
    assertThat(whenTheLedgerKnows).isEqualTo(atOnce);
    assertThat(atOnce.investigationId()).isEqualTo(first.investigationId());
  }

  @Test
  void theSameAlertManyTimesAtOnceStartsOneInvestigation() {
    var alert = RunningStarter.alertOnADevice();

    var answers =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> submissions.submit(alert, "test")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers)
        .extracting(Submissions.Submitted::investigationId)
        .containsOnly(answers.getFirst().investigationId());
    assertThat(answers).filteredOn(a -> !a.joined()).hasSize(1);
  }

  @Test
  void anAlertThatMeetsAClosingRunIsTakenByTheNextTry() {
    var alert = RunningStarter.alertOnADevice();
    FakeWorkflows.CLOSING_ONCE.add(alert.correlationKey());

    var submitted = submissions.submit(alert, "test");

    assertThat(submitted.investigationId()).startsWith("inv-");
    assertThat(FakeWorkflows.CLOSING_ONCE).doesNotContain(alert.correlationKey());
  }

  @Test
  void anAlertAfterTheEndStartsTheNextInvestigation() {
    var first = RunningStarter.alertOn("again", "one");
    var action = starter.pendingAction(first);
    starter.post("/api/v1/actions/" + action + "/reject", "{}");
    var before = submissions.submit(first, "test");
    starter.await(
        "/api/v1/investigations/" + before.investigationId(),
        r -> r.path("state").asString().equals("REMEDIATED"));
    // The ledger knows the end a moment before the server does.
    RunningStarter.awaitEnd(before.workflowId());

    var next = submissions.submit(RunningStarter.alertOn("again", "two"), "test");

    assertThat(next.joined()).isFalse();
    assertThat(next.investigationId()).isNotEqualTo(before.investigationId());
  }
}
