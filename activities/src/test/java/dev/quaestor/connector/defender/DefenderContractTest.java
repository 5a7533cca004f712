package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.CodeExecutionControlContract;
import dev.quaestor.connector.capability.DeviceContainmentContract;
import dev.quaestor.connector.capability.DeviceDirectoryContract;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.FileQuarantineContract;
import dev.quaestor.connector.capability.HostContainmentContract;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.ItemRemovalContract;
import dev.quaestor.connector.capability.ProcessControlContract;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.QuarantineReleaseContract;
import dev.quaestor.connector.capability.UrlBlockingContract;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.lab.fault.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The contracts of all that Defender offers, kept in front of the lab tenant. */
class DefenderContractTest {
  private static final Device WORKSTATION = LabBackEnds.workstation();
  private static final Device NOBODY =
      new Device(null, "nobody.elsewhere.example", null, null, null, null);

  private static LabBackEnds lab;
  private static BackEnd defender;

  @BeforeAll
  static void open() {
    lab = new LabBackEnds();
    defender = lab.defender();
  }

  @BeforeEach
  void reset() {
    lab.lab.reset();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Nested
  class Knowing extends DeviceDirectoryContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected Device known() {
      return WORKSTATION.named("ws-jdoe.contoso.example");
    }

    @Override
    protected Device another() {
      return LabBackEnds.server().named("srv-files-01.contoso.example");
    }

    /** The lab takes any id of Defender's form for one of its own. */
    @Override
    protected Device stranger() {
      return Device.ofId("linux-4711").named("web-1.elsewhere.example");
    }

    /** Machines that nobody has named are named by the beginning of their ids. */
    @Override
    protected String nameOfSeveral() {
      lab.lab.online("abcdef01" + "0".repeat(32));
      lab.lab.online("abcdef01" + "1".repeat(32));
      return "device-abcdef01.contoso.example";
    }
  }

  @Nested
  class Isolating extends HostContainmentContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected Device known() {
      return WORKSTATION;
    }

    @Override
    protected Device stranger() {
      return NOBODY;
    }

    @Override
    protected boolean inForce() {
      return lab.device(WORKSTATION).path("isolated").asBoolean();
    }

