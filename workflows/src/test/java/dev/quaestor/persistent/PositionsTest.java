package dev.quaestor.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theyKnowWhereEveryThingIsWhateverCameAndWent(long seed) {
    var chance = new Random(seed);
    var map = new TreeMap<String, TreeSet<Integer>>();
    var positions = Positions.<String>none();
    for (var step = 0; step < 1000; step++) {
      var name = NAMES.get(chance.nextInt(NAMES.size()));
      var position = chance.nextInt(6);
      if (chance.nextBoolean()) {
        map.computeIfAbsent(name, n -> new TreeSet<>()).add(position);
        positions = positions.with(name, position);
      } else {
        positions = positions.without(name, position);
        map.computeIfPresent(name, (n, there) -> without(there, position));
      }
      for (var each : NAMES) {
        var there = map.getOrDefault(each, new TreeSet<>());
        assertThat(positions.of(each)).containsExactlyElementsOf(there);
        assertThat(positions.count(each)).isEqualTo(there.size());
        assertThat(positions.has(each)).isEqualTo(!there.isEmpty());
        assertThat(positions.first(each)).isEqualTo(end(there, true));
        assertThat(positions.last(each)).isEqualTo(end(there, false));
      }
      assertThat(positions.greatest())
          .isEqualTo(map.isEmpty() ? Optional.empty() : Optional.of(map.lastKey()));
    }
  }

  /** Null where nothing is left. */
  private static @Nullable TreeSet<Integer> without(TreeSet<Integer> there, int position) {
    there.remove(position);
    return there.isEmpty() ? null : there;
  }

  private static OptionalInt end(TreeSet<Integer> there, boolean first) {
    if (there.isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(first ? there.first() : there.last());
  }
}
