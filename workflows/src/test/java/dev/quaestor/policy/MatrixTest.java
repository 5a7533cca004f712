package dev.quaestor.policy;

import static dev.quaestor.policy.AutomationLevel.FULL;
import static dev.quaestor.policy.AutomationLevel.NONE;
import static dev.quaestor.policy.AutomationLevel.SEMI_ALL;
import static dev.quaestor.policy.AutomationLevel.SEMI_CORE;
import static dev.quaestor.policy.AutomationLevel.SEMI_NON_TEMP;
import static dev.quaestor.policy.Gate.APPROVAL;
import static dev.quaestor.policy.Gate.AUTOMATIC;
import static dev.quaestor.policy.Gate.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.evidence.Verdict;
import dev.quaestor.remediation.Area;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of DOMAIN §2.3 and §3.3. */
class MatrixTest {

  /** Malicious on a device, by the group's level and the zone of the path. */
  static Stream<Arguments> maliciousOnADevice() {
    return Stream.of(
        //        level          TEMP       CORE      OTHER      NOWHERE
        row(FULL, AUTOMATIC, AUTOMATIC, AUTOMATIC, AUTOMATIC),
        row(SEMI_ALL, APPROVAL, APPROVAL, APPROVAL, APPROVAL),
        row(SEMI_CORE, AUTOMATIC, APPROVAL, AUTOMATIC, APPROVAL),
        row(SEMI_NON_TEMP, AUTOMATIC, APPROVAL, APPROVAL, APPROVAL),
        row(NONE, NEVER, NEVER, NEVER, NEVER));
  }

  private static Arguments row(AutomationLevel level, Gate temp, Gate core, Gate other, Gate none) {
    return Arguments.of(level, temp, core, other, none);
  }

  @ParameterizedTest
  @MethodSource
  void maliciousOnADevice(AutomationLevel level, Gate temp, Gate core, Gate other, Gate nowhere) {
    assertThat(malicious(level, FolderZone.TEMP)).isEqualTo(temp);
    assertThat(malicious(level, FolderZone.CORE)).isEqualTo(core);
    assertThat(malicious(level, FolderZone.OTHER)).isEqualTo(other);
    assertThat(malicious(level, FolderZone.NOWHERE)).isEqualTo(nowhere);
  }

  private static Gate malicious(AutomationLevel level, FolderZone zone) {
    return Matrix.gate(Verdict.MALICIOUS, Area.DEVICE, level, zone).gate();
  }

  /** Everything else is the same at every level and in every folder. */
  static Stream<Arguments> whateverTheLevelAndTheFolder() {
    return Stream.of(
        Arguments.of(Verdict.MALICIOUS, Area.EMAIL, APPROVAL),
        Arguments.of(Verdict.MALICIOUS, Area.IDENTITY, AUTOMATIC),
        Arguments.of(Verdict.SUSPICIOUS, Area.DEVICE, APPROVAL),
        Arguments.of(Verdict.SUSPICIOUS, Area.EMAIL, APPROVAL),
        Arguments.of(Verdict.SUSPICIOUS, Area.IDENTITY, APPROVAL),
        Arguments.of(Verdict.UNKNOWN, Area.DEVICE, NEVER),
        Arguments.of(Verdict.UNKNOWN, Area.EMAIL, NEVER),
        Arguments.of(Verdict.UNKNOWN, Area.IDENTITY, NEVER),
        Arguments.of(Verdict.NO_THREATS_FOUND, Area.DEVICE, NEVER),
        Arguments.of(Verdict.NO_THREATS_FOUND, Area.EMAIL, NEVER),
        Arguments.of(Verdict.NO_THREATS_FOUND, Area.IDENTITY, NEVER));
  }

  @ParameterizedTest
  @MethodSource
  void whateverTheLevelAndTheFolder(Verdict verdict, Area area, Gate gate) {
    for (var level : AutomationLevel.values()) {
      for (var zone : FolderZone.values()) {
        assertThat(Matrix.gate(verdict, area, level, zone).gate())
            .as("%s in %s", level, zone)
            .isEqualTo(gate);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AutomationLevel.class)
  void everyRulingSaysWhy(AutomationLevel level) {
    var rulings =
        Arrays.stream(Verdict.values())
            .flatMap(v -> Arrays.stream(Area.values()).map(a -> new Object[] {v, a}))
            .flatMap(
                va ->
                    EnumSet.allOf(FolderZone.class).stream()
                        .map(z -> Matrix.gate((Verdict) va[0], (Area) va[1], level, z)));
    assertThat(rulings).hasSize(4 * 3 * 4).allSatisfy(r -> assertThat(r.because()).isNotBlank());
  }
}
