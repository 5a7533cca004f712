package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Connectors;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Withheld;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which actions the configured connectors can take on a thing, and which of those that they have
 * they cannot take on this very one. Answers without a call.
 */
public final class Offers {
  private final Connectors connectors;

  public Offers(Connectors connectors) {
    this.connectors = connectors;
  }

  /** In the order of the catalogue; inverses are there too. */
  public List<ActionType> on(Entity entity, Particulars known) {
    return Arrays.stream(ActionType.values())
        .filter(
            type ->
                switch (ActionTable.row(type)) {
                  case Row.ByPort<?, ?, ?> row ->
                      row.isAbout(entity, connectors)
                          && row.obstacle(entity, known, connectors).isEmpty();
                  case Row.NeedsNobody n -> true;
                  case Row.Nobody n -> false;
                })
        .toList();
  }

  /** With one sentence each; inverses are left out, because nobody plans one. */
  public List<Withheld> withheld(Entity entity, Particulars known) {
    return Arrays.stream(ActionType.values())
        .filter(type -> !type.isInverse())
        .flatMap(type -> because(type, entity, known).map(b -> new Withheld(type, b)).stream())
        .toList();
  }

  private Optional<String> because(ActionType type, Entity entity, Particulars known) {
    return ActionTable.row(type) instanceof Row.ByPort<?, ?, ?> row
            && row.isAbout(entity, connectors)
        ? row.obstacle(entity, known, connectors).filter(sentence -> !sentence.isBlank())
        : Optional.empty();
  }
}
