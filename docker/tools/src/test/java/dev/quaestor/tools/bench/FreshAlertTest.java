package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreshAlertTest {

  @ParameterizedTest
  @EnumSource(MeasuredPath.class)
  void eachIsAboutADeviceAndUnderAnIdOfItsOwn(MeasuredPath course) {
    var one = FreshAlert.of(course);
    var other = FreshAlert.of(course);
    assertThat(one.deviceId()).matches("[0-9a-f]{40}").isNotEqualTo(other.deviceId());
    assertThat(id(one)).isNotEqualTo(id(other));
    assertThat(new String(one.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(one.deviceId())
        .contains(one.file().sha1(), one.file().sha256())
        .doesNotContain(course.file().sha1(), course.file().sha256());
    assertThat(one.file()).isNotEqualTo(other.file());
  }

  @ParameterizedTest
  @EnumSource(MeasuredPath.class)
  void nothingOfTheShippedDeviceIsLeft(MeasuredPath course) throws Exception {
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream(course.alert()))) {
      var shipped = QuaestorJson.mapper().readTree(in.readAllBytes());
      var device =
          switch (course) {
            case AUTOMATIC -> shipped.path("machineId").asString();
            case APPROVED -> shipped.path("evidence").path(0).path("mdeDeviceId").asString();
          };
      assertThat(device).hasSize(40);
      assertThat(new String(FreshAlert.of(course).body(), java.nio.charset.StandardCharsets.UTF_8))
          .doesNotContain(device);
    }
  }

  private static String id(FreshAlert alert) {
    return QuaestorJson.mapper().readTree(alert.body()).path("id").asString();
  }
}
