package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.ProcessControl;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and processes on a real host, in folders of somebody hostile. */
@OnRealHost
class FilesAsRootTest {
  private static final String FOLDER = "/opt/lair";
  private static final String BAD = "#!/bin/sh\nbad\n";

  private static RealHost host;

  private FileQuarantine quarantine;
  private QuarantineRelease release;
  private ProcessControl processes;

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @BeforeEach
  void connect() throws Exception {
    Connectors connectors = host.connect();
    quarantine = RealHost.port(connectors, FileQuarantine.class);
    release = RealHost.port(connectors, QuarantineRelease.class);
    processes = RealHost.port(connectors, ProcessControl.class);
    host.sh("mkdir -p " + FOLDER);
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh("rm -rf /var/lib/quaestor " + FOLDER);
  }

  private static Mandate mandate(String action) {
    return new Mandate(action, "why");
  }

  private static FileArtifact file(String path, String sha256) {
    int slash = path.lastIndexOf('/');
    return new FileArtifact(
        "web-01",
        path.substring(slash + 1),
        path.substring(0, Math.max(slash, 1)),
        sha256,
        null,
        null,
        null,
        null);
  }

  private static String hash(String content) {
    return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static FileArtifact bad(String path) {
    return file(path, hash(BAD));
  }

  /** Writes a file on the host, whatever its path is made of. */
  private static void write(String path, String content) throws Exception {
    var script =
        "p=$(printf %%s '%s' | base64 -d; printf x); p=${p%%x}; mkdir -p -- \"${p%%/*}\"; printf %%s '%s' | base64 -d >\"$p\""
            .formatted(base64(path), base64(content));
    var ended = host.sh(script);
    assertThat(ended.exit()).as(ended.said()).isZero();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Progress lockAway(FileArtifact file, String action) {
    return quarantine.quarantine(file, mandate(action));
  }

  private static void isRefused(Progress progress, String code) {
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
  }

  @Test
  void aFileGoesWithItsProcessesAndComesBackWithAllThatBelongsToIt() throws Exception {
    host.sh(
        """
        cp /bin/sleep %1$s/tool; cd %1$s
        chown 1234:2345 tool; chmod 4751 tool; setfacl -m u:777:rx tool
        setfattr -n user.origin -v 'mail "x"' tool; setfattr -n security.capability -v 0sAQAAAgAgAAAAAAAAAAAAAAAAAAA= tool
        touch -d '2020-02-03 04:05:06.123456789' -m tool; touch -d '2021-02-03 04:05:06.987654321' -a tool
        setsid ./tool 600 </dev/null >/dev/null 2>&1 &
        """
            .formatted(FOLDER));
    host.sh("touch -d '2021-02-03 04:05:06.987654321' -a %s/tool".formatted(FOLDER));
    var all =
        "cd %s; stat -c '%%a %%u %%g %%y %%x' tool; getfacl -n tool; getfattr -d -m - tool; sha256sum tool"
            .formatted(FOLDER);
    var before =
        host.sh(
                "cd %s; stat -c '%%a %%u %%g %%y %%x' tool; getfacl -n tool; getfattr -d -m - tool"
                    .formatted(FOLDER))
            .said();
    assertThat(before)
        .contains(
            "4751",
            "user:777:r-x",
            "user.origin",
            "security.capability",
            "04:05:06.123456789",
            "04:05:06.987654321");
    var hash = host.sh("sha256sum < %s/tool | cut -c1-64".formatted(FOLDER)).said().strip();
    // Reading it has changed when it was read last.
    host.sh("touch -d '2021-02-03 04:05:06.987654321' -a %s/tool".formatted(FOLDER));
    var tool = file(FOLDER + "/tool", hash);

    var done = lockAway(tool, "act-1");

    assertThat(done).isInstanceOf(Progress.Done.class);
    assertThat(done.sentence()).contains("processes of it that were ended: 1");
    assertThat(host.has(FOLDER + "/tool")).isFalse();
    assertThat(host.sh("pgrep -x tool").exit()).isEqualTo(1);
    assertThat(quarantine.quarantined(tool)).isEqualTo(Standing.IN_FORCE);
    assertThat(host.sh("stat -c %a /var/lib/quaestor/quarantine").said()).startsWith("700");
    assertThat(host.sh("ls -A " + FOLDER).said()).isEmpty();

    assertThat(release.release(tool, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(release.released(tool)).isEqualTo(Standing.IN_FORCE);
    assertThat(host.sh(all.replace("; sha256sum tool", "")).said()).isEqualTo(before);
    assertThat(host.sh("ls -A %s /var/lib/quaestor/quarantine".formatted(FOLDER)).said())
        .contains("tool")
        .doesNotContain(hash, ".quaestor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/opt/lair/it's \"quoted\"",
        "/opt/lair/line\nbreak\n",
        "/opt/lair/$(touch pwned)`touch pwned`",
        "/opt/lair/-rf",
        "/opt/lair/ -- ",
        "/opt/lair/*",
        "/opt/lair/back\\slash",
        "/opt/lair/ünïcode\u202e",
        "/opt/lair/a;b&c|d",
        "/opt/lair/$HOME/'/\n/x",
        "DEEP"
      })
  void namesAreDataFromEndToEnd(String name) throws Exception {
    var path = name.equals("DEEP") ? deep() : name;
    write(path, BAD);
    var file = bad(path);

    assertThat(lockAway(file, "act-1")).isInstanceOf(Progress.Done.class);
    assertThat(quarantine.quarantined(file)).isEqualTo(Standing.IN_FORCE);
    assertThat(release.release(file, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(release.released(file)).isEqualTo(Standing.IN_FORCE);
    assertThat(
            host.sh("ls -d /pwned /root/pwned /opt/lair/pwned /var/lib/quaestor/pwned 2>/dev/null")
                .said())
        .isEmpty();
  }

  /** As long as a kernel takes at once: 4,096 bytes with the zero at its end. */
  private static String deep() {
    var folders = FOLDER + ("/" + "d".repeat(200)).repeat(19);
    var name = "f".repeat(4_095 - folders.length() - 1 - 52);
    return folders + "/" + "e".repeat(51) + "/" + name;
  }

  /** What lies there, and what becomes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          printf other >tool                         | CHANGED
          ln -s /etc/passwd tool                     | NOT_A_FILE
          mkdir tool                                 | NOT_A_FILE
          mkfifo tool                                | NOT_A_FILE
          ln -s /dev/zero tool                       | NOT_A_FILE
          true                                       | FILE_GONE
          cd /; rmdir /opt/lair                      | FILE_GONE
          cd /; rmdir /opt/lair; ln -s /etc /opt/lair; true | FILE_GONE
          mkdir evil; chown 65534 evil; cd evil; ln -s /etc tool; chown -h 65534 tool; cd ..; mv evil tool | NOT_A_FILE
          """)
  void whatIsNotThatFileIsLeft(String script, String code) throws Exception {
    host.sh("cd %s; %s".formatted(FOLDER, script));

    isRefused(lockAway(bad(FOLDER + "/tool"), "act-1"), code);
    assertThat(quarantine.quarantined(bad(FOLDER + "/tool"))).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(host.sh("test -e /etc/passwd").exit()).isZero();
    host.sh("test ! -L /opt/lair || rm /opt/lair");
  }

  @Test
  void aFolderThatSomebodyLinkedElsewhereIsNotFollowed() throws Exception {
    host.sh(
        "cd %1$s; mkdir home; chown 65534 home; mkdir treasure; printf x >treasure/tool; ln -s %1$s/treasure home/way; chown -h 65534 home/way"
            .formatted(FOLDER));

    isRefused(lockAway(file(FOLDER + "/home/way/tool", hash("x")), "act-1"), "LINKED_FOLDER");
    assertThat(host.has(FOLDER + "/treasure/tool")).isTrue();
  }

  @Test
  void allPlacesOrNone() throws Exception {
    write(FOLDER + "/one", BAD);
    write(FOLDER + "/two", "other");
    var both = bad(FOLDER + "/one").also(bad(FOLDER + "/two"));

    isRefused(lockAway(both, "act-1"), "CHANGED");
    assertThat(host.has(FOLDER + "/one")).isTrue();

    write(FOLDER + "/two", BAD);
    assertThat(lockAway(both, "act-1").sentence()).contains("places: 2");
    assertThat(release.release(both, mandate("undo-1")).sentence()).contains("places: 2");
    assertThat(host.has(FOLDER + "/one") && host.has(FOLDER + "/two")).isTrue();
  }

  @Test
  void theSameMandateActsOnceAndAnotherFindsItDone() throws Exception {
    write(FOLDER + "/tool", BAD);
    var tool = bad(FOLDER + "/tool");
    var first = lockAway(tool, "act-1");

    assertThat(lockAway(tool, "act-1")).isEqualTo(first);
    assertThat(lockAway(tool, "act-2"))
        .isInstanceOfSatisfying(
            Progress.Already.class, already -> assertThat(already.sentence()).contains("act-1"));
    assertThat(release.changedSince(tool, left("act-1"), mandate("undo-1"))).isEmpty();
    assertThat(release.changedSince(tool, left("act-0"), mandate("undo-1"))).isPresent();
    assertThat(release.release(tool, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(release.release(tool, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(release.release(tool, mandate("undo-2"))).isInstanceOf(Progress.Already.class);
    // It came back, and is wanted away again.
    assertThat(lockAway(tool, "act-3")).isInstanceOf(Progress.Done.class);
  }

  private static Left left(String action) {
    return new Left(List.of(action), new Receipt.State(false));
  }

  @Test
  void whatLiesWhereItWasIsNeverOverwritten() throws Exception {
    write(FOLDER + "/tool", BAD);
    var tool = bad(FOLDER + "/tool");
    lockAway(tool, "act-1");
    write(FOLDER + "/tool", "somebody's new file");

    isRefused(release.release(tool, mandate("undo-1")), "OCCUPIED");
    assertThat(Files.readString(host.at(FOLDER + "/tool"))).isEqualTo("somebody's new file");
    host.sh("rm %1$s/tool; ln -s /etc/passwd %1$s/tool".formatted(FOLDER));
    isRefused(release.release(tool, mandate("undo-1")), "OCCUPIED");
    host.sh("rm %s/tool".formatted(FOLDER));
    assertThat(release.release(tool, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
  }

  @Test
  void aCopyThatIsGoneOrChangedIsSaid() throws Exception {
    write(FOLDER + "/tool", BAD);
    var tool = bad(FOLDER + "/tool");
    lockAway(tool, "act-1");
    host.sh("for f in /var/lib/quaestor/quarantine/*/content; do printf x >>$f; done");

    isRefused(release.release(tool, mandate("undo-1")), "COPY_CHANGED");
    assertThat(host.has(FOLDER + "/tool")).isFalse();
    host.sh("rm -rf /var/lib/quaestor/quarantine/*");
    isRefused(release.release(tool, mandate("undo-2")), "COPY_GONE");
  }

  /** The shell dies between two lines: at each command that changes anything. */
  @ParameterizedTest
  @ValueSource(strings = {"mv", "cp", "rm", "rmdir", "link", "sync", "mktemp"})
  void whateverDiesTheRepeatEndsIt(String command) throws Exception {
    write(FOLDER + "/tool", BAD);
    var tool = bad(FOLDER + "/tool");
    dieAfter(command);
    diesOrIsDone(() -> lockAway(tool, "act-1"));

    assertThat(lockAway(tool, "act-1")).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("ls -A " + FOLDER).said()).isEmpty();
    assertThat(quarantine.quarantined(tool)).isEqualTo(Standing.IN_FORCE);

    dieAfter(command);
    diesOrIsDone(() -> release.release(tool, mandate("undo-1")));
    assertThat(release.release(tool, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(Files.readString(host.at(FOLDER + "/tool"))).isEqualTo(BAD);
    assertThat(host.sh("ls -A /var/lib/quaestor/quarantine").said()).doesNotContain(hash(BAD));
  }

  private static void diesOrIsDone(Runnable act) {
    try {
      act.run();
    } catch (ConnectorException died) {
      assertThat(died.mayHaveActed()).isTrue();
    }
  }

  /** Once, after it has done its work. */
  private static void dieAfter(String command) throws Exception {
    var ended =
        host.sh(
            """
            cat >/usr/sbin/%1$s <<'X'
            #!/bin/sh
            /usr/bin/rm -f /usr/sbin/%1$s
            /usr/bin/%1$s "$@"
            kill -9 $(/usr/bin/cut -d ' ' -f 4 /proc/$PPID/stat) $PPID
            X
            chmod 755 /usr/sbin/%1$s
            """
                .formatted(command));
    assertThat(ended.exit()).as(ended.said()).isZero();
  }

  @AfterEach
  void noTraps() throws Exception {
    host.sh("cd /usr/sbin; /usr/bin/rm -f mv cp rm rmdir link sync mktemp");
  }

  @Test
  void whatTheHostRunsOnIsNotTakenAway() throws Exception {
    var shell = host.sh("readlink -f /bin/sh").said().strip();
    var hash = host.sh("sha256sum < " + shell + " | cut -c1-64").said().strip();

    isRefused(lockAway(file(shell, hash), "act-1"), "SYSTEM_FILE");
    assertThat(host.has(shell)).isTrue();
  }

  /** It is the interpreter that runs, and nobody can tell what else that is there for. */
  @Test
  void aScriptThatRunsOnIsNamed() throws Exception {
    var script = "#!/bin/sh\necho $$ >/run/dropped\nsleep 333\nsleep 333\n";
    write(FOLDER + "/drop.sh", script);
    host.sh("setsid sh %s/drop.sh </dev/null >/dev/null 2>&1 & sleep 0.3".formatted(FOLDER));
    var number = host.sh("cat /run/dropped").said().strip();

    var done = lockAway(file(FOLDER + "/drop.sh", hash(script)), "act-1");

    assertThat(done).isInstanceOf(Progress.Done.class);
    assertThat(done.sentence()).contains("run on with the file open").contains("process " + number);
    // What it has begun is of the same content as what another test takes away.
    assertThat(host.sh("kill -KILL -" + number).exit()).isZero();
  }

  @Test
  void aFileWithoutPathOrHashIsRefusedBefore() {
    var known = new Acquaintance.NotAsked<KnownDevice>("");
    var reputation = new Acquaintance.NoDirectory<KnownFile>();
    assertThat(quarantine.obstacle(bad(FOLDER + "/tool"), known, reputation)).isEmpty();
    for (var file :
        List.of(
            file(FOLDER + "/tool", null),
            file("tool", hash(BAD)),
            file("C:\\Temp\\tool.exe", hash(BAD)),
            file(FOLDER + "/to\u0000ol", hash(BAD)),
            file(FOLDER + "/tool", "no hash"))) {
      assertThat(quarantine.obstacle(file, known, reputation)).isPresent();
      assertThat(release.obstacle(file, known)).isPresent();
      assertThatThrownBy(() -> lockAway(file, "act-1")).isInstanceOf(ConnectorException.class);
    }
  }

  @Test
  void aProcessIsEndedByItsNumberAndItsStart() throws Exception {
    var pid = host.sh("setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $!").said().strip();
    var started = started(pid);
    var other =
        new ProcessArtifact(
            "web-01", Long.valueOf(pid), started.minusSeconds(60), null, null, null);
    var own = new ProcessArtifact("web-01", Long.valueOf(pid), started, null, null, null);

    // The number belongs to another one by now.
    assertThat(processes.kill(other, mandate("act-1"))).isInstanceOf(Progress.Already.class);
    assertThat(host.sh("kill -0 " + pid).exit()).isZero();
    var done = processes.kill(own, mandate("act-2"));
    assertThat(done).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("kill -0 " + pid).exit()).isNotZero();
    assertThat(processes.kill(own, mandate("act-2"))).isEqualTo(done);
    assertThat(processes.kill(own, mandate("act-3"))).isInstanceOf(Progress.Already.class);
    var init = new ProcessArtifact("web-01", 1L, started, null, null, null);
    isRefused(processes.kill(init, mandate("act-4")), "PROTECTED_PROCESS");
  }

  @Test
  void aProcessThatWasEndedBeforeTheAnswerWasOurDoing() throws Exception {
    var pid = host.sh("setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $!").said().strip();
    var process = new ProcessArtifact("web-01", Long.valueOf(pid), started(pid), null, null, null);
    dieAfter("sync");

    assertThatThrownBy(() -> processes.kill(process, mandate("act-1")))
        .isInstanceOf(ConnectorException.class);
    assertThat(host.sh("kill -0 " + pid).exit()).isNotZero();
    assertThat(processes.kill(process, mandate("act-1"))).isInstanceOf(Progress.Done.class);
  }

  private static Instant started(String pid) throws Exception {
    var at =
        host.sh(
            "r=$(sed 's/.*) //' /proc/%s/stat); set -- $r; b=$(sed -n 's/^btime //p' /proc/stat); echo $((b + ${20} / $(getconf CLK_TCK)))"
                .formatted(pid));
    return Instant.ofEpochSecond(Long.parseLong(at.said().strip()));
  }
}
