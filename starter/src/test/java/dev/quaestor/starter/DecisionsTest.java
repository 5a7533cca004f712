package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Scope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Duration BOUND = Duration.ofMillis(1500);
  private static final Caller DAVE = caller("dave");
  private static final Caller ERIN = caller("erin");

  private final RunningStarter starter = RunningStarter.get();

  /** Workflows that take an update and never answer it. */
  private final Set<String> mute = ConcurrentHashMap.newKeySet();

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Decisions decisions = decisions();

  private static Caller caller(String name) {
    return new Caller("token:" + name, name, Set.of(AccessRole.DEVICE_APPROVER), Scope.ALL, null);
  }

  private Decisions decisions() {
    var client = RunningStarter.client();
    var interceptor =
        new WorkflowClientInterceptorBase() {
          @Override
          public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
              WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
              @Override
              public <R> WorkflowUpdateHandle<R> startUpdate(StartUpdateInput<R> input) {
                sent.add(input.getUpdateId());
                if (mute.contains(input.getWorkflowExecution().getWorkflowId())) {
                  awaitInterruption();
                }
                return super.startUpdate(input);
              }
            };
          }
        };
    var own =
        WorkflowClient.newInstance(
            client.getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder(client.getOptions())
                .setInterceptors(interceptor)
                .build());
    return new Decisions(
        new TemporalAccess(own, BOUND),
        starter.bean(Ledger.class),
        starter.bean(MessageSigner.class));
  }

  private static void awaitInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String waiting() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  private String mute() {
    var id = waiting();
    mute.add(String.valueOf(starter.bean(Ledger.class).action(id).orElseThrow().workflowId()));
    return id;
  }

  private List<DecisionResult> decide(
      List<String> ids, Choice choice, Caller by, @Nullable String comment) {
    return decisions.decide(ids, choice, by, comment, Map.of());
  }

  @Test
  void theSameDecisionAgainMeetsTheOneThatIsUnderWay() {
    var id = mute();

    for (var comment : new String[] {null, "please"}) {
      assertThatThrownBy(() -> decide(List.of(id), Choice.APPROVE, DAVE, comment))
          .isInstanceOf(TemporalException.class);
    }
    assertThatThrownBy(() -> decide(List.of(id), Choice.REJECT, DAVE, null))
        .isInstanceOf(TemporalException.class);
    assertThatThrownBy(() -> decide(List.of(id), Choice.APPROVE, ERIN, null))
        .isInstanceOf(TemporalException.class);

    assertThat(sent).hasSize(4);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(Set.copyOf(sent)).hasSize(3);
  }

  @Test
  void manyThatDoNotAnswerAreWaitedForTogetherAndKeepNoneOfTheOthersBack() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      ids.add(mute());
    }
    var answering = waiting();
    ids.add(3, answering);
    var asked = Instant.now();

    var results = decide(ids, Choice.APPROVE, DAVE, null);

    assertThat(Duration.between(asked, Instant.now())).isLessThan(BOUND.multipliedBy(2));
    assertThat(results).extracting(DecisionResult::actionId).containsExactlyElementsOf(ids);
    assertThat(results.get(3).result()).isEqualTo(DecisionResult.Result.COUNTED);
    assertThat(results)
        .filteredOn(r -> !r.actionId().equals(answering))
        .allSatisfy(r -> assertThat(r.result()).isEqualTo(DecisionResult.Result.NO_ANSWER));
  }
}
