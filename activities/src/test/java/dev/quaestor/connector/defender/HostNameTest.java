package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.DeviceDirectory.Risk;
import dev.quaestor.entity.Device;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostNameTest {
  private static List<String> among(String name, String... machines) {
    var known =
        Arrays.stream(machines)
            .map(m -> new Device(m.length() + m, m, null, null, null, null))
            .map(d -> new KnownDevice(d, Health.ACTIVE, Risk.NONE, null, true))
            .toList();
    return HostName.of(name).orElseThrow().among(known).stream()
        .map(k -> k.device().label())
        .toList();
  }

  @Test
  void theWholeNameGoesBeforeTheFirstLabel() {
    assertThat(among("web", "web.a.example", "web")).containsExactly("web");
    assertThat(among("WEB", "Web.a.example", "web-2.a.example")).containsExactly("Web.a.example");
    assertThat(among("web.a.example", "web", "web.b.example")).containsExactly("web");
  }

  @Test
  void aLabelInTwoDomainsIsTwoMachines() {
    assertThat(among("web", "web.a.example", "web.b.example")).hasSize(2);
    assertThat(among("web.a.example", "web.b.example")).isEmpty();
  }

  @Test
  void anAddressHasNoFirstLabel() {
    assertThat(among("10.0.0.1", "10")).isEmpty();
    assertThat(HostName.of("10.0.0.1").orElseThrow().prefix()).isEmpty();
  }

  @Test
  void aNameIsDataInAFilter() {
    assertThat(HostName.of("o'x").orElseThrow().exact())
        .containsExactly("computerDnsName eq 'o''x'");
    assertThat(HostName.of("o'x").orElseThrow().prefix()).isEmpty();
    assertThat(HostName.of("x".repeat(300))).isEmpty();
    assertThat(HostName.of("a".repeat(40))).as("a machine id").isEmpty();
  }
}
