package dev.quaestor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.fixtures.ChanceEvidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept up step by step is what the whole computation says, at every step. */
class PropagatedVerdictsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anyStoryAgreesWithTheWholeComputation(long seed) {
    var some = new ChanceEvidence(seed);
    List<Assessment> whole = new ArrayList<>();
    Map<EntityKey, Integer> positions = new LinkedHashMap<>();
    var kept = PropagatedVerdicts.of(List.of());
    for (var step = 0; step < 150; step++) {
      var changes = new TreeMap<Integer, Assessment>();
      var more = step == 0 ? 8 : some.chance().nextInt(4);
      for (var i = 0; i < more; i++) {
        var entity = some.entity();
        var position = positions.computeIfAbsent(entity.key(), k -> positions.size());
        changes.put(position, some.looked(some.evidence(entity)));
      }
      changes.forEach(
          (position, piece) -> {
            if (position < whole.size()) {
              whole.set(position, piece);
            } else {
              whole.add(piece);
            }
          });
      var after = Propagation.apply(whole);
      whole.clear();
      whole.addAll(after);

      var before = kept;
      kept = kept.changed(changes);

      assertThat(kept.pieces()).as("seed %d, step %d", seed, step).isEqualTo(after);
      assertThat(kept.changed(new TreeMap<>()).pieces()).isEqualTo(Propagation.apply(after));
      assertThat(before.changed(changes).pieces()).as("what it was is still so").isEqualTo(after);
    }
  }
}
