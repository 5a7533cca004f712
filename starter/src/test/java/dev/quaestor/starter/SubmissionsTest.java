package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.PayloadSize;
import dev.quaestor.wire.QuaestorJson;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubmissionsTest {

  private final RunningStarter starter = RunningStarter.get();
  private final Submissions submissions = starter.bean(Submissions.class);

  @Test
  void theFirstAlertOfADeviceStartsAnInvestigationAndTheSecondJoinsIt() {
    var first = submissions.submit(RunningStarter.alertOn("pair", "one"), RunningStarter.TESTER);
    var second = submissions.submit(RunningStarter.alertOn("pair", "two"), RunningStarter.TESTER);

    assertThat(first.joined()).isFalse();
    assertThat(second.joined()).isTrue();
    assertThat(second.investigationId()).isEqualTo(first.investigationId());
    assertThat(second.runId()).isEqualTo(first.runId());
  }

  private HostQuestion nobody() {
    return new HostQuestion(
        starter.bean(Ledger.class), (called, within) -> List.of(), Duration.ZERO, System::nanoTime);
  }

  @Test
  void theSameAlertAgainHasTheSameIdsAndJoined() {
    var alert = RunningStarter.alertOnADevice();

    var first = submissions.submit(alert, RunningStarter.TESTER);
    var atOnce = submissions.submit(alert, RunningStarter.TESTER);
    starter.pendingAction(alert);
    var whenTheLedgerKnows =
        new Submissions(
                new TemporalAccess(null, null),
                starter.bean(Ledger.class),
                null,
                nobody(),
                null,
                false)
            .submit(alert, RunningStarter.TESTER);

    assertThat(first.joined()).isFalse();
    assertThat(atOnce.joined()).isTrue();
    assertThat(whenTheLedgerKnows).isEqualTo(atOnce);
    assertThat(atOnce.investigationId()).isEqualTo(first.investigationId());
  }

  @Test
  void otherContentUnderTheSameIdIsANewVersionAndEachIsKnownFromThenOn() {
    var first = RunningStarter.alertOnADevice();
    var changed = RunningStarter.saying(first, "It says more now");

    var one = submissions.submit(first, RunningStarter.TESTER);
    var two = submissions.submit(changed, RunningStarter.TESTER);
    var again = List.of(first, changed, first);

    assertThat(one.version()).isEqualTo(1);
    assertThat(two.version()).isEqualTo(2);
    assertThat(two.joined()).isTrue();
    assertThat(two.investigationId()).isEqualTo(one.investigationId());
    assertThat(submissions.submit(again, RunningStarter.TESTER))
        .extracting(Submissions.Submitted::version)
        .containsExactly(1, 2, 1);
    starter.await(
        "/api/v1/investigations/" + one.investigationId(),
        r -> r.path("alerts").path(0).path("version").asInt() == 2);
    var restarted =
        new Submissions(
            new TemporalAccess(null, null),
            starter.bean(Ledger.class),
            null,
            nobody(),
            null,
            false);
    assertThat(restarted.submit(again, RunningStarter.TESTER))
        .extracting(Submissions.Submitted::version)
        .containsExactly(1, 2, 1);
  }

  @Test
  void whatALargeAlertSaysGoesToTheLedgerAndOnlyItsHashToTheWorkflow() {
    var small = RunningStarter.alertOnADevice();
    var urls =
        IntStream.range(0, 20)
            .mapToObj(i -> new Url("http://evil.example/" + i + "x".repeat(4_000)))
            .map(url -> Evidence.named(url, small.alertId(), null));
    var large =
        RunningStarter.naming(small, Stream.concat(small.evidence().stream(), urls).toList());

    var submitted = submissions.submit(large, RunningStarter.TESTER);

    assertThat(submitted.joined()).isFalse();
    assertThat(submissions.submit(large, RunningStarter.TESTER).joined()).isTrue();
    var sent = FakeWorkflows.heard(large.alertId());
    assertThat(sent.version().apart()).isTrue();
    assertThat(sent.version().size().pieces()).isEqualTo(large.evidence().size());
    assertThat(sent.evidence()).isEmpty();
    assertThat(QuaestorJson.mapper().writeValueAsBytes(sent)).hasSizeLessThan(PayloadSize.ALERT);
    var kept = starter.bean(Ledger.class).alert(sent.version().content());
    assertThat(Sha256.of(kept)).isEqualTo(sent.version().content());
    assertThat(QuaestorJson.mapper().readValue(kept, Alert.class).evidence())
        .isEqualTo(large.evidence());
  }

  @Test
  void anotherSenderCannotTakeTheIdOfAnAlertThatIsNotTheirs() {
    var device = "host-" + UUID.randomUUID();
    var real = RunningStarter.alertOn(device, "The real one");
    var forged = RunningStarter.saying(real, "Nothing to see here");

    var taken = submissions.submit(forged, RunningStarter.sender("token:mallory"));
    var honest = submissions.submit(real, RunningStarter.sender("token:sensor"));

    assertThat(taken.version()).isEqualTo(1);
    assertThat(honest.version()).isEqualTo(1);
    assertThat(submissions.submit(real, RunningStarter.sender("token:sensor")).joined()).isTrue();
    starter.await(
        "/api/v1/investigations/" + honest.investigationId(), r -> r.path("alerts").size() == 2);
  }

  @Test
  void aNewVersionThatNamesADeviceAtLastStillMeetsTheCaseOfTheOneBefore() {
    var first = RunningStarter.alertOnADevice();
    var elsewhere =
        RunningStarter.saying(first, "Now it is elsewhere")
            .correlatedBy("dev-" + UUID.randomUUID());

    var one = submissions.submit(first, RunningStarter.TESTER);
    var two = submissions.submit(elsewhere, RunningStarter.TESTER);

    assertThat(two.workflowId()).isEqualTo(one.workflowId());
    assertThat(two.version()).isEqualTo(2);
  }

  @Test
  void manyVersionsAtOnceAreHeardOneByOne() {
    var first = RunningStarter.alertOnADevice();

    var versions =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            submissions.submit(
                                RunningStarter.saying(first, "word " + i), RunningStarter.TESTER)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(versions)
        .extracting(Submissions.Submitted::version)
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(versions)
        .extracting(Submissions.Submitted::investigationId)
        .containsOnly(versions.getFirst().investigationId());
  }

  @Test
  void theSameAlertManyTimesAtOnceStartsOneInvestigation() {
    var alert = RunningStarter.alertOnADevice();

    var answers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> submissions.submit(alert, RunningStarter.TESTER)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers)
        .extracting(Submissions.Submitted::investigationId)
        .containsOnly(answers.getFirst().investigationId());
    assertThat(answers).filteredOn(a -> !a.joined()).hasSize(1);
  }

  private static Alert withFile(String device, String sha256) {
    var alert = RunningStarter.alertOn(device, "alert on " + device);
    var file = new FileArtifact(null, "a.exe", null, sha256, null, null, null, null);
    return RunningStarter.naming(
        alert,
        Stream.concat(
                alert.evidence().stream(), Stream.of(Evidence.named(file, alert.alertId(), null)))
            .toList());
  }

  private static String someHash() {
    return Sha256.of(UUID.randomUUID().toString());
  }

  @Test
  void alertsOnOneFileMeetOnWhateverDevicesAndTheirDevicesFollow() {
    var hash = someHash();
    var one = "host-" + UUID.randomUUID();
    var two = "host-" + UUID.randomUUID();

    var first = submissions.submit(withFile(one, hash), RunningStarter.TESTER);
    var second = submissions.submit(withFile(two, hash), RunningStarter.TESTER);
    var onTheSecond =
        submissions.submit(RunningStarter.alertOn(two, "more"), RunningStarter.TESTER);
    var other =
        submissions.submit(
            withFile("host-" + UUID.randomUUID(), someHash()), RunningStarter.TESTER);

    assertThat(second.joined()).isTrue();
    assertThat(second.investigationId()).isEqualTo(first.investigationId());
    assertThat(onTheSecond.investigationId()).isEqualTo(first.investigationId());
    assertThat(other.investigationId()).isNotEqualTo(first.investigationId());
  }

  @Test
  void anAlertOnAFileGoesToTheOpenCaseOfItsDeviceFirst() {
    var hash = someHash();
    var device = "host-" + UUID.randomUUID();
    submissions.submit(withFile("host-" + UUID.randomUUID(), hash), RunningStarter.TESTER);
    var open = submissions.submit(RunningStarter.alertOn(device, "one"), RunningStarter.TESTER);

    var next = submissions.submit(withFile(device, hash), RunningStarter.TESTER);

    assertThat(next.investigationId()).isEqualTo(open.investigationId());
  }

  @Test
  void alertsOnOneFileThatComeAtOnceAreEachInOneCaseAndAllInTheSame() {
    var hash = someHash();
    var alerts =
        IntStream.range(0, 16)
            .mapToObj(i -> withFile("host-" + UUID.randomUUID(), hash))
            .flatMap(alert -> Stream.of(alert, alert))
            .toList();

    var answers =
        alerts.stream()
            .map(
                alert ->
                    CompletableFuture.supplyAsync(
                        () -> submissions.submit(alert, RunningStarter.TESTER)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers)
        .extracting(Submissions.Submitted::investigationId)
        .containsOnly(answers.getFirst().investigationId());
    assertThat(answers).filteredOn(a -> !a.joined()).hasSize(1);
    starter.await(
        "/api/v1/investigations/" + answers.getFirst().investigationId(),
        r -> r.path("alerts").size() == 16);
    var ledger = starter.bean(Ledger.class);
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(ledger.casesOfAlert(alert.alertId())).hasSize(1));
  }

  @Test
  void whoMayNotActEverywhereDrawsNoAlertsTogetherByAFile() {
    var analyst = new Author("token:ann", "ann", Remit.NOWHERE);
    var hash = someHash();
    var device = "host-" + UUID.randomUUID();

    var theirs = submissions.submit(withFile(device, hash), analyst);
    var sensors =
        submissions.submit(withFile("host-" + UUID.randomUUID(), hash), RunningStarter.TESTER);
    var another = submissions.submit(withFile("host-" + UUID.randomUUID(), hash), analyst);

    assertThat(sensors.investigationId()).isNotEqualTo(theirs.investigationId());
    assertThat(another.joined()).isFalse();
    assertThat(submissions.submit(RunningStarter.alertOn(device, "more"), analyst))
        .extracting(Submissions.Submitted::investigationId)
        .isEqualTo(theirs.investigationId());
  }

  @Test
  void anAlertOnTheFileOfACaseThatHasEndedStartsTheNext() {
    var hash = someHash();
    var first = withFile("host-" + UUID.randomUUID(), hash);
    var action = starter.pendingAction(first);
    var before = submissions.submit(first, RunningStarter.TESTER);
    starter.post("/api/v1/actions/" + action + "/reject", "{}");
    starter.await(
        "/api/v1/investigations/" + before.investigationId(),
        r -> r.path("state").asString().equals("REMEDIATED"));
    RunningStarter.awaitEnd(before.workflowId());

    var device = "host-" + UUID.randomUUID();
    var next = submissions.submit(withFile(device, hash), RunningStarter.TESTER);

    assertThat(next.joined()).isFalse();
    assertThat(next.workflowId()).isEqualTo("investigation/dev-" + device);
  }

  @Test
  void anAlertThatMeetsAClosingRunIsTakenByTheNextTry() {
    var device = "host-" + UUID.randomUUID();
    var alert = RunningStarter.alertOn(device, UUID.randomUUID().toString());
    var running = submissions.submit(alert, RunningStarter.TESTER);
    FakeWorkflows.CLOSING_ONCE.add(alert.correlationKey());

    var submitted =
        submissions.submit(
            RunningStarter.alertOn(device, UUID.randomUUID().toString()), RunningStarter.TESTER);

    assertThat(submitted.investigationId()).isEqualTo(running.investigationId());
    assertThat(submitted.joined()).isTrue();
    assertThat(FakeWorkflows.CLOSING_ONCE).doesNotContain(alert.correlationKey());
  }

  @Test
  void anAlertWhoseCaseCouldNotLookIsInvestigatedAnewWhenItComesAgain() {
    var alert = RunningStarter.alertOnADevice();
    FakeWorkflows.FAILING.add(alert.correlationKey());
    var action = starter.pendingAction(alert);
    var before = submissions.submit(alert, RunningStarter.TESTER);
    starter.post("/api/v1/actions/" + action + "/reject", "{}");
    starter.await(
        "/api/v1/investigations/" + before.investigationId(),
        r -> r.path("state").asString().equals("FAILED"));
    RunningStarter.awaitEnd(before.workflowId());
    FakeWorkflows.FAILING.remove(alert.correlationKey());

    var anew = submissions.submit(alert, RunningStarter.TESTER);

    assertThat(anew.joined()).isFalse();
    assertThat(anew.investigationId()).isNotEqualTo(before.investigationId());
    assertThat(anew.version()).isEqualTo(1);
    var repeated = submissions.submit(alert, RunningStarter.TESTER);
    assertThat(repeated.joined()).isTrue();
    assertThat(repeated.investigationId()).isEqualTo(anew.investigationId());
  }

  @Test
  void anAlertAfterTheEndStartsTheNextInvestigation() {
    var first = RunningStarter.alertOn("again", "one");
    var action = starter.pendingAction(first);
    starter.post("/api/v1/actions/" + action + "/reject", "{}");
    var before = submissions.submit(first, RunningStarter.TESTER);
    starter.await(
        "/api/v1/investigations/" + before.investigationId(),
        r -> r.path("state").asString().equals("REMEDIATED"));
    // The ledger knows the end a moment before the server does.
    RunningStarter.awaitEnd(before.workflowId());

    var next = submissions.submit(RunningStarter.alertOn("again", "two"), RunningStarter.TESTER);

    assertThat(next.joined()).isFalse();
    assertThat(next.investigationId()).isNotEqualTo(before.investigationId());

    var version =
        submissions.submit(RunningStarter.saying(first, "It came back"), RunningStarter.TESTER);
    assertThat(version.version()).isEqualTo(2);
    assertThat(version.investigationId()).isNotEqualTo(before.investigationId());
  }

  @Test
  void aCaseStartsWithoutSearchAttributesWhereAHostDoesNotKnowThemYet() {
    var refused = new AtomicInteger();
    var interceptor =
        new WorkflowClientInterceptorBase() {
          @Override
          public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
              WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
              @Override
              public WorkflowStartOutput start(WorkflowStartInput input) {
                if (input.getOptions().getTypedSearchAttributes() != null) {
                  refused.incrementAndGet();
                  throw Status.INVALID_ARGUMENT
                      .withDescription("no mapping defined for search attribute QuaestorState")
                      .asRuntimeException();
                }
                return super.start(input);
              }
            };
          }
        };
    var client =
        WorkflowClient.newInstance(
            RunningStarter.client().getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder(RunningStarter.client().getOptions())
                .setInterceptors(interceptor)
                .build());
    var right =
        new Submissions(
            new TemporalAccess(client, Duration.ofSeconds(5)),
            starter.bean(Ledger.class),
            starter.bean(MessageSigner.class),
            nobody(),
            () -> true,
            false);

    var alert = RunningStarter.alertOnADevice();
    var taken = right.submit(alert, RunningStarter.TESTER);

    assertThat(refused).hasValue(1);
    assertThat(taken.joined()).isFalse();
    assertThat(right.submit(alert, RunningStarter.TESTER).investigationId())
        .isEqualTo(taken.investigationId());
  }
}
