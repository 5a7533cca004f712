package dev.quaestor.starter.repair;

import dev.quaestor.starter.repair.RepairReport.Found;
import java.util.Optional;
import java.util.TreeMap;

/** What is missing of one stream. */
final class Missing {
  final long head;
  final Found about;
  final TreeMap<Long, Long> ranges = new TreeMap<>();

  Missing(long head, Found about) {
    this.head = head;
    this.about = about;
  }

  void add(long first, long last) {
    var before = ranges.floorEntry(first);
    if (before != null && before.getValue() >= first - 1) {
      ranges.put(before.getKey(), Math.max(before.getValue(), last));
    } else {
      ranges.merge(first, last, Math::max);
    }
  }

  long events() {
    long events = 0;
    long upTo = head;
    for (var range : ranges.entrySet()) {
      events += Math.max(0, range.getValue() - Math.max(upTo, range.getKey() - 1));
      upTo = Math.max(upTo, range.getValue());
    }
    return events;
  }

  /** What no history has, of what is before something that one has. */
  Optional<String> gap() {
    long upTo = head;
    for (var range : ranges.entrySet()) {
      if (range.getKey() > upTo + 1) {
        return Optional.of(
            "events %d to %d are in no history that Temporal has kept"
                .formatted(upTo + 1, range.getKey() - 1));
      }
      upTo = Math.max(upTo, range.getValue());
    }
    return Optional.empty();
  }

  long last() {
    return ranges.values().stream().mapToLong(Long::longValue).max().orElse(head);
  }
}
