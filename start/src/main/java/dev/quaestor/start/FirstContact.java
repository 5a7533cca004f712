package dev.quaestor.start;

import dev.quaestor.setup.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for Temporal as long as a start may, and says what is wrong when it is not usable. */
public final class FirstContact {
  private static final Duration ONE_CALL = Duration.ofSeconds(5);

  private static final long PAUSE_MILLIS = 250;

  private final TemporalConnection to;
  private final WorkflowServiceStubs stubs;
  private final long until;

  private FirstContact(TemporalConnection to, WorkflowServiceStubs stubs) {
    this.to = to;
    this.stubs = stubs;
    this.until = System.nanoTime() + to.connectTimeout().toNanos();
  }

  /**
   * Returns when Temporal answers and has the namespace.
   *
   * @throws CannotStart when it does not within the time that the start may take, or never will
   */
  public static void await(TemporalConnection to, WorkflowServiceStubs stubs) {
    var contact = new FirstContact(to, stubs);
    contact.untilAnswered(contact::systemInfo);
    contact.untilAnswered(contact::namespace);
  }

  private void systemInfo() {
    stubs
        .blockingStub()
        .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }

  private void namespace() {
    stubs
        .blockingStub()
        .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder().setNamespace(to.namespace()).build());
  }

  private void untilAnswered(Runnable call) {
    while (true) {
      try {
        call.run();
        return;
      } catch (StatusRuntimeException e) {
        if (isForGood(e)) {
          return;
        }
        if (System.nanoTime() >= until) {
          throw new CannotStart(
              "Temporal at %s does not answer (waited %s)."
                  .formatted(to.target(), words(to.connectTimeout())),
              "Start it, or set %s.target, which is where it is looked for."
                  .formatted(TemporalConnection.PREFIX),
              e);
        }
        pause();
      }
    }
  }

  /**
   * Whether this is an answer as well.
   *
   * @throws CannotStart when it is one that waiting does not change
   */
  private boolean isForGood(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      // The server of tests does not describe namespaces.
      case UNIMPLEMENTED -> true;
      case NOT_FOUND ->
          throw new CannotStart(
              "Temporal at %s has no namespace %s.".formatted(to.target(), to.namespace()),
              "Create it with ./quaestor bootstrap, or set %s.namespace."
                  .formatted(TemporalConnection.PREFIX),
              e);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          throw new CannotStart(
              "Temporal at %s does not let this process into the namespace %s (%s)."
                  .formatted(to.target(), to.namespace(), refusal(e.getStatus())),
              "Check %s.api-key-file and what its key may do.".formatted(TemporalConnection.PREFIX),
              e);
      case INVALID_ARGUMENT ->
          throw new CannotStart(
              "Temporal at %s refuses the namespace %s (%s)."
                  .formatted(to.target(), to.namespace(), refusal(e.getStatus())),
              "Set %s.namespace.".formatted(TemporalConnection.PREFIX),
              e);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          false;
    };
  }

  private static String refusal(Status status) {
    var said = status.getDescription();
    return said == null ? status.getCode().name() : status.getCode() + ": " + said;
  }

  private static String words(Duration waited) {
    return waited.toMillis() < 1000 ? waited.toMillis() + " ms" : waited.toSeconds() + " s";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Temporal", e);
    }
  }
}
