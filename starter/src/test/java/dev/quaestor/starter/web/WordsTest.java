package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine calls a thing, as people read it. */
class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "fileReputation, File reputation",
    "fileReputation:linux-hosts, File reputation (linux-hosts)",
    "fileReputation:, File reputation ()",
    ":linux, :linux",
    "microsoftDefenderForEndpoint, Defender for Endpoint",
    "Contoso AV, Contoso AV"
  })
  void aSourceIsCalledByItsName(String source, String shown) {
    assertThat(Words.finder(source)).isEqualTo(shown);
  }
}
