package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolation on a real host: a real sshd, real tables, and somebody whom it must not reach. */
@OnRealHost
class IsolationAsRootTest {
  private static final Device WEB = new Device(null, "web-01", null, null, List.of(), List.of());
  private static final String NFT = "/usr/sbin/nft";

  private static RealHost host;

  private HostContainment isolation;

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @BeforeEach
  void connect() throws Exception {
    isolation = RealHost.port(host.connect(), HostContainment.class);
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh(
        "test ! -e /usr/sbin/nft.real || mv -f /usr/sbin/nft.real /usr/sbin/nft;"
            + " nft flush ruleset; rm -rf /var/lib/quaestor /etc/systemd/system/quaestor* "
            + "/etc/systemd/system/sysinit.target.wants/quaestor*");
    assertThat(host.reachesTheInternet()).isTrue();
  }

  private static Mandate mandate(String action) {
    return new Mandate(action, "why");
  }

  private Progress isolate(String action) {
    return isolation.isolate(WEB, Isolation.FULL, mandate(action));
  }

  private static String rules() throws Exception {
    return host.sh("nft -s list table inet quaestor_isolation").said();
  }

  @Test
  void anIsolatedHostReachesNobodyAndTheEngineStillReachesIt() throws Exception {
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(host.reachesTheInternet()).isTrue();

    var done = isolate("act-1");

    assertThat(done).isInstanceOf(Progress.Done.class);
    assertThat(done.sentence()).contains("before reaches nothing now").contains("port 80");
    assertThat(host.reachesTheInternet()).isFalse();
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    assertThat(rules()).contains("comment \"quaestor act-1\"").contains("priority -350");

    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Done.class);
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(host.reachesTheInternet()).isTrue();
  }

  @Test
  void theSameMandateActsOnceAndSaysTheSame() throws Exception {
    var first = isolate("act-1");
    var folder = host.at("/var/lib/quaestor/actions/act-1/isolate.answer");
    var written = Files.getLastModifiedTime(folder);
    var handle = host.sh("nft -a list table inet quaestor_isolation").said();

    assertThat(isolate("act-1")).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(folder)).isEqualTo(written);
    assertThat(host.sh("nft -a list table inet quaestor_isolation").said()).isEqualTo(handle);

    // Also after it was released: what is repeated late does not isolate again.
    isolation.release(WEB, mandate("act-2"));
    assertThat(isolate("act-1")).isEqualTo(first);
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
  }

  @Test
  void anotherActionFindsItIsolated() throws Exception {
    isolate("act-1");

    assertThat(isolate("act-2"))
        .isInstanceOfSatisfying(
            Progress.Already.class,
            already -> assertThat(already.sentence()).contains("the action act-1 has isolated it"));
    assertThat(rules()).contains("quaestor act-1");
  }

  @Test
  void theReleaseOfAnUntouchedHostIsAlready() {
    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Already.class);
  }

  /** The engine dies with its session; the host's shell may, too, right after nftables. */
  @Test
  void whatDiedBetweenTheRulesAndTheAnswerIsFoundByTheRepeat() throws Exception {
    wrapNft(
        "case \"$*\" in '-f '*) rm -f /usr/sbin/nft; cp -a /usr/sbin/nft.real /usr/sbin/nft;"
            + " kill -9 $(cut -d ' ' -f 4 /proc/$PPID/stat) $PPID ;; esac");

    assertThatThrownBy(() -> isolate("act-1"))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            broke -> assertThat(broke.mayHaveActed()).as(broke.getMessage()).isTrue());
    assertThat(host.reachesTheInternet()).isFalse();

    assertThat(isolate("act-1")).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("nft list tables").said().lines())
        .containsExactly("table inet quaestor_isolation");
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Done.class);
    assertThat(host.reachesTheInternet()).isTrue();
  }

  /** Kill -9 of the JVM that acts, while the rules stand already and nobody has heard so. */
  @Test
  void aProcessThatIsKilledBetweenTheRulesAndTheAnswerHasActedOnce() throws Exception {
    wrapNft("case \"$*\" in '-f '*) echo once >>/run/held; sleep 4 ;; esac");
    var told = host.settings(host.entry());
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                IsolatingProcess.class.getName(),
                told.get("inventory-file"),
                host.folder().resolve("engine").toString(),
                told.get("probes"),
                host.folder().toString())
            .redirectErrorStream(true)
            .redirectOutput(host.folder().resolve("killed.log").toFile())
            .start();
    for (int looks = 0; !host.has("/run/held"); looks++) {
      assertThat(process.isAlive() && looks < 600)
          .as(Files.readString(host.folder().resolve("killed.log")))
          .isTrue();
      Thread.sleep(100);
    }
    process.destroyForcibly().waitFor();

    assertThat(host.reachesTheInternet()).as("the rules stand").isFalse();
    assertThat(Files.readString(host.folder().resolve("killed.log"))).doesNotContain("Done");
    var done = isolate("act-1");

    assertThat(done).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("nft list tables").said().lines())
        .containsExactly("table inet quaestor_isolation");
    assertThat(rules()).contains("quaestor act-1");
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    assertThat(
            isolation.changedSince(
                WEB, new Left(List.of("act-1"), new Receipt.State(false)), mandate("undo-1")))
        .isEmpty();
    assertThat(isolation.release(WEB, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(host.reachesTheInternet()).isTrue();
    host.sh("rm -f /run/held");
  }

  /** An action that is over is forgotten in time; what it needs to go back never is. */
  @Test
  void foldersOfActionsLongOverAreClearedButNotThoseThatStillHoldSomething() throws Exception {
    isolate("act-1");
    host.sh(
        """
        cd /var/lib/quaestor/actions; mkdir old begun young; : >old/kill.answer; : >begun/quarantine.begun
        rm -f /var/lib/quaestor/cleared
        touch -d '400 days ago' old/* begun/* act-1/*; touch -d '400 days ago' old begun act-1; : >young/kill.answer
        mkdir -p -m 700 /var/lib/quaestor/quarantine/x; echo held >/var/lib/quaestor/quarantine/x/action
        mkdir held; : >held/quarantine.answer; touch -d '400 days ago' held/* held
        """);

    isolation.release(WEB, mandate("undo-1"));

    assertThat(host.sh("ls /var/lib/quaestor/actions").said().lines())
        .containsExactlyInAnyOrder("begun", "young", "held", "act-1", "undo-1");
    assertThat(host.has("/var/lib/quaestor/quarantine/x/action")).isTrue();
  }

  /** Behind sudo nothing in its surroundings says from where the session came. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "env -u SSH_CONNECTION /bin/sh -s",
        "env -i PATH=/usr/sbin:/usr/bin /bin/sh -s",
        "/bin/sh -c 'env -u SSH_CONNECTION /bin/sh -s; true'"
      })
  void theEngineIsSparedThoughTheSessionDoesNotSayWhoseItIs(String command) throws Exception {
    host.entersBy(command);

    assertThat(isolate("act-1")).isInstanceOf(Progress.Done.class);

    assertThat(rules()).contains("ip saddr " + host.engineAddress() + " tcp dport 22 accept");
    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Done.class);
    host.losesAnswers(false);
  }

  @Test
  void whereItCannotBeKnownFromWhereTheEngineComesNothingIsDone() throws Exception {
    host.sh("mv /usr/bin/ss /usr/bin/ss.real");
    host.entersBy("env -u SSH_CONNECTION /bin/sh -s");
    try {
      assertThat(isolate("act-1"))
          .isInstanceOfSatisfying(
              Progress.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo("NO_ENGINE_ADDRESS"));
      assertThat(host.reachesTheInternet()).isTrue();
    } finally {
      host.sh("mv /usr/bin/ss.real /usr/bin/ss");
      host.losesAnswers(false);
    }
  }

  @Test
  void aReleaseThatDiedHalfwayIsFinishedByTheRepeat() throws Exception {
    isolate("act-1");
    wrapNft(
        "case \"$*\" in '-f -') rm -f /usr/sbin/nft; cp -a /usr/sbin/nft.real /usr/sbin/nft;"
            + " kill -9 $(cut -d ' ' -f 4 /proc/$PPID/stat) $PPID ;; esac");

    assertThatThrownBy(() -> isolation.release(WEB, mandate("act-2")))
        .isInstanceOf(ConnectorException.class);
    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Done.class);
    assertThat(host.reachesTheInternet()).isTrue();
    assertThat(host.has("/etc/systemd/system/quaestor-isolation.service")).isFalse();
  }

  /** After the real one has done its work. */
  private static void wrapNft(String after) throws Exception {
    host.sh("mv /usr/sbin/nft /usr/sbin/nft.real");
    var wrapper = host.at(NFT);
    Files.writeString(
        wrapper, "#!/bin/sh\n/usr/sbin/nft.real \"$@\"; code=$?\n" + after + "\nexit $code\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** No systemd runs on the host: what the unit would do is done by hand. */
  @Test
  void itStandsAgainAfterARestart() throws Exception {
    isolate("act-1");
    host.sh("nft flush ruleset");
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
    var link = "/etc/systemd/system/sysinit.target.wants/quaestor-isolation.service";
    var unit = Files.readString(host.at(link.replace("sysinit.target.wants/", "")));
    assertThat(host.has(link)).isTrue();

    for (var line : unit.lines().filter(l -> l.startsWith("ExecStart=")).toList()) {
      var ran = host.sh(line.substring("ExecStart=".length()));
      assertThat(ran.exit()).as(ran.said()).isZero();
    }

    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    assertThat(host.reachesTheInternet()).isFalse();
    isolation.release(WEB, mandate("act-2"));
    assertThat(host.has(link)).isFalse();
  }

  @Test
  void aTableThatOthersHaveChangedIsNeitherStandingNorOurs() throws Exception {
    isolate("act-1");
    host.sh("nft add rule inet quaestor_isolation outgoing tcp dport 80 accept");

    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.UNKNOWN);
    assertThat(isolate("act-2"))
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo("TABLE_EDITED"));
    assertThat(isolation.changedSince(WEB, left("act-1"), mandate("undo-1")))
        .hasValueSatisfying(said -> assertThat(said).contains("changed by somebody"));
    // By hand it is released all the same.
    assertThat(isolation.release(WEB, mandate("act-3"))).isInstanceOf(Progress.Done.class);
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
  }

  @Test
  void whoseIsolationStandsIsToldToAnUndo() {
    isolate("act-1");

    assertThat(isolation.changedSince(WEB, left("act-1"), mandate("undo-1"))).isEmpty();
    assertThat(isolation.changedSince(WEB, left("act-0"), mandate("undo-1")))
        .hasValueSatisfying(said -> assertThat(said).contains("by the action act-1"));
    isolation.release(WEB, mandate("undo-1"));
    assertThat(isolation.changedSince(WEB, left("act-1"), mandate("undo-1"))).isEmpty();
    isolate("act-9");
    assertThat(isolation.changedSince(WEB, left("act-1"), mandate("undo-2"))).isPresent();
  }

  private static Left left(String action) {
    return new Left(List.of(action), new Receipt.State(false));
  }

  /** Somebody takes the drop away while the rules are made: the read-back must see it. */
  @Test
  void rulesThatDoNotStandAreNotSaidToStand() throws Exception {
    wrapNft(
        "case \"$*\" in '-f '*) /usr/sbin/nft.real delete table inet quaestor_isolation ;; esac");

    assertThat(isolate("act-1")).isInstanceOf(Progress.Unseen.class);
    assertThat(isolation.isolated(WEB)).isNotEqualTo(Standing.IN_FORCE);
  }

  @Test
  void aProbeThatStillConnectsIsNoSuccess() throws Exception {
    // Beside the table that is read back: packets never get to it.
    wrapNft(
        "case \"$*\" in '-f /'*) sed 's/policy drop/policy accept/'"
            + " /var/lib/quaestor/isolation.nft | /usr/sbin/nft.real -f - ;; esac");

    var said = isolate("act-1");

    assertThat(said).isInstanceOf(Progress.Unseen.class);
    assertThat(said.sentence()).contains("a probe still reaches").contains("port 80");
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.UNKNOWN);
    assertThat(isolation.release(WEB, mandate("act-2"))).isInstanceOf(Progress.Done.class);
  }

  @Test
  void withoutNftablesNothingIsDone() throws Exception {
    host.sh("mv /usr/sbin/nft /usr/sbin/nft.real");

    assertThat(isolate("act-1"))
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo("NO_NFTABLES"));
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.UNKNOWN);
    assertThat(host.has("/var/lib/quaestor")).isFalse();
  }

  @Test
  void rulesThatTheHostDoesNotTakeAreNotAppliedInPart() throws Exception {
    host.sh("mv /usr/sbin/nft /usr/sbin/nft.real");
    Files.writeString(
        host.at(NFT),
        "#!/bin/sh\ncase \"$*\" in '-c '*) echo 'Error: no kernel'; exit 1 ;; esac\n"
            + "exec /usr/sbin/nft.real \"$@\"\n");
    host.sh("chmod 755 " + NFT);

    assertThat(isolate("act-1"))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo("NFT_REFUSED");
              assertThat(failed.sentence()).contains("no kernel");
            });
    assertThat(host.reachesTheInternet()).isTrue();
    assertThat(host.has("/etc/systemd/system/quaestor-isolation.service")).isFalse();
  }

  @Test
  void anotherMachineAtTheAddressIsLeftAlone() throws Exception {
    var entry = host.entry();
    entry.put("machine-id", "ffffffffffffffffffffffffffffffff");
    var other = RealHost.port(host.connect(entry, Map.of()), HostContainment.class);

    assertThat(other.isolate(WEB, Isolation.FULL, mandate("act-1")))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("MACHINE_ID_DIFFERS"));
    assertThat(host.has("/var/lib/quaestor")).isFalse();
    assertThat(host.reachesTheInternet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
  void theHostIsAskedForTheKindOfKeyThatIsPinned(String kind) throws Exception {
    var entry = host.entry();
    entry.put("host-key", host.hostKey(kind));
    var other = RealHost.port(host.connect(entry, Map.of()), HostContainment.class);

    assertThat(other.isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
  }

  @Test
  void aFolderThatOthersCouldChangeIsNotUsed() throws Exception {
    host.sh("mkdir -m 777 /var/lib/quaestor");

    assertThat(isolate("act-1"))
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo("NOT_OURS"));
    assertThat(host.reachesTheInternet()).isTrue();
  }

  @Test
  void anActionsIdIsNeverPartOfACommand() throws Exception {
    var hostile = "act'\"; nft flush ruleset; $(touch /pwned) `touch /pwned`\n-x/../..";

    assertThat(isolate(hostile)).isInstanceOf(Progress.Done.class);
    assertThat(isolate(hostile)).isInstanceOf(Progress.Done.class);
    assertThat(isolation.isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    assertThat(isolation.changedSince(WEB, left(hostile), mandate("undo-1"))).isEmpty();
    assertThat(host.has("/pwned")).isFalse();
  }

  @Test
  void openConnectionsStopToo() throws Exception {
    host.sh(
        "cd /tmp; (bash -c 'exec 3<>/dev/tcp/%s/80; sleep 2; printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; timeout 3 cat <&3 >got' &) </dev/null >/dev/null 2>&1"
            .formatted(host.address().replaceAll("2$", "6")));
    isolate("act-1");
    Thread.sleep(4_000);

    assertThat(Files.size(host.at("/tmp/got"))).isZero();
  }
}
