package dev.quaestor.evidence;

import dev.quaestor.action.ActionType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * Each connector once, in the order of their first actions.
   *
   * @param connectors of each action who would take it, in the order of preference
   */
  public static List<Doer> of(Map<ActionType, List<String>> connectors) {
    var actions = new LinkedHashMap<String, List<ActionType>>();
    if (!connectors.isEmpty()) {
      new EnumMap<>(connectors)
          .forEach(
              (type, all) ->
                  all.forEach(
                      who -> actions.computeIfAbsent(who, name -> new ArrayList<>()).add(type)));
    }
    return actions.sequencedEntrySet().stream()
        .map(e -> new Doer(e.getKey(), e.getValue()))
        .toList();
  }

  /** All that are named for it, the preferred one first. */
  static List<String> among(List<Doer> doers, ActionType type) {
    return doers.stream().filter(doer -> doer.actions.contains(type)).map(Doer::connector).toList();
  }
}
