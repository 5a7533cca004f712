package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types of actions as people write them: {@code isolate-device}. */
final class ActionTypes {
  private ActionTypes() {}

  static Optional<ActionType> find(String text) {
    var wanted = String.valueOf(Paging.upper(text));
    return Arrays.stream(ActionType.values()).filter(t -> t.name().equals(wanted)).findFirst();
  }

  /** The sentence of the refusal. */
  static String unknown(String text) {
    return "there is no action type "
        + text
        + "; there are "
        + Arrays.stream(ActionType.values())
            .map(ActionType::name)
            .collect(Collectors.joining(", "));
  }
}
