package dev.quaestor.start.roll;

import dev.quaestor.wire.TaskQueues;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a worker, from its making until it is closed: one call at a time that waits. */
public final class Announcing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Announcing.class);

  /** Above the ten seconds below which a server calls a poll too short in its log. */
  static final Duration ONE_POLL = Duration.ofSeconds(20);

  /** A file of keys that is replaced is noticed within this. */
  private static final long LOOK_SECONDS = 2;

  private static final long PAUSE_SECONDS = 5;

  private final WorkflowServiceStubs stubs;
  private final String namespace;
  private final Supplier<Presence> now;
  private final Thread telling;
  private long edition;
  private volatile boolean closed;

  /**
   * @param now asked every other second; its edition is set here. It must not throw
   */
  public Announcing(WorkflowServiceStubs stubs, String namespace, Supplier<Presence> now) {
    this.stubs = stubs;
    this.namespace = namespace;
    this.now = now;
    this.telling = Thread.ofVirtual().name("announcing").start(this::tell);
  }

  private void tell() {
    var said = now.get();
    while (!closed) {
      try {
        said = poll(said);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  /** Says it until the poll ends or something else is to be said, which it returns. */
  private Presence poll(Presence said) throws InterruptedException {
    var request =
        PollActivityTaskQueueRequest.newBuilder()
            .setNamespace(namespace)
            .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.WORKERS))
            .setIdentity(said.as(edition).text())
            .build();
    var poll =
        stubs
            .futureStub()
            .withDeadlineAfter(ONE_POLL.toSeconds(), TimeUnit.SECONDS)
            .pollActivityTaskQueue(request);
    try {
      while (true) {
        try {
          refuse(poll.get(LOOK_SECONDS, TimeUnit.SECONDS));
          return now.get();
        } catch (TimeoutException waiting) {
          var next = now.get();
          if (!next.equals(said)) {
            edition++;
            return next;
          }
        }
      }
    } catch (ExecutionException away) {
      log.debug("cannot tell Temporal what this worker is: {}", String.valueOf(away.getCause()));
      if (!stubs.isShutdown()) {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
      return now.get();
    } finally {
      // A poll that is cancelled is not counted as seen once more.
      poll.cancel(true);
    }
  }

  /** Nobody of ours asks for anything here. */
  private void refuse(PollActivityTaskQueueResponse answer) {
    if (!answer.getTaskToken().isEmpty()) {
      stubs
          .blockingStub()
          .respondActivityTaskFailed(
              RespondActivityTaskFailedRequest.newBuilder()
                  .setNamespace(namespace)
                  .setTaskToken(answer.getTaskToken())
                  .setFailure(
                      Failure.newBuilder()
                          .setMessage("nothing is done on the task queue " + TaskQueues.WORKERS)
                          .setApplicationFailureInfo(
                              ApplicationFailureInfo.newBuilder().setNonRetryable(true)))
                  .build());
    }
  }

  @Override
  public void close() {
    closed = true;
    telling.interrupt();
  }
}
