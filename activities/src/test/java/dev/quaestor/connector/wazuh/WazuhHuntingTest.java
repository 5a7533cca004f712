package dev.quaestor.connector.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.lookup.HuntingLanguage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WazuhHuntingTest {
  private WazuhStandIn wazuh;
  private HuntingQuery hunting;

  @BeforeEach
  void open() {
    wazuh = new WazuhStandIn();
    hunting =
        wazuh.connector().capabilities().stream()
            .filter(HuntingQuery.class::isInstance)
            .map(HuntingQuery.class::cast)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void close() {
    wazuh.close();
  }

  private ConnectorException failure(String query) {
    return catchThrowableOfType(ConnectorException.class, () -> hunting.run(query));
  }

  @Test
  void rowsAreAlertsWithTheAgentAsADeviceThatNoFieldOfTheirsCanPassFor() {
    wazuh
        .alert("1.1", Instant.now(), "001", 10)
        .put("DeviceId", "wazuh-agent-002")
        .putObject("data")
        .put("srcip", "198.51.100.7");

    var table = hunting.run("198.51.100.7", Duration.ofDays(1));

    assertThat(hunting.language()).isEqualTo(HuntingLanguage.LUCENE);
    assertThat(table.rows()).hasSize(1);
    var row = table.rows().getFirst();
    assertThat(row.path("DeviceId").asString()).isEqualTo("wazuh-agent-001");
    assertThat(row.path("DeviceName").asString()).isEqualTo("web-01.contoso.example");
    assertThat(row.path("data.srcip").asString()).isEqualTo("198.51.100.7");
    assertThat(row.path("rule.level").asInt()).isEqualTo(10);
    assertThat(table.schema())
        .contains(new HuntingQuery.Column("rule.level", "long"))
        .extracting(HuntingQuery.Column::name)
        .startsWith("DeviceId", "DeviceName");
  }

  @Test
  void whatIsOlderThanTheSpanIsNotLookedAtAndWithoutOneItIsAMonth() {
    wazuh.alert("1.1", Instant.now().minus(Duration.ofDays(20)), "001", 10).put("full_log", "yak");

    assertThat(hunting.run("yak", Duration.ofDays(7)).rows()).isEmpty();
    assertThat(hunting.run("yak", null).rows()).hasSize(1);
  }

  @Test
  void aQueryGoesAsOneStringAndCannotLeaveIt() {
    hunting.run("x\"}},{\"match_all\":{}}", null);
    assertThat(wazuh.searches().getLast()).contains("x\\\"}},{\\\"match_all\\\":{}}");
  }

  @Test
  void aQueryThatDoesNotParseOrIsTooLongIsRejectedInTheIndexersWords() {
    wazuh.indexerStatus = 400;
    var refused = failure("a:[");
    assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
    assertThat(refused.said()).contains("Failed to parse");
    wazuh.indexerStatus = 0;

    var asked = wazuh.searches().size();
    assertThat(failure("a".repeat(10_001)).kind()).isEqualTo(Kind.REJECTED);
    assertThat(wazuh.searches()).hasSize(asked);
  }
}
