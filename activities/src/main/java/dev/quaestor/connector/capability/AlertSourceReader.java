package dev.quaestor.connector.capability;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.Capability;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells what alerts arose or changed at a back end, as it tells them itself: nothing is judged
 * here. Reads only.
 */
public interface AlertSourceReader extends Capability {

  /**
   * Which alerts.
   *
   * @param from they changed then or later, by the back end's own clock
   * @param until and before then; null for no end
   * @param severities only of these; empty for all
   * @param services only of these services, in the vendor's words, letters alone; empty for all. A
   *     back end that tells of one service only does not know them
   */
  record Wanted(
      Instant from, @Nullable Instant until, List<Severity> severities, List<String> services) {
    public Wanted {
      severities = List.copyOf(severities);
      services = List.copyOf(services);
    }
  }

  /**
   * One alert.
   *
   * @param id the vendor's; empty where the answer has none
   * @param changedAt when it last changed; null where the answer does not say
   * @param json all of it, with its evidence
   */
  record Told(String id, @Nullable Instant changedAt, JsonNode json) {}

  /**
   * An answer.
   *
   * @param whole whether there is no more of what was asked for
   */
  record Answer(List<Told> alerts, boolean whole) {
    public Answer {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Alerts that changed in a stretch of time, in no order. An alert that changes while it is read
   * may leave the stretch for a later one; whoever reads that meets it there.
   *
   * @param skip so many of them are passed over, in the back end's order
   * @param most at most so many
   * @throws dev.quaestor.connector.ConnectorException also when the answer is too large to be taken
   *     ({@code isTooLarge}): then fewer at a time may do
   */
  Answer changed(Wanted wanted, int skip, int most);
}
