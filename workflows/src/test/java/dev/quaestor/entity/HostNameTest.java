package dev.quaestor.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host has one spelling, which is that of the DNS. */
class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "Evil.Example, evil.example",
    "b\u00fccher.example, xn--bcher-kva.example",
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "bu\u0308cher.example, xn--bcher-kva.example",
    "stra\u00dfe.de, xn--strae-oqa.de",
    "\u4f8b\u3048.\u30c6\u30b9\u30c8, xn--r8jz45g.xn--zckzah",
    "\uff45vil.example, evil.example",
    "evil\u3002example, evil.example",
    "\u0440\u0430ypal.com, xn--ypal-43d9g.com",
    "[2001:DB8::1], [2001:db8:0:0:0:0:0:1]",
    "a..b, a..b",
    "evil.example., evil.example",
    "\u212cil.example, bil.example",
    "\u24b7\u00fccher.example, xn--bcher-kva.example",
    "ev\ufe0fil.exam\u2060ple, evil.example",
    "ev\u115fil\ufeff.example, evil.example",
    "evil\u2024example, evil.example",
  })
  void isWrittenAsTheDnsDoes(String written, String canonical) {
    assertThat(HostName.canonical(written)).isEqualTo(canonical);
  }

  @Test
  void isTheSameAsInJavaWhereThereIsNothingToMap() {
    var random = new Random(20261128);
    for (int i = 0; i < 2000; i++) {
      var label =
          random
              .ints(1 + random.nextInt(12), 0, 4)
              .map(block -> new int[] {'a', 0x430, 0x4e00, 0xac00}[block] + random.nextInt(26))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(HostName.canonical(label)).isEqualTo(IDN.toASCII(label, IDN.ALLOW_UNASSIGNED));
    }
  }

  @Test
  void whatIsNoHostStaysAsLongAsItIs() {
    assertThat(HostName.canonical("\u00fc".repeat(100_000))).hasSize(100_000);
  }
}
