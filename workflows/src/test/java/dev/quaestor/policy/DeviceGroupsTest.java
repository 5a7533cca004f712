package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.entity.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device belongs to the first group, by rank, all of whose properties match. */
class DeviceGroupsTest {
  private final DeviceGroups groups =
      new DeviceGroups(
          new Policy(
              "groups",
              List.of(
                  group(
                      "database servers",
                      AutomationLevel.SEMI_ALL,
                      List.of("srv-db*", "sql-*"),
                      null,
                      null,
                      List.of("*server*")),
                  group("servers", AutomationLevel.SEMI_CORE, List.of("srv-*"), null, null, null),
                  group("lab", AutomationLevel.NONE, null, List.of("lab.example"), null, null),
                  group(
                      "tagged",
                      AutomationLevel.SEMI_NON_TEMP,
                      null,
                      null,
                      List.of("careful"),
                      null)),
              AutomationLevel.FULL,
              null,
              null,
              null,
              new Policy.Guardrails(List.of("dc-*", "crown*"), 100),
              null));

  private static DeviceGroup group(
      String name,
      AutomationLevel level,
      List<String> names,
      List<String> domains,
      List<String> tags,
      List<String> os) {
    return new DeviceGroup(name, level, names, domains, tags, os);
  }

  @ParameterizedTest
  @CsvSource({
    "srv-db1.contoso.example, WindowsServer2022, , , SEMI_ALL",
    "SQL-1, WindowsServer2022, , , SEMI_ALL",
    "srv-db1, Linux, , , SEMI_CORE",
    "srv-web, , , , SEMI_CORE",
    "x.lab.example, , , , NONE",
    "srv-x.lab.example, , , , SEMI_CORE",
    "x.notlab.example, , , , FULL",
    "laptop, Windows11, Careful, , SEMI_NON_TEMP",
    "laptop, Windows11, , careful, SEMI_NON_TEMP",
    "laptop, Windows11, , , FULL",
    ", , , , FULL"
  })
  void theHighestRankThatMatchesDecides(
      String name, String os, String tag, String vendorGroup, AutomationLevel level) {
    assertThat(groups.levelOf(device(name, os, tag, vendorGroup))).isEqualTo(level);
  }

  @Test
  void theGroupItselfIsKnownToo() {
    assertThat(groups.groupOf(device("srv-web", null, null, null)))
        .map(DeviceGroup::name)
        .hasValue("servers");
    assertThat(groups.groupOf(device("laptop", null, null, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"dc-1, , true", "DC-1, , true", "laptop, crown-jewel, true", "laptop, , false"})
  void aDeviceIsProtectedByNameOrTag(String name, String tag, boolean expected) {
    assertThat(groups.isProtected(device(name, null, tag, null))).isEqualTo(expected);
  }

  private static Device device(String name, String os, String tag, String group) {
    return new Device("d-1", name, os, group, tag == null ? List.of() : List.of(tag), List.of());
  }

  @Test
  void aGroupThatMatchesOnNothingIsNoGroup() {
    assertThatThrownBy(() -> group("all", AutomationLevel.FULL, null, null, null, List.of()))
        .hasMessageContaining("\"all\"")
        .hasMessageContaining("matches nothing");
  }
}
