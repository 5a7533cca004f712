package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.Url;
import dev.quaestor.wire.FailureType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OfferedActionsTest {

  /** What is to be said of a device that Defender was asked about and does not have. */
  static TargetFacts aStranger() {
    return new TargetFacts(
        Map.of(
            "defender",
            new TargetFacts.OwnFacts(
                new Acquaintance.Stranger<>(),
                new Acquaintance.NoDirectory<>(),
                new Acquaintance.NoDirectory<>(),
                true)),
        Map.of());
  }

  @Test
  void whatNoConnectorCanDoIsNotOffered() {
    assertThat(
            new OfferedActions(new Connectors(List.of()))
                .on(LabBackEnds.workstation(), TargetFacts.none()))
        .containsExactly(ActionType.EXPAND_INVESTIGATION);
  }

  @Test
  void offersFollowTheConfigurationAndTheTarget() {
    try (var backEnds = new LabBackEnds()) {
      var with = new OfferedActions(backEnds.connectors());
      var nobody = new Device(null, "no-id.example", null, null, null, null);
      var without = new OfferedActions(backEnds.connectors(Map.of(), Map.of()));

      assertThat(with.on(LabBackEnds.workstation(), TargetFacts.none()))
          .contains(ActionType.ISOLATE_DEVICE, ActionType.RUN_ANTIVIRUS_SCAN)
          .doesNotContain(ActionType.BLOCK_URL);
      assertThat(with.on(nobody, aStranger())).containsExactly(ActionType.EXPAND_INVESTIGATION);
      assertThat(with.on(LabBackEnds.invoice(), TargetFacts.none()))
          .containsExactly(
              ActionType.STOP_AND_QUARANTINE_FILE,
              ActionType.RELEASE_FROM_QUARANTINE,
              ActionType.REQUEST_SAMPLE,
              ActionType.DELETE_FILE,
              ActionType.RESTORE_FILE,
              ActionType.EXPAND_INVESTIGATION);
      assertThat(without.on(LabBackEnds.invoice(), TargetFacts.none()))
          .doesNotContain(ActionType.RELEASE_FROM_QUARANTINE);
      var still = new OfferedActions(backEnds.connectors(Map.of("live-response", "off"), Map.of()));
      assertThat(still.on(LabBackEnds.invoice(), TargetFacts.none()))
          .as("nothing that runs a script")
          .containsExactly(ActionType.STOP_AND_QUARANTINE_FILE, ActionType.EXPAND_INVESTIGATION);
      assertThat(with.on(LabBackEnds.campaign(), TargetFacts.none()))
          .contains(ActionType.SOFT_DELETE_EMAIL, ActionType.QUARANTINE_EMAIL)
          .doesNotContain(ActionType.QUARANTINE_ATTACHMENT);
      assertThat(with.on(LabBackEnds.phishOf("megan@contoso.example"), TargetFacts.none()))
          .contains(ActionType.QUARANTINE_EMAIL, ActionType.QUARANTINE_ATTACHMENT);
      assertThat(with.on(new Url("javascript:alert(1)"), TargetFacts.none()))
          .containsExactly(ActionType.EXPAND_INVESTIGATION);
    }
  }

  @Test
  void aClusterThatIsTooLargeForOneActionIsWithheldWithTheReason() {
    try (var backEnds = new LabBackEnds()) {
      var campaign = LabBackEnds.campaign();
      var huge =
          new MailCluster(campaign.rootMessage(), campaign.criteria(), campaign.messages(), 1001);
      var offers = new OfferedActions(backEnds.connectors());

      assertThat(offers.on(huge, TargetFacts.none()))
          .doesNotContain(ActionType.SOFT_DELETE_EMAIL, ActionType.QUARANTINE_EMAIL);
      assertThat(offers.withheld(huge, TargetFacts.none()))
          .anyMatch(
              w ->
                  w.type() == ActionType.SOFT_DELETE_EMAIL
                      && w.because().contains("1001 messages"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindOfBreakageHasItsFailureTypeAndKeepsTheHint(Kind kind) {
    var failure =
        ActivityFailures.of(
            new ConnectorException(kind, "GET /x: 500", null, Duration.ofSeconds(7), null));

    var type = FailureType.valueOf(failure.getType());
    assertThat(failure.isNonRetryable()).isEqualTo(!type.retryable());
    assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
  }
}
