package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of a policy. */
class WildcardTest {

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, anything, true",
    "'', '', true",
    "'', x, false",
    "srv-*, SRV-db1, true",
    "srv-*, xsrv-db1, false",
    "*-db?, srv-db1, false",
    "*.contoso.example, a.b.contoso.example, true",
    "*.contoso.example, contoso.example, false",
    "a*b*c, axxbxxc, true",
    "a*b*c, axxcxxb, false",
    "**, x, true",
    "a.c, abc, false",
    "[a], a, false"
  })
  void onlyTheStarIsSpecial(String pattern, String text, boolean matches) {
    assertThat(Wildcard.matches(pattern, text)).isEqualTo(matches);
  }

  @Test
  void noPatternStopsTheEngine() {
    Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> Wildcard.matches("*a".repeat(200) + "b", "a".repeat(20_000)));
  }
}
