package dev.quaestor.evidence;

import dev.quaestor.action.ActionType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who would take some of the actions that are offered on a thing.
 *
 * @param connector as the configuration calls it
 * @param actions in the catalogue's order
 */
public record Doer(String connector, List<ActionType> actions) {
  public Doer {
    actions = List.copyOf(actions);
  }

  /** Each connector once, in the order of their first actions. */
  public static List<Doer> of(Map<ActionType, String> connectors) {
    var actions = new LinkedHashMap<String, List<ActionType>>();
    if (!connectors.isEmpty()) {
      new EnumMap<>(connectors)
          .forEach(
              (type, who) -> actions.computeIfAbsent(who, name -> new ArrayList<>()).add(type));
    }
    return actions.sequencedEntrySet().stream()
        .map(e -> new Doer(e.getKey(), e.getValue()))
        .toList();
  }

  /** Null where nobody is named for it. */
  static @Nullable String among(List<Doer> doers, ActionType type) {
    return doers.stream()
        .filter(doer -> doer.actions.contains(type))
        .map(Doer::connector)
        .findFirst()
        .orElse(null);
  }
}
