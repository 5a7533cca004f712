package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Connectors;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Doer;
import dev.quaestor.evidence.Withheld;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * Which actions the configured connectors can take on a thing, and which of those that they have
 * they cannot take on this very one. Answers without a call.
 */
public final class OfferedActions {
  private final Connectors connectors;

  public OfferedActions(Connectors connectors) {
    this.connectors = connectors;
  }

  /** In the order of the catalogue; inverses are there too. */
  public List<ActionType> on(Entity entity, TargetFacts known) {
    return Arrays.stream(ActionType.values())
        .filter(
            type ->
                switch (ActionTable.row(type)) {
                  case ActionExecution.ByPort<?, ?, ?> row ->
                      row.isAbout(entity, connectors)
                          && row.obstacle(entity, known, connectors.towards(type)).isEmpty();
                  case ActionExecution.NeedsNobody n -> true;
                })
        .toList();
  }

  /**
   * Of these that are offered, who would do it, as far as that is certain: one, or each that can.
   */
  public List<Doer> doers(List<ActionType> offered, Entity entity, TargetFacts known) {
    var who = new EnumMap<ActionType, List<String>>(ActionType.class);
    for (var type : offered) {
      if (ActionTable.row(type) instanceof ActionExecution.ByPort<?, ?, ?> row) {
        who.put(type, row.doers(entity, known, connectors.towards(type), type.isByEach()));
      }
    }
    return Doer.of(who);
  }

  /** With one sentence each; inverses are left out, because nobody plans one. */
  public List<Withheld> withheld(Entity entity, TargetFacts known) {
    return Arrays.stream(ActionType.values())
        .filter(type -> !type.isInverse())
        .flatMap(type -> because(type, entity, known).map(b -> new Withheld(type, b)).stream())
        .toList();
  }

  private Optional<String> because(ActionType type, Entity entity, TargetFacts known) {
    return ActionTable.row(type) instanceof ActionExecution.ByPort<?, ?, ?> row
            && row.isAbout(entity, connectors)
        ? row.obstacle(entity, known, connectors.towards(type))
            .filter(sentence -> !sentence.isBlank())
        : Optional.empty();
  }
}
