package dev.quaestor.action;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Who refuses, where several do: each of them has an action of its own, with an outcome and an undo
 * of its own, and all are one question.
 *
 * @param connector as the configuration calls it
 * @param among all whose actions are decided with this one, in the order of preference; what was
 *     agreed to for two of them was not agreed to for a third
 */
public record Enforcer(String connector, List<String> among) {
  public Enforcer {
    among = List.copyOf(among);
  }

  /** That one alone, because somebody named it. */
  static Enforcer alone(String connector) {
    return new Enforcer(connector, List.of(connector));
  }

  /** One for each of them. */
  static List<Enforcer> each(List<String> connectors) {
    return connectors.stream().map(name -> new Enforcer(name, connectors)).toList();
  }

  /** The question is the same whoever is preferred. */
  String question() {
    return among.stream().sorted().collect(Collectors.joining("\n"));
  }
}
