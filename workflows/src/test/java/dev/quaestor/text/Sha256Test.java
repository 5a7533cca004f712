package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
  /** FIPS 180-2's example. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void oneContentHasOneHashHoweverItIsGiven() {
    var pieces = new Sha256();
    pieces.add(new byte[] {'a', 'b', '!'}, 2);
    pieces.add(new byte[] {'c'}, 1);

    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(new byte[] {'a', 'b', 'c'})).isEqualTo(ABC);
    assertThat(pieces.hex()).isEqualTo(ABC);
  }
}
