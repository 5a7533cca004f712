package dev.quaestor.starter.view;

import dev.quaestor.starter.TemporalPulse;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server stands.
 *
 * @param pendingActions how many actions are waiting for a decision; at most 10,001 are counted
 * @param pendingQuestions how many decisions these need: what waits in several cases is decided
 *     once
 * @param policyRevision the revision in force; absent before there is one
 */
@Schema(name = "Status", description = "How the server stands")
public record StatusView(
    String version,
    TemporalView temporal,
    long pendingActions,
    long pendingQuestions,
    @Nullable Integer policyRevision) {

  /**
   * Temporal, as the server sees it.
   *
   * @param trouble why it does not answer; absent when it does
   */
  @Schema(name = "TemporalStatus")
  public record TemporalView(
      boolean reachable, String namespace, @Nullable String trouble, List<QueueView> queues) {}

  /**
   * A task queue.
   *
   * @param pollers how many processes asked for work in the last 70 seconds, one that was killed
   *     since included; absent when Temporal does not say
   */
  @Schema(name = "TaskQueueStatus")
  public record QueueView(String name, @Nullable Integer pollers) {}

  public static StatusView of(
      TemporalPulse.Felt felt,
      long pendingActions,
      long pendingQuestions,
      @Nullable Integer policyRevision) {
    return new StatusView(
        BuildVersion.text(),
        new TemporalView(
            felt.trouble() == null,
            felt.namespace(),
            felt.trouble(),
            felt.queues().stream().map(q -> new QueueView(q.name(), q.pollers())).toList()),
        pendingActions,
        pendingQuestions,
        policyRevision);
  }
}
