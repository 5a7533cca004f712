package dev.quaestor;

import dev.quaestor.call.AskingPace;
import dev.quaestor.call.LogContext;
import dev.quaestor.call.OwnCallers;
import dev.quaestor.feed.AlertFeedWorkflowImpl;
import dev.quaestor.investigation.InvestigationWorkflowImpl;
import dev.quaestor.investigation.WarmUp;
import dev.quaestor.lookup.LookupWorkflowImpl;
import dev.quaestor.order.RemediationWorkflowImpl;
import dev.quaestor.order.UndoWorkflowImpl;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a worker on the queue {@code investigation} registers. */
public final class Workflows {
  private Workflows() {}

  public static Class<?>[] implementations() {
    return new Class<?>[] {
      InvestigationWorkflowImpl.class,
      RemediationWorkflowImpl.class,
      UndoWorkflowImpl.class,
      LookupWorkflowImpl.class,
      AlertFeedWorkflowImpl.class
    };
  }

  /**
   * What the factory of such a worker needs; without it a history may not replay.
   *
   * @param others interceptors of the worker's own
   */
  public static WorkerFactoryOptions.Builder factory(WorkerInterceptor... others) {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(
            Stream.concat(
                    Stream.of(new AskingPace(), new OwnCallers(types()), new LogContext()),
                    Stream.of(others))
                .toArray(WorkerInterceptor[]::new));
  }

  /**
   * Loads and learns what the first workflow task needs; to be called before anything polls. It
   * takes a second or so, once.
   */
  public static void warmUp() {
    WarmUp.run();
  }

  /**
   * What the factory of a worker needs that runs activities and no workflow.
   *
   * @param others interceptors of the worker's own
   */
  public static WorkerFactoryOptions.Builder activities(WorkerInterceptor... others) {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(
            Stream.concat(Stream.of(new OwnCallers(types()), new LogContext()), Stream.of(others))
                .toArray(WorkerInterceptor[]::new));
  }

  private static Set<String> types() {
    return Stream.of(implementations())
        .flatMap(type -> POJOWorkflowImplMetadata.newInstance(type).getWorkflowMethods().stream())
        .map(POJOWorkflowMethodMetadata::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * An unforeseen exception in workflow code blocks its task and is seen, rather than ending the
   * case.
   */
  public static WorkflowImplementationOptions options() {
    return WorkflowImplementationOptions.newBuilder().build();
  }
}
