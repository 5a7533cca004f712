package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads alerts where they come from, and says there what became of them. */
public interface AlertSourceReader extends Capability {

  /** Where an alert stands in its own system. */
  enum Status {
    NEW,
    IN_PROGRESS,
    RESOLVED
  }

  /** One alert in the vendor's own JSON, as intake reads it; empty when there is none. */
  Optional<String> alert(String alertId);

  /**
   * Alerts changed since then, oldest first, in the vendor's own JSON.
   *
   * @param limit at most so many
   */
  List<String> alerts(Instant since, int limit);

  /**
   * Sets the status. Setting it again changes nothing but the vendor's own log.
   *
   * @param comment added to the alert; null for none
   */
  void update(String alertId, Status status, @Nullable String comment);
}
