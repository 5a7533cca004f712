package dev.quaestor.starter.ocsf;

import java.util.List;
import java.util.Optional;

/**
 * The ledger as whoever tells it on needs it. Within a case later events have greater ids and none
 * appears late with a smaller one.
 */
public interface Chronicle {

  /**
   * A part of a row of events.
   *
   * @param events those that this release can read; one that a newer release wrote is passed over
   * @param last the id of the last event that was looked at, to go on from; the id asked with, when
   *     there was none
   * @param more whether it is worth asking again at once
   */
  record Part(List<Occurrence> events, long last, boolean more) {}

  /** The events of one case after one place, in order; its undos' among them. */
  Part ofCase(String investigationId, long after, int limit);

  /** The events of one stream that is of no case, after one place, in order. */
  Part ofStream(String stream, long after, int limit);

  /** How a case was opened; empty when there is none of that id. */
  Optional<CaseFacts> facts(String investigationId);

  /** An action as it was planned, with what its run recorded; empty when there is none. */
  Optional<KnownAction> action(String actionId);
}
