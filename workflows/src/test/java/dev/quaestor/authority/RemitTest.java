package dev.quaestor.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where somebody may act. */
class RemitTest {
  private static final Remit LAPTOPS =
      Remit.of(List.of(Area.DEVICE, Area.EMAIL)).within(List.of("Laptops"));

  /** Every remit of two areas and two groups. */
  private static List<Remit> all() {
    var remits = new ArrayList<Remit>();
    for (var areas :
        List.of(
            List.<Area>of(),
            List.of(Area.DEVICE),
            List.of(Area.EMAIL),
            List.of(Area.DEVICE, Area.EMAIL))) {
      remits.add(Remit.of(areas));
      for (var groups :
          List.of(List.<String>of(), List.of("Laptops"), List.of("Servers", "Laptops"))) {
        remits.add(Remit.of(areas).within(groups));
      }
    }
    return remits;
  }

  private static List<Boolean> allows(Remit remit) {
    var allowed = new ArrayList<Boolean>();
    for (var area : List.of(Area.DEVICE, Area.EMAIL)) {
      allowed.add(remit.covers(area));
      allowed.add(remit.coversOffDevices(area));
      for (@Nullable String group : new String[] {null, "Laptops", "Servers", "Kiosks"}) {
        allowed.add(remit.coversOnDevice(area, group));
      }
    }
    return allowed;
  }

  @Test
  void whoeverIsConfinedActsInTheirGroupsAndOnNoDeviceOfWhichTheGroupIsNotConfirmed() {
    assertThat(LAPTOPS.coversOnDevice(Area.DEVICE, "Laptops")).isTrue();
    assertThat(LAPTOPS.coversOnDevice(Area.DEVICE, "Servers")).isFalse();
    assertThat(LAPTOPS.coversOnDevice(Area.DEVICE, "laptops")).isFalse();
    assertThat(LAPTOPS.coversOnDevice(Area.DEVICE, null)).isFalse();
    assertThat(LAPTOPS.coversOffDevices(Area.EMAIL)).isTrue();
    assertThat(LAPTOPS.coversOffDevices(Area.IDENTITY)).isFalse();
  }

  @Test
  void theirWordAloneLeadsToNothingOnDevices() {
    assertThat(LAPTOPS.covers(Area.DEVICE)).isFalse();
    assertThat(LAPTOPS.covers(Area.EMAIL)).isTrue();
  }

  @Test
  void whatBothCoverAllowsNothingThatOneForbidsAndEitherNothingThatBothDo() {
    for (var one : all()) {
      for (var other : all()) {
        var both = allows(one.and(other));
        var either = allows(one.or(other));
        for (int i = 0; i < both.size(); i++) {
          if (both.get(i)) {
            assertThat(allows(one).get(i) && allows(other).get(i)).isTrue();
          }
          if (either.get(i)) {
            assertThat(allows(one).get(i) || allows(other).get(i)).isTrue();
          }
          if (one.covers(other) && allows(other).get(i)) {
            assertThat(allows(one).get(i)).isTrue();
          }
        }
      }
    }
  }

  @Test
  void whoeverIsNotConfinedIsWrittenAsBeforeAnybodyWas() {
    var json = QuaestorJson.mapper();
    assertThat(json.writeValueAsString(Remit.of(List.of(Area.EMAIL)))).isEqualTo("[\"EMAIL\"]");
    for (var remit : all()) {
      assertThat(json.readValue(json.writeValueAsString(remit), Remit.class)).isEqualTo(remit);
    }
  }
}
