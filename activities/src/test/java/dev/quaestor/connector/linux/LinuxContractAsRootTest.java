package dev.quaestor.connector.linux;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.DeviceDirectoryContract;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.FileQuarantineContract;
import dev.quaestor.connector.capability.HostContainmentContract;
import dev.quaestor.connector.capability.ItemRemovalContract;
import dev.quaestor.connector.capability.ProcessControlContract;
import dev.quaestor.connector.capability.QuarantineReleaseContract;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contracts of all that a Linux host offers, kept in front of a real one. */
@OnRealHost
class LinuxContractAsRootTest {
  private static final String FOLDER = "/opt/contract";
  private static final String BAD = "#!/bin/sh\nexit 0\n";
  private static final String STRANGER = "f".repeat(32);

  private static RealHost host;

  @BeforeAll
  static void up(RealHost made) throws Exception {
    host = made;
    host.connect(host.entry(), Map.of("connect-timeout", "PT2S"));
  }

  @BeforeEach
  void asAtFirst() throws Exception {
    said(
        """
        nft flush ruleset
        rm -rf /var/lib/quaestor %1$s /etc/systemd/system/quaestor* /etc/systemd/system/contract*
        rm -f /etc/cron.d/contract /var/spool/cron/crontabs/contract
        rm -f /etc/systemd/system/sysinit.target.wants/quaestor*
        mkdir -p %1$s
        printf '#!/bin/sh\\nexit 0\\n' >%1$s/dropper
        chmod 750 %1$s/dropper
        touch -d '2026-11-01 10:00:00' %1$s/dropper
        """
            .formatted(FOLDER));
  }

  private static String said(String script) {
    try {
      return host.sh(script).said().strip();
    } catch (Exception broke) {
      throw new AssertionError(broke);
    }
  }

  /** What a host shows of what is so; that something was asked of it is no state. */
  private record Host(Connector connector) implements BackEnd {
    @Override
    public Object state() {
      return said(
          """
          nft -s list ruleset
          ls -l /etc/systemd/system | grep -e quaestor -e contract
          find %s /var/lib/quaestor/quarantine /var/lib/quaestor/kept /var/lib/quaestor/crontabs \\
            /var/lib/quaestor/units /etc/cron.d /var/spool/cron /etc/systemd/system -type f ! -name 'quaestor-*' -printf '%%p %%m %%u %%g %%T@ ' \
            -exec sha256sum {} \\; 2>/dev/null | sort
          pgrep -a -f 'sleep 6[0-9][0-9]'
          """
              .formatted(FOLDER));
    }

    @Override
    public void goAway() {
      said(
          """
          nft add table inet contract_away
          nft add chain inet contract_away in '{ type filter hook input priority -400; policy accept; }'
          nft add rule inet contract_away in tcp dport 22 reject with tcp reset
          """);
    }

    @Override
    public void loseNextAnswer() {
      losing(true);
    }

    @Override
    public void comeBack() {
      said("nft delete table inet contract_away 2>/dev/null");
      losing(false);
    }

    private static void losing(boolean answers) {
      try {
        host.losesAnswers(answers);
      } catch (Exception broke) {
        throw new AssertionError(broke);
      }
    }
  }

  private static BackEnd backEndOfHost() {
    return new Host(host.connector());
  }

