package dev.quaestor.start.roll;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.check.CheckResult.Level;
import io.temporal.api.taskqueue.v1.PollerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final String OURS = "0123456789abcdef";

  private static Presence worker(String instance, String... keys) {
    return new Presence(
        "4711@host",
        instance,
        0,
        List.of(keys),
        "vault",
        List.of("-"),
        Map.of("defender", BackEndState.WELL));
  }

  private static PollerInfo poller(String identity, Duration ago) {
    return PollerInfo.newBuilder()
        .setIdentity(identity)
        .setLastAccessTime(
            Timestamp.newBuilder().setSeconds(NOW.minus(ago).getEpochSecond()).build())
        .build();
  }

  private static Expected expected() {
    return new Expected(OURS, "/keys/signing-key.pub.pem", "vault", List.of("-"));
  }

  private static CheckResult check(String name, Presence... workers) {
    return expected().of(List.of(workers)).stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAWorkerSaysIsReadAsItWasSaid() {
    var said =
        new Presence(
            "4711@host-7.example",
            "1a2b3c4d",
            7,
            List.of(OURS, "fedcba9876543210"),
            "a1b2c3d4e5f60718",
            List.of("2026-11:1111111111111111", "2026-10:2222222222222222"),
            Map.of("defender", BackEndState.REFUSED, "graph", BackEndState.WELL));

    assertThat(Presence.read(said.text())).contains(said);
  }

  @Test
  void aHostsNameCannotSayMoreThanAName() {
    var said = new Presence("1@x keys=" + OURS + " \n", "i", 0, List.of(), "", List.of(), Map.of());

    assertThat(Presence.read(said.text()))
        .hasValueSatisfying(read -> assertThat(read.keys()).isEmpty());
  }

  @Test
  void whatIsTooLongForAnIdentityIsLeftOutWholeAndNeverCut() {
    var keys = IntStream.range(0, 40).mapToObj("%016x"::formatted).toList();
    var encryption = IntStream.range(0, 10).mapToObj(i -> "k".repeat(40) + ":" + i).toList();
    var said = new Presence("1@h", "i", 0, keys, "vault", encryption, Map.of());

    assertThat(said.text()).hasSizeLessThanOrEqualTo(1000);
    assertThat(Presence.read(said.text()))
        .hasValueSatisfying(
            read -> {
              assertThat(read.keys()).isEqualTo(keys);
              assertThat(read.encryption()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4711@host",
        "quaestor-worker/1",
        "quaestor-worker/1 a i=1 n=x",
        "quaestor-worker/1 a i=1 n=99999999999999999999",
        "quaestor-worker/1 a i= n=1",
        "quaestor-worker/1 a n=1 keys=,",
        "quaestor-worker/1 a i=1 n=1 keys=<script>",
        "quaestor-worker/1 a i=1 n=1 =x",
        "quaestor-worker/2 a i=1 n=1",
        "quaestor-worker/1  a i=1 n=1 \u0000",
      })
  void anIdentityThatIsNoneOfTheseIsNoWorker(String identity) {
    assertThat(Presence.read(identity)).isEmpty();
    assertThat(Presence.read(identity + "x".repeat(2_000))).isEmpty();
  }

  @Test
  void theLatestThatAProcessSaidHoldsWhateverWasSeenLast() {
    var before = worker("one");
    var after = worker("one", OURS).as(1);

    var roll =
        Roll.of(
            List.of(
                poller(after.text(), Duration.ofSeconds(9)),
                poller(before.text(), Duration.ofSeconds(1))),
            NOW);

    assertThat(roll).containsExactly(after);
  }

  @Test
  void whoIsSilentForLongIsNotThere() {
    var roll =
        Roll.of(List.of(poller(worker("gone").text(), Roll.STILL_THERE.plusSeconds(2))), NOW);

    assertThat(roll).isEmpty();
  }

  @Test
  void amongFortyWorkersAndSomeGarbageTheOneWithoutTheKeyIsNamed() {
    var pollers = new ArrayList<PollerInfo>();
    for (int i = 0; i < 39; i++) {
      pollers.add(poller(worker("i" + i, OURS).text(), Duration.ofSeconds(i / 2)));
    }
    pollers.add(poller("12@elsewhere", Duration.ZERO));
    pollers.add(
        poller(
            new Presence("13@odd", "odd", 0, List.of(), "", List.of(), Map.of()).text(),
            Duration.ZERO));

    var roll = Roll.of(pollers, NOW);

    assertThat(roll).hasSize(40);
    assertThat(expected().strangers(roll)).extracting(Presence::process).containsExactly("13@odd");
    assertThat(expected().of(roll).getFirst().sentence())
        .isEqualTo(
            "1 of 40 workers does not believe this starter's key 0123456789abcdef, and refuses"
                + " what is decided and ordered here: 13@odd.");
  }

  @Test
  void aStrangersKeyIsSaidWithWhatToSetAndWhere() {
    var result = check("signing-key", worker("one", "fedcba9876543210"));

    assertThat(result.level()).isEqualTo(Level.FAIL);
    assertThat(result.remedy())
        .contains("/keys/signing-key.pub.pem")
        .contains("quaestor.trust.starter-keys")
        .contains("quaestor.access.signing-key-file");
  }

  @Test
  void anotherVaultIsSaidAndOneThatIsNotKnownIsNot() {
    var other = new Presence("1@h", "i", 0, List.of(OURS), "else", List.of(), Map.of());
    var silent = new Presence("2@h", "j", 0, List.of(OURS), "", List.of(), Map.of());

    assertThat(check("shared-vault", other, silent).level()).isEqualTo(Level.FAIL);
    assertThat(check("shared-vault", silent).level()).isEqualTo(Level.OK);
  }

  @Test
  void encryptionIsWrongWhereOneCannotReadWhatTheOtherWrites() {
    var plain = new Expected(OURS, "f", "", List.of("-"));
    var writes = new Expected(OURS, "f", "", List.of("k:1", "old:2"));
    var knows = new Presence("1@h", "i", 0, List.of(OURS), "", List.of("-", "k:1"), Map.of());
    var another = new Presence("2@h", "j", 0, List.of(OURS), "", List.of("k:9", "k:1"), Map.of());

    assertThat(encryption(plain, knows)).isEqualTo(Level.OK);
    assertThat(encryption(writes, knows)).isEqualTo(Level.OK);
    assertThat(encryption(writes, another)).isEqualTo(Level.FAIL);
    assertThat(encryption(writes, worker("one", OURS))).isEqualTo(Level.FAIL);
    assertThat(encryption(plain, another)).isEqualTo(Level.FAIL);
  }

  private static Level encryption(Expected expected, Presence worker) {
    return expected.of(List.of(worker)).stream()
        .filter(c -> c.name().equals("shared-encryption"))
        .findFirst()
        .orElseThrow()
        .level();
  }

  @Test
  void aBackEndThatRefusesOneWorkerIsRefusedEvenIfItTakesTheOthers() {
    var refused =
        new Presence(
            "9@bad",
            "bad",
            0,
            List.of(OURS),
            "vault",
            List.of("-"),
            Map.of("defender", BackEndState.REFUSED));

    var result = check("connector:defender", worker("one", OURS), refused);

    assertThat(result.level()).isEqualTo(Level.FAIL);
    assertThat(result.sentence()).isEqualTo("defender refuses the credential of 9@bad.");
    assertThat(check("connector:defender", worker("one", OURS)).level()).isEqualTo(Level.OK);
  }
}
