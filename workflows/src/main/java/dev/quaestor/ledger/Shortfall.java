package dev.quaestor.ledger;

import dev.quaestor.text.Counted;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a case is not wholly remedied.
 *
 * @param notDone how many of its actions were not carried out
 * @param undone how many were, and were taken back
 * @param all how many it has
 */
public record Shortfall(long notDone, long undone, long all) {

  public String sentence() {
    return Stream.of(of(notDone, "not carried out"), of(undone, "undone"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  private Optional<String> of(long some, String became) {
    return some == 0
        ? Optional.empty()
        : Optional.of(
            "%s %s %s"
                .formatted(
                    Counted.of(some, all, "action", "actions"),
                    Counted.verb(some, "was", "were"),
                    became));
  }
}
