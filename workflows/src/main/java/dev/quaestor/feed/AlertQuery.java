package dev.quaestor.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a source next: a stretch of time in which alerts changed there. Nothing is said
 * of an order, which not every source keeps to.
 *
 * @param source the connector, as the worker's configuration calls it
 * @param from the start of the stretch, which belongs to it
 * @param until its end, which does not; null for all since
 * @param skip of a stretch that is too full and too short to be cut, so many were read already
 * @param most so many alerts at a time
 * @param severities only these; empty for all
 * @param services only those of these services, in the vendor's words; empty for all
 */
public record AlertQuery(
    String source,
    Instant from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until,
    int skip,
    int most,
    List<Severity> severities,
    List<String> services) {
  public AlertQuery {
    severities = severities == null ? List.of() : List.copyOf(severities);
    services = services == null ? List.of() : List.copyOf(services);
  }

  /** The same of a shorter stretch. */
  public AlertQuery until(Instant end) {
    return new AlertQuery(source, from, end, skip, most, severities, services);
  }

  /** The same with fewer at a time. */
  public AlertQuery most(int fewer) {
    return new AlertQuery(source, from, until, skip, fewer, severities, services);
  }
}
