package dev.quaestor.connector;

import dev.quaestor.action.ActionType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a back end has answered about our credential.
 *
 * @param given the rights that it carries, by the vendor's names; empty where it does not say
 * @param needed all that the connector as it is configured may need
 * @param ahead how far the back end's clock is ahead of ours; empty where it does not say
 */
public record Access(Optional<Set<String>> given, List<Right> needed, Optional<Duration> ahead) {
  public Access {
    given = given.map(Set::copyOf);
    needed = List.copyOf(needed);
  }

  /** What is missing of what these actions, and looking, need. */
  public List<Right> missing(Collection<ActionType> wanted) {
    return given
        .map(has -> needed.stream().filter(r -> r.isFor(wanted) && !r.isAmong(has)).toList())
        .orElseGet(List::of);
  }

  /** What is missing of all that the connector offers. */
  public List<Right> missing() {
    return missing(List.of(ActionType.values()));
  }
}
