package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Url;
import dev.quaestor.remediation.ActionType;
import dev.quaestor.wire.FailureType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OffersTest {

  @Test
  void whatNoConnectorCanDoIsNotOffered() {
    assertThat(new Offers(new Connectors(List.of())).on(LabBackEnds.workstation())).isEmpty();
  }

  @Test
  void offersFollowTheConfigurationAndTheTarget() {
    try (var backEnds = new LabBackEnds()) {
      var with = new Offers(backEnds.connectors());
      var without = new Offers(backEnds.connectors(Map.of(), Map.of()));

      assertThat(with.on(LabBackEnds.workstation()))
          .contains(ActionType.ISOLATE_DEVICE, ActionType.RUN_ANTIVIRUS_SCAN)
          .doesNotContain(ActionType.BLOCK_URL);
      assertThat(with.on(new Device(null, "no-id.example", null, null, null, null))).isEmpty();
      assertThat(with.on(LabBackEnds.invoice()))
          .containsExactly(
              ActionType.STOP_AND_QUARANTINE_FILE,
              ActionType.RELEASE_FROM_QUARANTINE,
              ActionType.REQUEST_SAMPLE);
      assertThat(without.on(LabBackEnds.invoice()))
          .doesNotContain(ActionType.RELEASE_FROM_QUARANTINE);
      assertThat(with.on(LabBackEnds.campaign()))
          .contains(ActionType.SOFT_DELETE_EMAIL, ActionType.QUARANTINE_EMAIL)
          .doesNotContain(ActionType.QUARANTINE_ATTACHMENT);
      assertThat(with.on(LabBackEnds.phishOf("megan@contoso.example")))
          .contains(ActionType.QUARANTINE_EMAIL, ActionType.QUARANTINE_ATTACHMENT);
      assertThat(with.on(new Url("javascript:alert(1)"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindOfBreakageHasItsFailureTypeAndKeepsTheHint(Kind kind) {
    var failure =
        Failures.of(new ConnectorException(kind, "GET /x: 500", null, Duration.ofSeconds(7), null));

    var type = FailureType.valueOf(failure.getType());
    assertThat(failure.isNonRetryable()).isEqualTo(!type.retryable());
    assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
  }
}
