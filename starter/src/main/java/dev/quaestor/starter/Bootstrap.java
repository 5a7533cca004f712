package dev.quaestor.starter;

import dev.quaestor.start.CannotStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.wire.SearchKeys;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes in Temporal what starter and worker need: the namespace and our search attributes. What is
 * there already stays as it is, so that it can be run before every start.
 */
public final class Bootstrap {
  private static final Duration ONE_CALL = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 500;

  /**
   * What is there now, and what of it had to be made.
   *
   * @param retention how long the namespace keeps what has ended
   */
  public record Done(boolean namespaceMade, boolean searchAttributesMade, Duration retention) {}

  private final TemporalDoor to;
  private final WorkflowServiceStubs stubs;
  private final long until;

  private Bootstrap(TemporalDoor to, WorkflowServiceStubs stubs, Duration patience) {
    this.to = to;
    this.stubs = stubs;
    this.until = System.nanoTime() + patience.toNanos();
  }

  /**
   * Returns when a case can be started: what is new is not known to every host of a server at once.
   *
   * @param retention how long a new namespace keeps what has ended
   * @param patience how long all of it may take
   * @throws CannotStart when Temporal does not answer in time, or does not allow it, or has one of
   *     our search attributes with another type
   */
  public static Done run(TemporalDoor to, Duration retention, Duration patience) {
    var stubs = WorkflowServiceStubs.newServiceStubs(to.stubs().build());
    try {
      to.awaitServer(stubs, patience);
      return new Bootstrap(to, stubs, patience).run(retention);
    } finally {
      stubs.shutdownNow();
    }
  }

  private Done run(Duration wanted) {
    var there = eventually("describe the namespace", this::retention);
    var made = there.isEmpty() && eventually("create the namespace", () -> register(wanted));
    var attributes = eventually("register search attributes", this::registered);
    eventually("list by search attributes", this::listed);
    return new Done(made, attributes, there.orElse(wanted));
  }

  /** Of the namespace; empty while there is none. */
  private Optional<Duration> retention() {
    try {
      var kept =
          stubs
              .blockingStub()
              .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
              .describeNamespace(
                  DescribeNamespaceRequest.newBuilder().setNamespace(to.namespace()).build())
              .getConfig()
              .getWorkflowExecutionRetentionTtl();
      return Optional.of(Duration.ofSeconds(kept.getSeconds()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether it was made, and not by another bootstrap at the same moment. */
  private boolean register(Duration retention) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(to.namespace())
                  .setDescription("Quaestor")
                  .setWorkflowExecutionRetentionPeriod(
                      com.google.protobuf.Duration.newBuilder().setSeconds(retention.toSeconds()))
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
        return false;
      }
      throw e;
    }
    return true;
  }

  private boolean registered() {
    return SearchAttributeRegistration.register(stubs, to.namespace());
  }

  /** A query by each of them is refused for as long as this host does not know it. */
  private boolean listed() {
    for (var name : SearchKeys.all().keySet()) {
      stubs
          .blockingStub()
          .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
          .countWorkflowExecutions(
              CountWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(to.namespace())
                  .setQuery(name + " IS NOT NULL")
                  .build());
    }
    return true;
  }

  private <T> T eventually(String what, Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        switch (e.getStatus().getCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> throw refused(what, e);
          default -> {
            if (System.nanoTime() >= until) {
              throw late(what, e);
            }
            pause();
          }
        }
      }
    }
  }

  private CannotStart refused(String what, StatusRuntimeException e) {
    return new CannotStart(
        "Temporal at %s did not let Quaestor %s (%s)."
            .formatted(to.target(), what, e.getStatus().getCode()),
        "Give bootstrap the credentials of an administrator of the namespace "
            + to.namespace()
            + ", or have one make it.",
        e);
  }

  private CannotStart late(String what, StatusRuntimeException e) {
    return new CannotStart(
        "Temporal at %s answers, and did not let Quaestor %s in time (%s%s)."
            .formatted(
                to.target(),
                what,
                e.getStatus().getCode(),
                e.getStatus().getDescription() == null
                    ? ""
                    : ": " + e.getStatus().getDescription()),
        "Run bootstrap again, with a longer --wait; what it has made by then stays.",
        e);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
