package dev.quaestor.connector.wazuh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction.IsolateDevice;
import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.action.RemediationActivities.Command;
import dev.quaestor.connector.Connectors;
import dev.quaestor.entity.Device;
import dev.quaestor.execution.RemediationExecution;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an action, as a workflow hears of it. */
class WazuhRemediationTest {
  private static final Device WEB =
      new Device("wazuh-agent-001", "web-01.contoso.example", null, null, null, null);

  private WazuhStandIn wazuh;
  private TestActivityEnvironment environment;
  private RemediationActivities acting;

  @BeforeEach
  void open() {
    wazuh = new WazuhStandIn(Map.of("answer-within", "PT2S"));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    environment.registerActivitiesImplementations(
        new RemediationExecution(
            new Connectors(List.of(wazuh.connector())), new SimpleMeterRegistry()));
    acting =
        environment.newActivityStub(
            RemediationActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
  }

  @AfterEach
  void close() {
    environment.close();
    wazuh.close();
  }

  private Outcome run(String id, RemediationAction action) {
    var command = new Command(id, null, action, "because of a test", null);
    var ready = (Preparation.Ready) acting.prepare(command);
    var told = command.with(ready.receipt());
    var outcome = acting.perform(told);
    for (int looks = 0; looks < 20 && outcome instanceof Outcome.Unfinished on; looks++) {
      outcome = acting.follow(told, on);
    }
    return outcome;
  }

  @Test
  void whatTheManagerSaysItSentAndNoAgentDoesIsUnknownWhichIsNotVerified() {
    wazuh.mode = WazuhStandIn.Agents.IGNORE;

    assertThat(run("act-1", new IsolateDevice(WEB, Isolation.FULL)))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> {
              assertThat(unknown.sentence()).contains("no answer of the agent came");
              assertThat(unknown.receipt()).as("there is a way back").isNotNull();
            });
  }

  @Test
  void anAgentThatSaysItIsDoneAndIsNotIsolatedHasNotSucceeded() {
    wazuh.mode = WazuhStandIn.Agents.IGNORE;
    // It says that it is done, and in the same line that nothing stands.
    wazuh.line("001", "isolate", "act-1", "DONE", "", "the rules stand");

    assertThat(run("act-1", new IsolateDevice(WEB, Isolation.FULL)))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void whatTheAgentAnswersIsDoneAndTakenBack() {
    var isolate = new IsolateDevice(WEB, Isolation.FULL);
    var done = (Outcome.Succeeded) run("act-1", isolate);
    assertThat(wazuh.isIsolated("001")).isTrue();

    assertThat(run("undo-1", isolate.inverse(done.receipt()).orElseThrow()))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(wazuh.isIsolated("001")).isFalse();
    assertThat(wazuh.orders()).containsExactly("001 isolate act-1", "001 release_isolation undo-1");
  }
}
