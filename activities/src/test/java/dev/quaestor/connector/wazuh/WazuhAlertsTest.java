package dev.quaestor.connector.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.capability.AlertSourceReader.Told;
import dev.quaestor.connector.capability.AlertSourceReader.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WazuhAlertsTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private WazuhStandIn wazuh;
  private AlertSourceReader reader;

  @BeforeEach
  void open() {
    wazuh = new WazuhStandIn(Map.of("timeout", "PT60S"));
    reader =
        wazuh.connector().capabilities().stream()
            .filter(AlertSourceReader.class::isInstance)
            .map(AlertSourceReader.class::cast)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void close() {
    wazuh.close();
  }

  private static Wanted between(Instant from, Instant until, Severity... severities) {
    return new Wanted(from, until, List.of(severities), List.of());
  }

  private static Wanted ofTheHour(Severity... severities) {
    return between(NOON, NOON.plusSeconds(3600), severities);
  }

  private List<String> ids(Wanted wanted, int skip, int most) {
    return reader.changed(wanted, skip, most).alerts().stream().map(Told::id).toList();
  }

  private ConnectorException failure() {
    return catchThrowableOfType(ConnectorException.class, () -> reader.changed(ofTheHour(), 0, 10));
  }

  @Test
  void anAlertIsToldWholeWithTheManagersTime() {
    wazuh.alert("1764504000.77", NOON.plusMillis(123), "001", 12);

    var told = reader.changed(ofTheHour(), 0, 10);

    assertThat(told.whole()).isTrue();
    assertThat(told.alerts()).hasSize(1);
    assertThat(told.alerts().getFirst().id()).isEqualTo("1764504000.77");
    assertThat(told.alerts().getFirst().changedAt()).isEqualTo(NOON.plusMillis(123));
    assertThat(told.alerts().getFirst().json().path("agent").path("name").asString())
        .isEqualTo("web-01.contoso.example");
  }

  @Test
  void aStretchHasItsBeginningAndNotItsEnd() {
    wazuh.alert("1.1", NOON.minusMillis(1), "001", 5);
    wazuh.alert("1.2", NOON, "001", 5);
    wazuh.alert("1.3", NOON.plusSeconds(3600), "001", 5);

    assertThat(ids(ofTheHour(), 0, 10)).containsExactly("1.2");
    assertThat(ids(between(NOON, null), 0, 10)).containsExactly("1.2", "1.3");
  }

  @Test
  void severitiesAreTheLevelsThatIntakeReads() {
    for (int level : List.of(3, 4, 6, 7, 11, 12, 15)) {
      wazuh.alert("1." + level, NOON.plusSeconds(level), "001", level);
    }
    assertThat(ids(ofTheHour(Severity.LOW), 0, 10)).containsExactly("1.4", "1.6");
    assertThat(ids(ofTheHour(Severity.MEDIUM, Severity.HIGH), 0, 10))
        .containsExactly("1.7", "1.11", "1.12", "1.15");
    assertThat(ids(ofTheHour(Severity.INFORMATIONAL), 0, 10)).containsExactly("1.3");
  }

  @Test
  void noneIsLostWhereManyHaveOneTime() {
    for (int n = 0; n < 25; n++) {
      wazuh.alert("1.%02d".formatted(n), NOON, "001", 5);
    }
    var all = new ArrayList<String>();
    for (int skip = 0; skip < 25; skip += 10) {
      all.addAll(ids(ofTheHour(), skip, 10));
    }
    assertThat(all).hasSize(25).doesNotHaveDuplicates();
    assertThat(reader.changed(ofTheHour(), 0, 10).whole()).isFalse();
    assertThat(reader.changed(ofTheHour(), 20, 10).whole()).isTrue();
  }

  /** OpenSearch gives nothing from behind its ten thousandth hit by number. */
  @Test
  void aSecondOfTwelveThousandAlertsIsReadToItsEnd() {
    for (int n = 0; n < 12_000; n++) {
      wazuh.alert("1.%05d".formatted(n), NOON, "001", 5);
    }
    assertThat(ids(ofTheHour(), 9_995, 10)).hasSize(10).startsWith("1.09995");
    assertThat(ids(ofTheHour(), 11_995, 10)).hasSize(5).endsWith("1.11999");
    assertThat(reader.changed(ofTheHour(), 11_995, 10).whole()).isTrue();
    assertThat(ids(ofTheHour(), 13_000, 10)).isEmpty();
  }

  @Test
  void whatOurScriptHasWrittenIsNoAlertAndNobodyElseCanHideBehindThat() {
    wazuh.line("001", "isolate", "act-1", "DONE", "", "the rules stand");
    wazuh
        .alert("1.1", Instant.now(), "001", 10)
        .putObject("data")
        .putObject("quaestor")
        .put("action", "x");
    wazuh.alert("1.2", Instant.now(), "001", 10).put("location", Answers.LOG);

    assertThat(ids(between(Instant.now().minusSeconds(60), null), 0, 10))
        .containsExactlyInAnyOrder("1.1", "1.2");
  }

  @Test
  void anAnswerThatIsNotWholeIsNoAnswer() {
    wazuh.partly = true;
    assertThat(failure().kind()).isEqualTo(Kind.DOWN);
    assertThat(failure().mayHaveActed()).isFalse();
    wazuh.partly = false;
    wazuh.noIndex = true;
    assertThat(failure().kind()).isEqualTo(Kind.OUT_OF_REACH);
    wazuh.noIndex = false;
    wazuh.indexerStatus = 429;
    assertThat(failure().kind()).isEqualTo(Kind.THROTTLED);
    wazuh.goAway();
    assertThat(failure().isPassing()).isTrue();
  }
}
