package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.OpenRun;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Cases whose workflow is gone are closed, and no other. */
class ReconcilerTest {
  private final RunningStarter starter = RunningStarter.get();
  private final Submissions submissions = starter.bean(Submissions.class);
  private final Ledger ledger = starter.bean(Ledger.class);
  private final Reconciler reconciler = reconciler(RunningStarter.client());

  private Reconciler reconciler(WorkflowClient client) {
    return reconciler(new WorkflowFate(client)::of);
  }

  private Reconciler reconciler(Function<OpenRun, Optional<String>> temporal) {
    return reconciler(temporal, run -> false);
  }

  private Reconciler reconciler(
      Function<OpenRun, Optional<String>> temporal, Predicate<OpenRun> listed) {
    return new Reconciler(
        ledger,
        temporal,
        () -> listed,
        run -> {},
        new ReconcileProperties(Duration.ofMillis(1), Duration.ofSeconds(-60), Duration.ZERO),
        InstantSource.system());
  }

  private Submissions.Submitted started(Alert alert) {
    var submitted = submissions.submit(alert, RunningStarter.TESTER);
    starter.await(
        "/api/v1/investigations/" + submitted.investigationId(),
        report -> report.path("state").asString().equals("PENDING_APPROVAL"));
    return submitted;
  }

  private OpenRun open(String investigationId) {
    var before = Instant.now().plusSeconds(60);
    var after = "";
    while (true) {
      var page = ledger.openRuns(OpenRun.Of.CASE, before, after, 100);
      var found = page.stream().filter(run -> run.id().equals(investigationId)).findFirst();
      if (found.isPresent() || page.size() < 100) {
        return found.orElseThrow();
      }
      after = page.getLast().id();
    }
  }

  private static void terminate(Submissions.Submitted submitted) {
    RunningStarter.client().newUntypedWorkflowStub(submitted.workflowId()).terminate("a test");
  }

  private String state(Submissions.Submitted submitted) {
    return ledger.caseRow(submitted.investigationId()).orElseThrow().state().name();
  }

  @Test
  void aCaseThatRunsIsLeftAlone() {
    var running = started(RunningStarter.alertOnADevice());

    assertThat(reconciler.look(open(running.investigationId()))).isFalse();

    assertThat(state(running)).isEqualTo("PENDING_APPROVAL");
  }

  @Test
  void aTerminatedCaseIsClosedOnceAndNothingOfItIsPending() {
    var alert = RunningStarter.alertOnADevice();
    var terminated = started(alert);
    var run = open(terminated.investigationId());
    terminate(terminated);

    assertThat(reconciler.look(run)).isTrue();
    assertThat(reconciler.look(run)).isFalse();

    var report = starter.get("/api/v1/investigations/" + terminated.investigationId()).body();
    assertThat(report.path("state").asString()).isEqualTo("FAILED");
    assertThat(report.path("because").asString()).contains("its workflow was terminated");
    assertThat(report.path("actions").path(0).path("decision").asString()).isEqualTo("SUPERSEDED");
  }

  @Test
  void theSameAlertAgainAfterThatIsInvestigatedAnewAndOnlyTheFirstIsClosed() {
    var alert = RunningStarter.alertOnADevice();
    var terminated = started(alert);
    var run = open(terminated.investigationId());
    terminate(terminated);
    var next = started(RunningStarter.alertOn(alert.correlationKey().substring(4), "more"));

    assertThat(next.workflowId()).isEqualTo(terminated.workflowId());
    assertThat(reconciler.look(run)).isTrue();
    assertThat(reconciler.look(open(next.investigationId()))).isFalse();

    assertThat(state(terminated)).isEqualTo("FAILED");
    assertThat(state(next)).isEqualTo("PENDING_APPROVAL");
  }

  @Test
  void whatTemporalNoLongerKnowsIsClosed() {
    var running = open(started(RunningStarter.alertOnADevice()).investigationId());
    var forgotten =
        new OpenRun(
            running.of(),
            running.id(),
            "investigation/never-was",
            running.runId(),
            running.since());

    assertThat(reconciler.look(forgotten)).isTrue();
  }

  @Test
  void aTemporalThatCannotBeAskedSaysNothingOfACase() {
    var running = started(RunningStarter.alertOnADevice());
    var nowhere =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:1")
                    .setRpcRetryOptions(
                        RpcRetryOptions.newBuilder()
                            .setExpiration(Duration.ofMillis(200))
                            .validateBuildWithDefaults())
                    .build()),
            WorkflowClientOptions.getDefaultInstance());

    assertThatThrownBy(() -> reconciler(nowhere).look(open(running.investigationId())))
        .isInstanceOf(StatusRuntimeException.class);

    assertThat(state(running)).isEqualTo("PENDING_APPROVAL");
  }

  @Test
  void whatCannotBeAskedAboutKeepsNothingElseFromBeingLookedAt() throws InterruptedException {
    var one = started(RunningStarter.alertOnADevice()).investigationId();
    var other = started(RunningStarter.alertOnADevice()).investigationId();
    var looked = ConcurrentHashMap.<String>newKeySet();

    var closed =
        reconciler(
                run -> {
                  looked.add(run.id());
                  throw new IllegalStateException("nobody can say");
                })
            .round();

    assertThat(closed).isZero();
    assertThat(looked).contains(one, other);
  }

  @Test
  void whatIsListedAsRunningIsNotAskedAboutByItself() throws InterruptedException {
    var listed = started(RunningStarter.alertOnADevice()).investigationId();
    var other = started(RunningStarter.alertOnADevice()).investigationId();
    var looked = ConcurrentHashMap.<String>newKeySet();

    reconciler(
            run -> {
              looked.add(run.id());
              return Optional.empty();
            },
            run -> run.id().equals(listed))
        .round();

    assertThat(looked).contains(other).doesNotContain(listed);
  }

  @Test
  void aListThatGoesWrongHidesNothingForGood() throws InterruptedException {
    var running = started(RunningStarter.alertOnADevice()).investigationId();
    var looked = ConcurrentHashMap.<String>newKeySet();
    var reconciler =
        reconciler(
            run -> {
              looked.add(run.id());
              return Optional.empty();
            },
            run -> true);

    for (int i = 0; i < 100; i++) {
      reconciler.round();
    }

    assertThat(looked).contains(running);
  }

  @Test
  void aRoundThatFailsIsNotTheLast() throws InterruptedException {
    var running = started(RunningStarter.alertOnADevice()).investigationId();
    Set<Integer> rounds = ConcurrentHashMap.newKeySet();
    var reconciler =
        reconciler(
            run -> {
              if (run.id().equals(running)) {
                rounds.add(rounds.size());
              }
              throw new IllegalStateException("nobody can say");
            });

    reconciler.start();
    for (int i = 0; i < 500 && rounds.size() < 2; i++) {
      Thread.sleep(20);
    }
    reconciler.stop();

    assertThat(rounds).hasSizeGreaterThanOrEqualTo(2);
  }
}
