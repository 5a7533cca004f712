package dev.quaestor.tools.bench;

import dev.quaestor.tools.bench.Shape.Cause;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Schedules each step when what it waited for has happened, and ends with the last. */
final class BareWorkflowImpl implements BareWorkflow {
  private final String floor;
  private final Function<MeasuredPath, Shape> shapes;
  private final CompletablePromise<Void> decided = Workflow.newPromise();

  BareWorkflowImpl(String floor, Function<MeasuredPath, Shape> shapes) {
    this.floor = floor;
    this.shapes = shapes;
  }

  @Override
  public Parcel run(Parcel start) {
    var shape = shapes.apply(start.course());
    var waiting = waiting(shape.timers());
    var ends = new ArrayList<Promise<Parcel>>();
    for (int i = 0; i < shape.steps().size(); i++) {
      ends.add(begin(start, i, shape.steps().get(i), ends));
    }
    if (shape.asks()) {
      decided.get();
      waiting.cancel();
    }
    Promise.allOf(List.copyOf(ends)).get();
    Workflow.await(Workflow::isEveryHandlerFinished);
    return start;
  }

  /** The deadline of what is pending, as the engine has it. */
  private CancellationScope waiting(int timers) {
    var scope =
        Workflow.newCancellationScope(
            () -> {
              for (int i = 0; i < timers; i++) {
                Workflow.newTimer(Duration.ofDays(7));
              }
            });
    scope.run();
    return scope;
  }

  private Promise<Parcel> begin(
      Parcel start, int index, Shape.Step step, List<Promise<Parcel>> earlier) {
    Function<Object, Promise<Parcel>> carry =
        whatever ->
            Workflow.newUntypedActivityStub(
                    ActivityOptions.newBuilder()
                        .setTaskQueue(BareWorkers.queue(floor, step.queue()))
                        .setStartToCloseTimeout(Duration.ofMinutes(1))
                        // What a floor cannot do must be seen at once.
                        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build())
                .executeAsync(
                    BareActivities.CARRY,
                    Parcel.class,
                    Parcel.of(start.run(), start.course(), index, step.input()));
    return switch (step.cause()) {
      case Cause.Start atOnce -> carry.apply(start);
      case Cause.Decided approver -> decided.thenCompose(carry::apply);
      case Cause.After after -> earlier.get(after.step()).thenCompose(carry::apply);
    };
  }

  @Override
  public Parcel decide(Parcel decision) {
    decided.complete(null);
    return Parcel.of(decision.run(), decision.course(), -1, "");
  }
}
