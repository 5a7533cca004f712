package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.action.RemediationActivities.Command;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.Map;

/** The acting activities as a workflow calls them: one attempt each, JSON in and out. */
final class Acting implements AutoCloseable {
  final LabBackEnds backEnds = new LabBackEnds();
  final Connectors connectors;
  private final TestActivityEnvironment environment;
  private final RemediationActivities activities;

  Acting(Duration performFor) {
    this(performFor, Map.of());
  }

  /** With Defender for Office's bulk remediation in place of moves. */
  static Acting withAnalyzedEmails() {
    return new Acting(Duration.ofSeconds(5), Map.of("mail-remediation", "analyzed-emails"));
  }

  private Acting(Duration performFor, Map<String, String> graph) {
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    connectors =
        backEnds.connectors(
            Map.of("release-script", LabBackEnds.RELEASE_SCRIPT, "away-after", "PT0.2S"), graph);
    environment.registerActivitiesImplementations(
        new RemediationExecution(connectors, backEnds.meters, performFor));
    activities =
        environment.newActivityStub(
            RemediationActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
  }

  /** The lab as at first. */
  void reset() {
    backEnds.lab.reset();
    backEnds.meters.clear();
  }

  static Command command(String actionId, RemediationAction action) {
    return new Command(actionId, null, action, "because of a test", null);
  }

  Preparation prepare(Command command) {
    return activities.prepare(command);
  }

  Preparation check(Command command) {
    return activities.check(command);
  }

  Command prepared(String actionId, RemediationAction action) {
    var command = command(actionId, action);
    if (prepare(command) instanceof Preparation.Ready ready) {
      return command.with(ready.receipt());
    }
    throw new AssertionError("refused: " + prepare(command));
  }

  Outcome perform(Command command) {
    return activities.perform(command);
  }

  /** The call after which nobody calls again, with so much time for all of its attempts. */
  Outcome lastCall(Command command, Duration allowed) {
    return environment
        .newActivityStub(
            RemediationActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setScheduleToCloseTimeout(allowed)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build())
        .perform(command.asLastCall());
  }

  /** As a workflow does it: on, when a device turns out to be away, or is back. */
  Outcome follow(Command command, Outcome.Unfinished known) {
    var next = followOnce(command, known);
    return next instanceof Outcome.Unfinished changed ? follow(command, changed) : next;
  }

  Outcome followOnce(Command command, Outcome.Unfinished known) {
    return activities.follow(command, known);
  }

  Outcome abandon(Command command, String ticket) {
    return activities.abandon(command, ticket);
  }

  /** Prepares and performs, as a run does. */
  Outcome run(String actionId, RemediationAction action) {
    return perform(prepared(actionId, action));
  }

  /** Runs the inverse of a run. */
  Outcome undo(RemediationAction action, Outcome outcome) {
    var inverse = action.inverse(receipt(outcome)).orElseThrow();
    return run("undo-" + action.type(), inverse);
  }

  static Receipt receipt(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded succeeded) {
      return succeeded.receipt();
    }
    if (outcome instanceof Outcome.PartiallySucceeded partly) {
      return partly.receipt();
    }
    throw new AssertionError("no receipt: " + outcome);
  }

  @Override
  public void close() {
    environment.close();
    backEnds.close();
  }
}
