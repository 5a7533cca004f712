package dev.quaestor.persistent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 1023, 1024, 1025, 33_000})
  void aRowIsTheListOfWhatWasPutIntoIt(int size) {
    var list = IntStream.range(0, size).mapToObj(i -> "thing " + i).toList();

    var row = Row.of(list);

    assertThat(row).hasSize(size).containsExactlyElementsOf(list);
    assertThat(row).isEqualTo(list).hasSameHashCodeAs(list);
    assertThat(list).isEqualTo(row);
    assertThatThrownBy(() -> row.get(size)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> row.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsDoneToItALaterRowTellsWhereItDiffersAndAnEarlierOneStaysAsItWas(long seed) {
    var chance = new Random(seed);
    List<String> list = new ArrayList<>();
    var row = Row.<String>empty();
    var marked = row;
    List<String> whenMarked = List.of();
    for (var step = 0; step < 3000; step++) {
      // Never the same object twice: the very same thing is no change, an equal one is.
      var thing = new String("thing " + chance.nextInt(50));
      if (list.isEmpty() || chance.nextInt(3) == 0) {
        list.add(thing);
        row = row.plus(thing);
      } else {
        var position = chance.nextInt(list.size());
        list.set(position, thing);
        row = row.with(position, thing);
      }
      if (chance.nextInt(200) == 0) {
        assertThat(marked).isEqualTo(whenMarked);
        assertThat(row.changedSince(marked)).isEqualTo(differences(list, whenMarked));
        assertThat(row.equals(marked)).isEqualTo(list.equals(whenMarked));
        marked = row;
        whenMarked = List.copyOf(list);
      }
    }
    assertThat(row).isEqualTo(list);
  }

  private static List<Integer> differences(List<String> now, List<String> before) {
    return IntStream.range(0, now.size())
        .filter(i -> i >= before.size() || now.get(i) != before.get(i))
        .boxed()
        .toList();
  }

  @Test
  void whatIsPutWhereItStandsLeavesTheRowItself() {
    var row = Row.of(List.of("one", "two"));
    assertThat(row.with(1, row.get(1))).isSameAs(row);
    assertThat(row.changedSince(row)).isEmpty();
  }

  @Test
  void rowsOfOtherLengthsDiffer() {
    var row = Row.of(List.of("one", "two"));
    assertThat(row).isNotEqualTo(Row.of(List.of("one")));
    assertThat(Row.of(List.of("one"))).isNotEqualTo(row);
    assertThat(row).isNotEqualTo(Row.of(List.of("one", "three")));
  }
}
