package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.starter.intake.json.Times;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant TIME = Instant.parse("2026-11-23T09:40:11.5Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T09:40:11.5Z",
        "2026-11-23T09:40:11.500000+0000",
        "2026-11-23T10:40:11.5+01:00",
        "2026-11-23T10:40:11.5+01",
        "2026-11-23 09:40:11.500",
        "2026-11-23 09:40:11,5 UTC",
        "2026-11-23T09:40:11.50000000000",
        "1795426811.5",
        "1795426811500",
        "1795426811500000",
        "1795426811500000000"
      })
  void everyWayToWriteATimeIsTheSameTime(String text) {
    assertThat(Times.parse(text)).isEqualTo(TIME);
  }

  @Test
  void otherWaysAreKnownToo() {
    var whole = Instant.parse("2026-11-23T09:40:11Z");
    assertThat(Times.parse("Mon, 23 Nov 2026 09:40:11 GMT")).isEqualTo(whole);
    assertThat(Times.parse("11/23/2026 9:40:11 AM")).isEqualTo(whole);
    assertThat(Times.parse("2026 Nov 23 09:40:11")).isEqualTo(whole);
    assertThat(Times.parse("2026-11-23")).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2026-13-40T00:00:00Z", "12:00"})
  void whatIsNoTimeIsNone(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
