package dev.quaestor.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Role;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which devices and accounts are looked at closely. */
class PlaybookRulesTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final Policy.Limits LIMITS = limits(1000, 3, Duration.ofDays(30));

  private static Policy.Limits limits(int entities, int depth, Duration back) {
    return new Policy.Limits(entities, depth, back, Duration.ofDays(3));
  }

  private static Evidence named(Entity entity) {
    return Evidence.named(entity, "a1", null);
  }

  private static Optional<Playbook> of(Policy.Limits limits, Evidence... pieces) {
    return of(limits, List.of(pieces));
  }

  private static Optional<Playbook> of(Policy.Limits limits, List<Evidence> pieces) {
    return EvidenceBoard.empty().named(pieces).playbook(pieces, limits, START);
  }

  private static FileArtifact fileOn(String device) {
    return new FileArtifact(device, "a.exe", null, null, null, null, null, null);
  }

  @Test
  void theDevicesAndAccountsThatAnAlertNamesAre() {
    var device = named(Device.ofId("d1"));
    var account = named(new UserAccount("u1", null, null, null, null));

    var playbook = of(LIMITS, device, account, named(new IpAddress("192.0.2.1"))).orElseThrow();

    assertThat(playbook.subjects()).containsExactly(device.key(), account.key());
    assertThat(playbook.room()).isEqualTo(120);
    assertThat(playbook.since()).isEqualTo(START.minus(Duration.ofDays(7)));
  }

  @Test
  void soIsTheDeviceOfWhatItNamesAndNoneThatTheCaseHasGrownTo() {
    var file = named(fileOn("d1"));
    var own = Evidence.found(Device.ofId("d1"), file, Role.CONTEXTUAL);
    var other = Evidence.found(Device.ofId("d2"), file, Role.ATTACKED);
    var seenBy = Evidence.found(new UserAccount("u2", null, null, null, null), file, Role.ATTACKED);

    assertThat(of(LIMITS, file, own, other, seenBy).orElseThrow().subjects())
        .containsExactly(own.key());
    assertThat(of(LIMITS, file, other)).isEmpty();
  }

  @Test
  void whatTheyFindTakesAQuarterOfTheRoomOfACaseWhateverTheirNumber() {
    var devices = IntStream.range(0, 200).mapToObj(i -> named(Device.ofId("d" + i))).toList();

    var playbook = of(LIMITS, devices).orElseThrow();

    assertThat(playbook.room() * devices.size()).isLessThanOrEqualTo(250);
    assertThat(of(limits(40, 3, Duration.ofDays(30)), devices.getFirst()).orElseThrow().room())
        .isEqualTo(10);
  }

  @Test
  void whatIsFullLooksNoFurtherAndNoPieceGoesDeeperThanThePolicyWants() {
    var device = named(Device.ofId("d1"));
    var pieces = new ArrayList<>(List.of(device));
    IntStream.range(0, 25)
        .forEach(
            i -> pieces.add(Evidence.found(new IpAddress("203.0.113." + i), device, Role.SCANNED)));

    assertThat(of(limits(100, 3, Duration.ofDays(30)), pieces).orElseThrow().room()).isZero();
    assertThat(of(limits(1000, 0, Duration.ofDays(30)), device).orElseThrow().room()).isZero();
  }

  @Test
  void nobodyLooksFurtherBackThanThePolicyWants() {
    var playbook = of(limits(1000, 3, Duration.ofHours(5)), named(Device.ofId("d1"))).orElseThrow();

    assertThat(playbook.since()).isEqualTo(START.minus(Duration.ofHours(5)));
  }
}
