package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.GRAPH;
import static dev.quaestor.starter.intake.Samples.OWN;
import static dev.quaestor.starter.intake.Samples.WAZUH;
import static dev.quaestor.starter.intake.Samples.XDR_INCIDENT;
import static dev.quaestor.starter.intake.Samples.all;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.named;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Verdict;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollectionsTest {

  @Test
  void eachAlertOfAnXdrIncidentIsAnAlert() {
    var alerts = all(XDR_INCIDENT);
    assertThat(alerts)
        .extracting(Alert::alertId)
        .containsExactly("mde:da637587106000000000_1", "mde:ca62ea000000000000_2");
    var first = alerts.getFirst();
    var device = entities(first, Device.class).getFirst();
    assertThat(device.tags()).containsExactly("vip");
    assertThat(entities(first, FileArtifact.class).getFirst().deviceKey()).contains(device.key());
    assertThat(Objects.requireNonNull(named(first, "Detector").reported()).verdict())
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(Objects.requireNonNull(named(first, "x.exe /y").reported()).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void eachAlertOfAGraphIncidentIsAnAlert() {
    var incident =
        """
        {"@odata.type": "#microsoft.graph.security.incident", "id": "2972395",
         "displayName": "Multi-stage incident", "createdDateTime": "2026-11-23T09:40:11Z",
         "alerts": [%s]}"""
            .formatted(GRAPH);
    assertThat(one("{\"value\": [" + incident + "]}").source())
        .isEqualTo(AlertSource.GRAPH_ALERT_V2);
    assertThat(one(incident)).isEqualTo(one(GRAPH));
  }

  @Test
  void anIncidentWithoutItsAlertsSaysSo() {
    assertThat(
            refusal(
                    """
                    {"incidentId": 1, "incidentName": "x", "severity": "Low"}""")
                .getFirst()
                .path())
        .isEqualTo("alerts");
  }

  @Test
  void aChangeNotificationSaysWhatToPostInstead() {
    var notification =
        """
        {"value": [{"subscriptionId": "s", "changeType": "created",
          "resource": "security/alerts_v2/da1", "resourceData": {"id": "da1"}}]}""";
    assertThat(refusal(notification).getFirst().message()).contains("change notification");
  }

  @Test
  void oneAlertALineIsAListOfAnyFormats() {
    var lines = OWN.replace("\n", " ") + "\r\n\n" + WAZUH.replace("\n", " ") + "\n";
    assertThat(all(lines)).hasSize(2);
    assertThat(all("\uFEFF" + lines)).hasSize(2);
  }

  @Test
  void aHundredAndOneLinesAreRefused() {
    var lines =
        IntStream.range(0, 101)
            .mapToObj(i -> OWN.replace("\n", " ").replace("falco-1", "falco-" + i))
            .collect(Collectors.joining("\n"));
    assertThat(refusal(lines).getFirst().message()).contains("100");
  }

  @Test
  void aHitInTheIndexOfAnotherVendorIsThatVendorsAlert() {
    assertThat(
            one("{\"_index\": \"wazuh-alerts-4.x\", \"_id\": \"x\", \"_source\": " + WAZUH + "}"))
        .isEqualTo(one(WAZUH));
  }

  @Test
  void numbersAsTextAndTextAsNumbersAreTheSame() {
    assertThat(one(GRAPH.replace("\"processId\": 4780", "\"processId\": \"4780\"")))
        .isEqualTo(one(GRAPH));
    assertThat(one(OWN.replace("\"falco-1\"", "4711")).alertId()).isEqualTo("quaestor:4711");
  }
}
