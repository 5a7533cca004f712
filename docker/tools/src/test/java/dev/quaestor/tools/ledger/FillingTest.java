package dev.quaestor.tools.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FillingTest {
  private static final long CASES = 300_000;

  @Test
  void aFullLedgerHasTwoOrThreePiecesAndThreeOrFourActionsACase() {
    long cases = Kind.ALL.stream().mapToLong(k -> Filling.copies(k, CASES)).sum();
    long pieces = Kind.ALL.stream().mapToLong(k -> Filling.copies(k, CASES) * k.pieces()).sum();
    long actions = Kind.ALL.stream().mapToLong(k -> Filling.copies(k, CASES) * k.actions()).sum();

    assertThat(cases).isBetween(CASES - 100, CASES);
    assertThat(pieces).isBetween(700_000L, 760_000L);
    assertThat(actions).isBetween(980_000L, 1_020_000L);
  }

  @Test
  void whatACaseTellsNamesNothingWithoutItsMark() {
    for (var kind : Kind.ALL) {
      var told = kind.told("zq0zq", "5eed5eed5eed", Instant.EPOCH);

      assertThat(told.stream()).contains("zq0zq");
      assertThat(Kind.sha256("5eed5eed5eed")).hasSize(64);
      assertThat(told.entries().getFirst().seq()).isOne();
    }
  }

  /** The ledger finds it by the hash of its lower case, whose marks cannot be replaced. */
  @Test
  void whatIsFoundByItsHashIsInLowerCaseAndHasAMark() {
    assertThat(Kind.mentioned("zq0zq1", "5eed5eed5eed"))
        .hasSize(3)
        .allSatisfy(value -> assertThat(value).isEqualTo(value.toLowerCase(Locale.ROOT)))
        .allMatch(value -> value.contains("zq0zq1") || value.contains("5eed5eed5eed"));
  }

  @Test
  void eachCopyHasHashesOfItsOwn() {
    var all =
        Kind.ALL.stream()
            .flatMap(kind -> LongStream.range(1, 50).mapToObj(n -> Filling.hashMark(kind, n)))
            .toList();

    assertThat(all).doesNotHaveDuplicates().allMatch(mark -> mark.length() == 12);
  }
}