    @Test
    void whatFailedMayHaveBeenDoneInPartAndIsReleasedAllTheSame() {
      lab.lab.fault(Fault.failAction("POST /api/machines/*/isolate", 1));
      assertThat(ended(port().isolate(WORKSTATION, DeviceAction.Isolation.FULL, mandate())))
          .isInstanceOf(Progress.Failed.class);

      done(port().release(WORKSTATION, mandate()));
      assertThat(lab.machineActions("Unisolate")).isOne();
    }
  }

  @Nested
  class Containing extends DeviceContainmentContract {
    private static final Device PRINTER = Device.ofId("9e2f7b3c8a4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f");

    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected Device known() {
      return PRINTER;
    }

    @Override
    protected Device stranger() {
      return NOBODY;
    }

    @Override
    protected boolean inForce() {
      return lab.device(PRINTER).path("isolation").asString().equals("UnManagedDevice");
    }
  }

  @Nested
  class Restricting extends CodeExecutionControlContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected Device known() {
      return WORKSTATION;
    }

    @Override
    protected Device stranger() {
      return NOBODY;
    }

    @Override
    protected boolean inForce() {
      return lab.device(WORKSTATION).path("restricted").asBoolean();
    }
  }

  private static FileArtifact onNobody() {
    return LabBackEnds.invoice().movedTo(NOBODY.name());
  }

  private static Optional<JsonNode> invoiceInItsPlace() {
    return lab.device(WORKSTATION)
        .path("files")
        .valueStream()
        .filter(f -> f.path("fileName").asString().equals(LabBackEnds.invoice().name()))
        .filter(f -> f.path("state").asString().equals("present"))
        .findFirst();
  }

  @Nested
  class LockingAway extends FileQuarantineContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected FileArtifact file() {
      return LabBackEnds.invoice();
    }

    @Override
    protected FileArtifact notThere() {
      var removal = offered(ItemRemoval.class).orElseThrow();
      var look = (ItemRemoval.Look.There) seen(removal, file(), mandate());
      ended(removal, removal.remove(file(), look.image(), mandate()));
      return file();
    }

    @Override
    protected FileArtifact onStranger() {
      return onNobody();
    }

    @Override
    protected boolean lockedAway() {
      return lab.device(WORKSTATION)
          .path("files")
          .get(0)
          .path("state")
          .asString()
          .equals("quarantined");
    }
  }

  @Nested
  @Exempt(
      law = "whatIsNotLockedAwayIsGivenBackAlready",
      because =
          "Defender lists no quarantine of the antivirus's own, so only the device can tell, and its"
              + " command line ends with the same code whatever it did not find")
  class GivingBack extends QuarantineReleaseContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected FileArtifact file() {
      return LabBackEnds.invoice();
    }

    @Override
    protected FileArtifact onStranger() {
      return onNobody();
    }

    @Override
    protected Optional<?> asItLies() {
      return invoiceInItsPlace();
    }
  }

  @Nested
  class Killing extends ProcessControlContract {
    private static final Instant START = Instant.parse("2026-11-23T07:31:02.123Z");

    @BeforeEach
    void runIt() {
      lab.lab.runs(String.valueOf(WORKSTATION.deviceId()), 4711, START);
    }

    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected ProcessArtifact running() {
      return new ProcessArtifact(WORKSTATION.deviceId(), 4711L, START, "x.exe", null, null);
    }

    @Override
    protected ProcessArtifact onStranger() {
      return new ProcessArtifact(NOBODY.name(), 4711L, START, "x.exe", null, null);
    }

    @Override
    protected boolean runs() {
      return lab.device(WORKSTATION)
          .path("items")
          .valueStream()
          .anyMatch(i -> i.path("state").asString().equals("present"));
    }
  }

  @Nested
  class TakingAway extends ItemRemovalContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected FileArtifact file() {
      return LabBackEnds.invoice();
    }

    @Override
    protected List<OnDevice> others() {
      var device = WORKSTATION.deviceId();
      return List.of(
          new ScheduledTask(device, "\\Updates\\evil", null),
          new RegistryEntry(
              device,
              "HKEY_LOCAL_MACHINE",
              "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
              "evil",
              null,
              null),
          new SystemService(device, "evil", null),
          new Driver(device, "evil", null));
    }

    @Override
    protected FileArtifact onStranger() {
      return onNobody();
    }

    @Override
    protected Optional<?> asItIs(OnDevice item) {
      return item instanceof FileArtifact
          ? invoiceInItsPlace()
          : lab.device(WORKSTATION)
              .path("items")
              .valueStream()
              .filter(i -> i.path("kind").asString().equals(kind(item)))
              .filter(i -> i.path("state").asString().equals("present"))
              .findFirst();
    }

    private static String kind(OnDevice item) {
      return switch (item) {
        case ScheduledTask task -> "task";
        case RegistryEntry entry -> "registry";
        case SystemService service -> "service";
        case Driver driver -> "driver";
        default -> throw new IllegalArgumentException("none of them");
      };
    }

    @Override
    protected void putAnotherInPlaceOf(FileArtifact file) {
      lab.lab.drop(
          String.valueOf(file.deviceId()),
          file.imagePath().orElseThrow(),
          "c".repeat(40),
          "c".repeat(64));
    }
  }

  @Nested
  class Blocking extends UrlBlockingContract {
    @Override
    protected BackEnd backEnd() {
      return defender;
    }

    @Override
    protected Url page() {
      return new Url("https://evil.example/login?x=1");
    }

    @Override
    protected Url neighbour() {
      return new Url("https://evil.example/help");
    }

    @Override
    protected boolean isBlocked(Url url) {
      return lab.lab
          .state()
          .path("indicators")
          .valueStream()
          .filter(i -> i.path("indicatorValue").asString().equals(url.canonical()))
          .anyMatch(i -> i.path("action").asString().equals("Block"));
    }

    @Override
    protected void somebodyAllows(Url url) {
      enter(url, "Allowed");
    }

    @Override
    protected void somebodyBlocks(Url url) {
      enter(url, "Block");
    }

    private void enter(Url url, String action) {
      port()
          .unblock(
              url,
              """
              {"indicatorValue":"%s","indicatorType":"Url","action":"%s",
               "title":"theirs","description":"by the SOC"}
              """
                  .formatted(url.canonical(), action),
              mandate());
    }
  }
}
