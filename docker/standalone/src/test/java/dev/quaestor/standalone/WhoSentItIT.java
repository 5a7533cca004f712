package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.SentDecision;
import dev.quaestor.authority.SenderActivities;
import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.authority.Voucher;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.SignalSenders;
import dev.quaestor.wire.IncomingSignal;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.RawValue;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who sent a signal, on a server that admits whom a token names: the activity that a case asks
 * finds the event among all others and what stands beside it, whatever the sender writes of
 * themselves.
 */
@ExtendWith(RealServer.Shared.class)
class WhoSentItIT {
  private static final String ALICE = "alice@contoso.example";
  private static final String EVE = "eve@contoso.example";

  /** What the policy of a case says. */
  private static final Policy.Approvals APPROVALS =
      new Policy.Approvals(
          Duration.ofDays(7),
          Policy.Unsigned.REFUSE,
          List.of(),
          List.of(),
          List.of(new KnownPrincipal("jwt:" + ALICE, List.of("device-approver"))));

  private final RealServer server;
  private final String queue = "who-sent-it-" + UUID.randomUUID();
  private WorkflowServiceStubs engine;
  private WorkflowClient client;
  private WorkerFactory factory;

  WhoSentItIT(RealServer server) {
    this.server = server;
  }

  /** Asks of each signal who sent it, as a case does, and ends after so many. */
  @WorkflowInterface
  public interface Listening {
    @WorkflowMethod(name = "Listening")
    List<String> listen(int signals, boolean goesOn);

    @SignalMethod
    void decide(RawValue raw);
  }

  /** Hears as {@code IncomingMessages} does. */
  public static final class ListeningImpl implements Listening {
    private final SenderActivities senders =
        Workflow.newActivityStub(
            SenderActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
    private final List<String> heard = new ArrayList<>();
    private int position;

    @Override
    public List<String> listen(int signals, boolean goesOn) {
      Workflow.await(() -> heard.size() == signals);
      if (goesOn) {
        Workflow.newContinueAsNewStub(Listening.class).listen(1, false);
      }
      return heard;
    }

    @Override
    public void decide(RawValue raw) {
      var mine = ++position;
      var signal = new IncomingSignal(raw);
      var sender = senders.sender(new SignalSighting("decide", mine, signal.digest()));
      heard.add(judged(signal.as(DecisionMessage.class).orElseThrow(), sender));
    }

    private static String judged(DecisionMessage message, SignalSender sender) {
      return switch (SentDecision.of(message, sender, APPROVALS, Instant.EPOCH)) {
        case SentDecision.Counts counts ->
            ((Voucher.Vouched) counts.voucher()).author().name() + " decided";
        case SentDecision.Ignored ignored -> ignored.why();
      };
    }
  }

  @BeforeEach
  void connect() {
    engine = server.connect(server.token("engine", RealServer.NAMESPACE + ":admin"));
    client = clientOf(engine, "engine");
    factory = WorkerFactory.newInstance(client, WorkerFactoryOptions.getDefaultInstance());
    var worker = factory.newWorker(queue);
    worker.registerWorkflowImplementationTypes(ListeningImpl.class);
    worker.registerActivitiesImplementations(
        new SignalSenders(engine, RealServer.NAMESPACE, PayloadEncryption.OFF));
  }

  @AfterEach
  void disconnect() {
    factory.shutdownNow();
    engine.shutdownNow();
  }

  private static WorkflowClient clientOf(WorkflowServiceStubs stubs, String identity) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(RealServer.NAMESPACE)
            .setIdentity(identity)
            .setDataConverter(QuaestorJson.dataConverter())
            .build());
  }

  private WorkflowStub listening(int signals, boolean goesOn) {
    var stub =
        client.newUntypedWorkflowStub(
            "Listening",
            WorkflowOptions.newBuilder()
                .setWorkflowId("listening/" + UUID.randomUUID())
                .setTaskQueue(queue)
                .build());
    stub.start(signals, goesOn);
    return stub;
  }

  @SuppressWarnings("unchecked")
  private static List<String> heard(WorkflowStub stub) {
    return stub.getResult(List.class);
  }

  /** Somebody who holds a token, and says of themselves that they are alice. */
  private void as(
      String subject, String permission, WorkflowStub run, Consumer<WorkflowStub> does) {
    var stubs = server.connect(server.token(subject, RealServer.NAMESPACE + ":" + permission));
    try {
      does.accept(
          clientOf(stubs, "jwt:" + ALICE)
              .newUntypedWorkflowStub(run.getExecution().getWorkflowId()));
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void approve(WorkflowStub run, String approver) {
    run.signal(
        "decide", Map.of("actionIds", List.of("*"), "verdict", "APPROVE", "approver", approver));
  }

  @Test
  void onlyWhomTheServerNamesAndThePolicyKnowsDecides() {
    var run = listening(4, false);
    // Before anybody polls: all of them come in one task.
    as(EVE, "write", run, r -> approve(r, ALICE));
    as(ALICE, "write", run, r -> approve(r, "bob@contoso.example"));
    as(ALICE, "write", run, r -> approve(r, ALICE));
    // The same words again, of somebody else.
    as(EVE, "write", run, r -> approve(r, ALICE));
    factory.start();

    assertThat(heard(run))
        .containsExactlyInAnyOrder(
            "Temporal says that jwt:"
                + EVE
                + " sent it, whose decisions do not count under the policy",
            "It names bob@contoso.example as approver, and Temporal says that jwt:"
                + ALICE
                + " sent it",
            ALICE + " decided",
            "Temporal says that jwt:"
                + EVE
                + " sent it, whose decisions do not count under the policy");
  }

  @Test
  void theNextRunOfAChainIsAskedAboutItsOwnSignals() {
    var run = listening(1, true);
    as(EVE, "write", run, r -> approve(r, ALICE));
    factory.start();
    var first = run.getExecution().getRunId();
    awaitAnotherRun(run, first);

    as(ALICE, "write", run, r -> approve(r, ALICE));

    assertThat(heard(run)).containsExactly(ALICE + " decided");
  }

  private void awaitAnotherRun(WorkflowStub run, String first) {
    var giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (client
        .newUntypedWorkflowStub(run.getExecution().getWorkflowId())
        .describe()
        .getExecution()
        .getRunId()
        .equals(first)) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whoMayOnlyReadIsRefusedByTheServer() {
    var run = listening(1, false);

    assertThatThrownBy(() -> as("reader@contoso.example", "read", run, r -> approve(r, ALICE)))
        .rootCause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
    run.terminate("tried");
  }
}
