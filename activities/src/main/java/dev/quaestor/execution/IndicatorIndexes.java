package dev.quaestor.execution;

import dev.quaestor.analyzer.IndicatorIndex;
import dev.quaestor.connector.capability.IndicatorList;
import dev.quaestor.connector.capability.IndicatorList.Indicator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One index of each list, made anew where the list is another or an entry of it has expired. */
final class IndicatorIndexes {
  private record Indexed(List<Indicator> list, Instant from, Instant until, IndicatorIndex index) {

    boolean isOf(List<Indicator> now, Instant at) {
      // The same list as an object: comparing thousands of entries would cost what is saved.
      return list == now && !at.isBefore(from) && at.isBefore(until);
    }
  }

  private final Map<IndicatorList, Indexed> latest = new ConcurrentHashMap<>();

  IndicatorIndex of(IndicatorList port, Instant now) {
    var list = port.all();
    var known = latest.get(port);
    if (known != null && known.isOf(list, now)) {
      return known.index();
    }
    var index = IndicatorIndex.of(list, now);
    latest.put(port, new Indexed(list, now, nextToExpire(list, now), index));
    return index;
  }

  private static Instant nextToExpire(List<Indicator> list, Instant now) {
    return list.stream()
        .map(Indicator::expiresAt)
        .filter(Objects::nonNull)
        .filter(end -> end.isAfter(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
