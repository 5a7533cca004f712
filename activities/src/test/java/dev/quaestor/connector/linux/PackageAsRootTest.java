package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package is put together on a real host and brought into the vault, once. */
@OnRealHost
class PackageAsRootTest {
  private static final Device WEB = new Device(null, "web-01", null, null, List.of(), List.of());
  private static RealHost host;
  private PackageCollection packages;

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @BeforeEach
  void connect() throws Exception {
    packages = RealHost.port(host.connect(), PackageCollection.class);
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh(
        """
        for p in /usr/sbin/ss /usr/sbin/dmesg /usr/sbin/find; do grep -q quaestor-trap $p && rm -f $p; done
        for s in /proc/[0-9]*; do grep -q collect[.]sh $s/cmdline 2>/dev/null && kill -9 ${s#/proc/}; done
        rm -rf /var/lib/quaestor /tmp/evil* /usr/local/quaestor-real
        """);
  }

  private static void trap(String path, String script) throws Exception {
    host.sh(
        "rm -f %1$s; printf '#!/bin/sh\\n# quaestor-trap\\n%2$s\\n' >%1$s; chmod 755 %1$s"
            .formatted(path, script));
  }

  /** Nothing of the machine that runs this is worth the time that it takes to go through it. */
  private static void quickly() throws Exception {
    trap(
        "/usr/sbin/find",
        "case $1 in .) exec /usr/bin/find \"$@\" ;; /etc) exec /usr/bin/find /tmp -type f -exec ls -lb {} + ;; esac; exit 3");
  }

  private static Mandate mandate(String action) {
    return new Mandate(action, "why");
  }

  private Progress ended(Progress begun) throws Exception {
    var now = begun;
    for (int looks = 0; now instanceof Progress.InProgress open; looks++) {
      assertThat(looks).isLessThan(600);
      Thread.sleep(200);
      now = packages.poll(open.ticket());
    }
    return now;
  }

  private static String inPackage(Progress.Collected kept, String command) throws Exception {
    var unpacked = Files.createTempDirectory(host.folder(), "package");
    var file = Files.createTempFile(host.folder(), "package", ".tar.gz");
    try (var in = host.vault().open(kept.sha256()).orElseThrow();
        var out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
    var process =
        new ProcessBuilder(
                "sh",
                "-c",
                "tar -xzf \"$0\" -C \"$1\" && cd \"$1/package\" && " + command,
                file.toString(),
                unpacked.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aPackageComesIntoTheVaultOnceWithWhatFailedNamed() throws Exception {
    quickly();
    host.sh("printf x >'/tmp/evil $(id)'; printf y >\"$(printf '/tmp/evil\\nline')\"");

    var begun = packages.collect(WEB, mandate("act-1"));
    assertThat(begun).isInstanceOf(Progress.InProgress.class);
    var done = ended(begun);

    assertThat(done).isInstanceOf(Progress.Collected.class);
    var kept = (Progress.Collected) done;
    assertThat(kept.size()).isPositive();
    assertThat(inPackage(kept, "sha256sum -c --quiet MANIFEST.sha256 && echo whole"))
        .isEqualTo("whole\n");
    assertThat(inPackage(kept, "find . -type f ! -name MANIFEST.sha256 | wc -l"))
        .isEqualTo(inPackage(kept, "wc -l <MANIFEST.sha256"));
    assertThat(inPackage(kept, "cat errors.txt")).contains("files/setuid.txt: sh ended with 3");
    assertThat(inPackage(kept, "cat processes/programs.txt")).contains("sshd");
    assertThat(inPackage(kept, "cat files/recent.txt")).contains("evil\\ $(id)", "evil\\nline");
    assertThat(inPackage(kept, "cat users/passwords.txt")).contains("root ").doesNotContain("$");

    assertThat(packages.collect(WEB, mandate("act-1"))).isEqualTo(done);
    assertThat(host.sh("ls /var/lib/quaestor/actions/act-1").said()).doesNotContain("package\n");
  }

  @Test
  void whatHangsIsCutOffAndWhatFloodsIsCutShort() throws Exception {
    quickly();
    trap("/usr/sbin/ss", "while :; do sleep 1; done");
    trap("/usr/sbin/dmesg", "exec cat /dev/zero");

    var done = ended(packages.collect(WEB, mandate("act-1")));

    var errors = inPackage((Progress.Collected) done, "cat errors.txt");
    assertThat(errors)
        .contains("network/connections.txt: ss did not end within 20 s")
        .contains("logs/dmesg.txt: cut after 8388608 bytes");
    assertThat(host.sh("pgrep -f '/usr/sbin/ss -tuna[p]'").exit()).isEqualTo(1);
  }

  @Test
  void aRepeatJoinsTheOneThatRunsAndGivingUpEndsIt() throws Exception {
    quickly();
    trap("/usr/sbin/ss", "sleep 300");
    var first = (Progress.InProgress) packages.collect(WEB, mandate("act-1"));

    assertThat(packages.collect(WEB, mandate("act-1"))).isEqualTo(first);
    assertThat(
            host.sh("pgrep -c -f '^sh /var/lib/quaestor/actions/act-1/collect[.]sh'")
                .said()
                .strip())
        .isIn("1", "2");
    packages.cancel(first.ticket(), mandate("act-1"));
    assertThat(host.sh("sleep 0.5; pgrep -f 'collect[.]sh'").exit()).isEqualTo(1);
    assertThat(packages.poll(first.ticket())).isInstanceOf(Progress.Failed.class);
    packages.cancel(first.ticket(), mandate("act-1"));
  }

  @Test
  void aCollectionThatDiedIsBegunAgainUnderTheSameMandate() throws Exception {
    quickly();
    var first = (Progress.InProgress) packages.collect(WEB, mandate("act-1"));
    host.sh("pkill -9 -f collect[.]sh; sleep 0.5; pkill -9 -f /var/lib/quaesto[r]");
    assertThat(packages.collect(WEB, mandate("act-1")))
        .isInstanceOf(Progress.InProgress.class)
        .isEqualTo(first);
    assertThat(ended(first)).isInstanceOf(Progress.Collected.class);
  }

  @Test
  void aPackageThatWasChangedOnTheHostIsNotKept() throws Exception {
    quickly();
    var first = (Progress.InProgress) packages.collect(WEB, mandate("act-1"));
    host.sh("while ! test -f /var/lib/quaestor/actions/act-1/package.done; do sleep 0.2; done");
    host.sh("printf x >>/var/lib/quaestor/actions/act-1/package.tar.gz");
    assertThatThrownBy(() -> packages.poll(first.ticket()))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("not what the host had announced");
    host.sh(
        "cd /var/lib/quaestor/actions/act-1; rm package.tar.gz; ln -s /etc/shadow package.tar.gz");
    assertThatThrownBy(() -> packages.poll(first.ticket()))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            refused -> assertThat(refused.kind()).isEqualTo(Kind.REJECTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0123456789abcdef0123456789abc012/../../etc",
        "0123456789abcdef0123456789abc012/a b",
        "0123456789abcdef0123456789abc012/"
      })
  void aTicketThatIsNoneIsNotFound(String ticket) {
    assertThatThrownBy(() -> packages.poll(ticket))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            unknown -> assertThat(unknown.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void aTicketOfNothingIsNoSuccess() {
    assertThat(packages.poll(RealHost.MACHINE_ID + "/never"))
        .isInstanceOfSatisfying(
            Progress.Failed.class, none -> assertThat(none.code()).isEqualTo("NO_PACKAGE"));
  }
}