  private static FileArtifact file(String device, String name) {
    var bytes = BAD.getBytes(StandardCharsets.UTF_8);
    return new FileArtifact(
        device,
        name,
        FOLDER,
        Sha256.of(bytes),
        hash("SHA-1", bytes),
        hash("MD5", bytes),
        null,
        null);
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static FileArtifact dropper() {
    return file(RealHost.MACHINE_ID, "dropper");
  }

  @Nested
  @Exempt(
      law = "aSelectiveIsolationIsNoFullOneAndIsNotWidened",
      because = "a Linux host is isolated in full only, which the port says beforehand")
  @Exempt(
      law = "nothingElseKeepsAFreeDeviceOrAnIsolatedOneOffTheNetwork",
      because = "nothing is asked of a host for it, and so it is not away for that")
  class Isolating extends HostContainmentContract {
    @Override
    protected BackEnd backEnd() {
      return backEndOfHost();
    }

    @Override
    protected Device known() {
      return Device.ofId(RealHost.MACHINE_ID);
    }

    @Override
    protected Device stranger() {
      return Device.ofId(STRANGER);
    }

    @Override
    protected boolean inForce() {
      try {
        return !host.reachesTheInternet();
      } catch (Exception broke) {
        throw new AssertionError(broke);
      }
    }
  }

  @Nested
  class LockingAway extends FileQuarantineContract {
    @Override
    protected BackEnd backEnd() {
      return backEndOfHost();
    }

    @Override
    protected FileArtifact file() {
      return dropper();
    }

    @Override
    protected FileArtifact notThere() {
      return LinuxContractAsRootTest.file(RealHost.MACHINE_ID, "gone");
    }

    @Override
    protected FileArtifact onStranger() {
      return LinuxContractAsRootTest.file(STRANGER, "dropper");
    }

    @Override
    protected boolean lockedAway() {
      return !host.has(FOLDER + "/dropper")
          && said("find /var/lib/quaestor -type f -exec sha256sum {} +")
              .contains(String.valueOf(file().sha256()));
    }
  }

  @Nested
  @Exempt(
      law = "whatIsNotLockedAwayIsNoSuccess",
      because =
          "what lies in its place on the host is told as given back, whether or not it was away")
  class GivingBack extends QuarantineReleaseContract {
    @Override
    protected BackEnd backEnd() {
      return backEndOfHost();
    }

    @Override
    protected FileArtifact file() {
      return dropper();
    }

    @Override
    protected FileArtifact onStranger() {
      return LinuxContractAsRootTest.file(STRANGER, "dropper");
    }

    @Override
    protected Optional<?> asItLies() {
      var seen = said("cd " + FOLDER + " && stat -c '%a %u %g %Y %s' dropper && sha256sum dropper");
      return seen.contains("No such file") ? Optional.empty() : Optional.of(seen);
    }
  }

  @Nested
  class TakingAway extends ItemRemovalContract {
    private static final String CRONTAB = "/var/spool/cron/crontabs/contract";
    private static final String UNITS = "/etc/systemd/system/contract";

    @BeforeEach
    void thingsThatStart() {
      said(
          """
          mkdir -p /var/spool/cron/crontabs /etc/cron.d /etc/systemd/system/timers.target.wants
          printf '* * * * * root /opt/contract/dropper\\n' >/etc/cron.d/contract
          printf '# mine\\nMAILTO=""\\n@daily true\\n* * * * * /tmp/.x "$(id)" %%%% y\\n@hourly false' >%1$s
          chown 65534:1 %1$s; chmod 600 %1$s; touch -d '2026-10-01 10:00:00' %1$s
          printf '[Unit]\\nDescription=x\\n[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n' >%2$s.service
          printf '[Timer]\\nOnBootSec=1\\n[Install]\\nWantedBy=timers.target\\n' >%2$s.timer
          chmod 640 %2$s.timer; touch -d '2026-10-02 10:00:00' %2$s.timer
          systemctl --root=/ enable contract.service contract.timer
          """
              .formatted(CRONTAB, UNITS));
    }

    @Override
    protected BackEnd backEnd() {
      return backEndOfHost();
    }

    @Override
    protected FileArtifact file() {
      return dropper();
    }

    @Override
    protected List<OnDevice> others() {
      return List.of(
          new ScheduledTask(RealHost.MACHINE_ID, "/etc/cron.d/contract", null),
          new ScheduledTask(
              RealHost.MACHINE_ID, CRONTAB + ": * * * * * /tmp/.x \"$(id)\" % y", null),
          new ScheduledTask(RealHost.MACHINE_ID, "contract.timer", null),
          new SystemService(RealHost.MACHINE_ID, "contract", null));
    }

    @Override
    protected FileArtifact onStranger() {
      return LinuxContractAsRootTest.file(STRANGER, "dropper");
    }

    @Override
    protected Optional<?> asItIs(OnDevice item) {
      return switch (item) {
        case ScheduledTask task -> task(task.name());
        case SystemService service -> unit(service.name() + ".service");
        default -> lying(FOLDER + "/dropper");
      };
    }

    private Optional<String> task(String name) {
      if (name.endsWith(".timer")) {
        return unit(name);
      }
      if (!name.contains(": ")) {
        return lying(name);
      }
      return said("cat " + CRONTAB).contains("/tmp/.x") ? lying(CRONTAB) : Optional.empty();
    }

    private Optional<String> lying(String path) {
      var seen = said("stat -c '%%n %%a %%u %%g %%Y %%s' %1$s && sha256sum <%1$s".formatted(path));
      return seen.contains("No such file") ? Optional.empty() : Optional.of(seen);
    }

    private Optional<String> unit(String name) {
      var enabled = said("systemctl --root=/ is-enabled " + name);
      return enabled.equals("enabled")
          ? lying("/etc/systemd/system/" + name)
              .map(as -> as + said("ls -l /etc/systemd/system/*.wants/ | grep " + name))
          : Optional.empty();
    }

    @Override
    protected void putAnotherInPlaceOf(FileArtifact file) {
      said("printf other >%s/dropper".formatted(FOLDER));
    }
  }

  @Nested
  class Ending extends ProcessControlContract {
    private String pid = "";

    @BeforeEach
    void start() {
      said("pkill -9 -f 'sleep 6[0-9][0-9]'");
      pid = said("setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $!");
    }

    @Override
    protected BackEnd backEnd() {
      return backEndOfHost();
    }

    private ProcessArtifact process(String device) {
      var started =
          Instant.ofEpochSecond(
              Long.parseLong(
                  said(
                      "echo $(($(sed -n 's/^btime //p' /proc/stat) + $(cut -d ' ' -f 22 /proc/%s/stat) / 100))"
                          .formatted(pid))));
      return new ProcessArtifact(device, Long.valueOf(pid), started, null, null, null);
    }

    private ProcessArtifact one;

    @Override
    protected ProcessArtifact running() {
      // Once it is gone, its start can be read no longer.
      if (one == null) {
        one = process(RealHost.MACHINE_ID);
      }
      return one;
    }

    @Override
    protected ProcessArtifact onStranger() {
      return process(STRANGER);
    }

    @Override
    protected boolean runs() {
      return said("kill -0 %s && echo runs".formatted(pid)).endsWith("runs");
    }
  }

  @Nested
  @Exempt(
      law = "awayIsAwayAndNotAnAnswer",
      because = "the inventory is a file beside the worker, read once")
  class Knowing extends DeviceDirectoryContract {
    private static final String OTHER = "a".repeat(32);

    private static Connector connector;

    @BeforeEach
    void read() throws Exception {
      if (connector != null) {
        return;
      }
      var yaml = new StringBuilder("hosts:\n");
      var names =
          List.of(
              Map.entry(RealHost.MACHINE_ID, "web-01.example.net"),
              Map.entry(OTHER, "db-01.example.net"),
              Map.entry("b".repeat(32), "twin.one.example"),
              Map.entry("c".repeat(32), "twin.two.example"));
      for (var host : names) {
        yaml.append(
            "  - {name: %s, machine-id: %s, address: 192.0.2.7, host-key: \"%s\"}\n"
                .formatted(
                    host.getValue(),
                    host.getKey(),
                    LinuxContractAsRootTest.host.hostKey("ed25519")));
      }
      var inventory = Files.writeString(host.folder().resolve("several.yaml"), yaml);
      connector =
          new LinuxFactory(host.vault())
              .create(
                  new ConnectorSettings(
                      "linux",
                      Map.of(
                          "inventory-file", inventory.toString(),
                          "private-key", Files.readString(host.folder().resolve("engine")))));
    }

    @AfterAll
    static void close() {
      if (connector != null) {
        connector.close();
      }
    }

    @Override
    protected BackEnd backEnd() {
      return new Host(connector);
    }

    private Device named(String id, String name) {
      return new Device(id, name, null, null, List.of(), List.of());
    }

    @Override
    protected Device known() {
      return named(RealHost.MACHINE_ID, "web-01.example.net");
    }

    @Override
    protected Device another() {
      return named(OTHER, "db-01.example.net");
    }

    @Override
    protected Device stranger() {
      return named(STRANGER, "nobody.elsewhere.example");
    }

    @Override
    protected String nameOfSeveral() {
      return "twin";
    }
  }
}
