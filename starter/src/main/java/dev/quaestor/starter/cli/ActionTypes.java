package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionType;
import java.util.Arrays;
import java.util.Optional;

/** Types of actions as people write them: {@code isolate-device}. */
final class ActionTypes {
  private ActionTypes() {}

  static Optional<ActionType> find(String text) {
    var wanted = String.valueOf(Paging.upper(text));
    return Arrays.stream(ActionType.values()).filter(t -> t.name().equals(wanted)).findFirst();
  }

  /** The sentence of the refusal, with those that people may order. */
  static String unknown(String text) {
    return "the action type "
        + Word.unknown(
            text,
            Arrays.stream(ActionType.values())
                .filter(ActionType::orderable)
                .map(ActionType::name)
                .toList());
  }
}
