package dev.quaestor.execution;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Connectors;
import java.util.Optional;

/** Ties an action to the connector that can do it, by the table. */
final class Effects {
  private final Connectors connectors;

  Effects(Connectors connectors) {
    this.connectors = connectors;
  }

  /**
   * @param known what stands in the way is judged by; {@link TargetFacts#none()} where that was
   *     done before
   * @return empty when no connector can do it to this target
   */
  Optional<Effect> of(RemediationAction action, TargetFacts known, ActionExecution.Run run) {
    return switch (ActionTable.row(action.type())) {
      case ActionExecution.ByPort<?, ?, ?> byPort -> byPort.effect(action, known, run, connectors);
      case ActionExecution.NeedsNobody n -> Optional.empty();
      case ActionExecution.Nobody n -> Optional.empty();
    };
  }

  /** Why no connector can do it, one sentence. To be asked when {@link #of} is empty. */
  String obstacle(RemediationAction action, TargetFacts known) {
    var target = action.target();
    var obstacle =
        ActionTable.row(action.type()) instanceof ActionExecution.ByPort<?, ?, ?> row
                && row.isAbout(target, connectors)
            ? row.obstacle(action, known, connectors)
            : Optional.<String>empty();
    return obstacle
        .filter(sentence -> !sentence.isBlank())
        .orElseGet(
            () ->
                "no configured connector can do %s to this %s"
                    .formatted(action.type(), target.kind()));
  }

  /** What the directories know about where it would act. */
  TargetFacts particulars(RemediationAction action) {
    return TargetFacts.ask(action.target(), connectors);
  }
}
