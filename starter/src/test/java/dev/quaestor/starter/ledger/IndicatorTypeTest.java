package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An indicator speaks of a thing however the thing is spelt. */
class IndicatorTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/x",
        "http:\\\\evil.example\\x",
        "http:/\\evil.example/x",
        "http:/evil.example/x",
        "http:///evil.example/x",
        "https:evil.example/x",
        "http://evil.example\\@good.example/x",
        "http://ev\u00adil.example/x",
        "http://ev\u200bil.example/x",
        "ht\ttp://ev\til.example/x",
        "\u0001http://evil.example/x",
        "http://www.Evil.Example./x",
        "hxxp://evil[.]example",
        "evil.example",
      })
  void aDomainIsFoundInEverySpellingThatABrowserTakesForIt(String url) {
    assertThat(IndicatorType.valuesOf(new Url(url)))
        .contains(new IndicatorType.Value(IndicatorType.DOMAIN, "evil.example"));
  }

  @Test
  void aUrlThatOnlyNamesTheDomainElsewhereIsNotFound() {
    assertThat(IndicatorType.valuesOf(new Url("http://evil.example@good.example/evil.example")))
        .doesNotContain(new IndicatorType.Value(IndicatorType.DOMAIN, "evil.example"));
    assertThat(IndicatorType.valuesOf(new Url("mailto:a@evil.example")))
        .doesNotContain(new IndicatorType.Value(IndicatorType.DOMAIN, "evil.example"));
  }

  @Test
  void anAddressIsFoundInAnyOfItsForms() {
    assertThat(IndicatorType.valuesOf(new Url("http://2130706433/")))
        .contains(new IndicatorType.Value(IndicatorType.IP_ADDRESS, "127.0.0.1"));
  }

  @Test
  void aListedUrlHasTheSpellingOfItsKey() {
    assertThat(IndicatorType.URL.canonical("http:\\\\Evil.example\\x"))
        .contains("http://evil.example/x");
    assertThat(IndicatorType.URL.canonical("evil.example/x")).isEmpty();
  }
}
