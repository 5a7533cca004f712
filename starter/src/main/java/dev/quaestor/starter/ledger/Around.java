package dev.quaestor.starter.ledger;

import java.util.List;

/**
 * What else there is about the thing that an action is done to.
 *
 * @param waiting what else waits on the same thing or the same device, the most urgent first
 * @param earlier what was decided or done on the same thing before, the latest first
 */
public record Around(List<ActionRow> waiting, List<ActionRow> earlier) {
  public Around {
    waiting = List.copyOf(waiting);
    earlier = List.copyOf(earlier);
  }
}
