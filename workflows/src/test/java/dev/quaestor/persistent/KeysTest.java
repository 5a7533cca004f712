package dev.quaestor.persistent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theyAreASetInTheOrderInWhichTheyCame(long seed) {
    var chance = new Random(seed);
    var set = new LinkedHashSet<Integer>();
    var keys = Keys.<Integer>of(List.of());
    for (var step = 0; step < 500; step++) {
      var some = chance.ints(chance.nextInt(4), 0, 40).boxed().toList();
      var before = keys;
      var wasBefore = List.copyOf(set);
      if (chance.nextInt(3) == 0) {
        some.forEach(set::remove);
        keys = keys.without(some);
      } else {
        set.addAll(some);
        keys = keys.with(some);
      }
      assertThat(keys).isEqualTo(List.copyOf(set));
      assertThat(before).isEqualTo(wasBefore);
      for (var key = 0; key < 40; key++) {
        assertThat(keys.has(key)).isEqualTo(set.contains(key));
        assertThat(keys.contains(key)).isEqualTo(set.contains(key));
      }
    }
  }

  @Test
  void whatChangesNothingLeavesThemThemselves() {
    var keys = Keys.of(List.of("b", "a"));
    assertThat(keys.with(List.of("a"))).isSameAs(keys);
    assertThat(keys.without(List.of("c"))).isSameAs(keys);
    assertThat(Keys.of(keys)).isSameAs(keys);
  }

  @Test
  void oneOfThemIsFoundByItsPlace() {
    var keys = Keys.of(List.of("b", "a", "b", "c")).without(List.of("a"));
    assertThat(keys.get(1)).isEqualTo("c");
    assertThatThrownBy(() -> keys.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> keys.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
