package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.capability.HuntingQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorSettingsTest {
  private final ConnectorSettings settings =
      new ConnectorSettings(
          "defender", Map.of("client-secret", "hush", "base-url", "ftp://x", "timeout", "soon"));

  @Test
  void whatIsMissingOrWrongIsNamedButNotShown() {
    assertThatThrownBy(() -> settings.required("tenant-id"))
        .hasMessage("quaestor.defender.tenant-id is missing");
    assertThatThrownBy(() -> settings.address("base-url", "https://api.example"))
        .hasMessageContaining("base-url")
        .hasMessageNotContaining("ftp");
    assertThatThrownBy(() -> settings.duration("timeout", Duration.ZERO))
        .hasMessageContaining("timeout");
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void twoConnectorsOfOneNameAreRefused() {
    var one = new Named("graph");

    assertThatThrownBy(() -> new Connectors(List.of(one, new Named("graph"))))
        .hasMessageContaining("graph");
  }

  @Test
  void dataCannotEndItsLiteralInAQuery() {
    assertThat(HuntingQuery.quoted("a\" or 1==1 // \\ \n\0é"))
        .isEqualTo("\"a\\\" or 1==1 // \\\\ \\u000a\\u0000é\"");
  }

  private record Named(String name) implements Connector {
    @Override
    public List<Capability> capabilities() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
