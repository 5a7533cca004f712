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
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes in Temporal what starter and worker need: the namespace and our search attributes. What is
 * there already stays as it is, so that it can be run before every start.
 */
public final class Bootstrap {
  private static final Duration ONE_CALL = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 500;

  /** What had to be made; nothing where all of it was there. */
  public enum Made {
    NAMESPACE,
    SEARCH_ATTRIBUTES
  }

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
   * @throws CannotStart when Temporal does not answer in time, or does not allow it
   */
  public static Set<Made> run(TemporalDoor to, Duration retention, Duration patience) {
    var stubs = WorkflowServiceStubs.newServiceStubs(to.stubs().build());
    try {
      return new Bootstrap(to, stubs, patience).run(retention);
    } finally {
      stubs.shutdownNow();
    }
  }

  private Set<Made> run(Duration retention) {
    var made = EnumSet.noneOf(Made.class);
    if (!eventually("describe the namespace", this::namespaceIsThere)) {
      eventually("create the namespace", () -> register(retention));
      made.add(Made.NAMESPACE);
    }
    if (eventually("register search attributes", this::registered)) {
      made.add(Made.SEARCH_ATTRIBUTES);
    }
    eventually("list by search attributes", this::listed);
    return made;
  }

  private boolean namespaceIsThere() {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(to.namespace()).build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

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
      // Another bootstrap at the same moment.
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
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

  private boolean eventually(String what, Supplier<Boolean> call) {
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        switch (e.getStatus().getCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> throw refused(what, e);
          default -> {
            if (System.nanoTime() >= until) {
              throw refused(what, e);
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

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
