package dev.quaestor.starter.web;

import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reading one action, as whoever looks may see it. */
final class Actions {
  private Actions() {}

  static Optional<ActionView> view(Ledger ledger, String actionId, Caller caller) {
    return ledger
        .question(actionId)
        .map(
            question -> {
              var told = ledger.told(List.of(question.action()));
              return ActionView.of(
                  question, Objects.requireNonNull(told.get(question.action().actionId())), caller);
            });
  }
}
