package dev.quaestor.connector;

import dev.quaestor.action.ActionType;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A right that a back end gives to an application, and what a connector needs it for.
 *
 * @param anyOf the vendor's names of it; any one of them is enough
 * @param actions what cannot be done without it; empty where nothing can be looked up without it
 * @param source where the vendor says so
 */
public record Right(List<String> anyOf, List<ActionType> actions, String source) {
  public Right {
    anyOf = List.copyOf(anyOf);
    actions = List.copyOf(actions);
  }

  public static Right toLook(String source, String... anyOf) {
    return new Right(List.of(anyOf), List.of(), source);
  }

  /** Whether somebody with these has it. */
  public boolean isAmong(Set<String> given) {
    return anyOf.stream().anyMatch(given::contains);
  }

  /** Whether it is needed by who wants these actions. */
  public boolean isFor(Collection<ActionType> wanted) {
    return actions.isEmpty() || actions.stream().anyMatch(wanted::contains);
  }
}
