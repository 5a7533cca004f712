package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction.IsolateDevice;
import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.DeviceAction.RestrictCodeExecution;
import dev.quaestor.action.DeviceAction.StopAndQuarantineFile;
import dev.quaestor.action.IdentityAction.DisableUser;
import dev.quaestor.action.LiveResponseAction.DeleteFile;
import dev.quaestor.action.LiveResponseAction.KillProcess;
import dev.quaestor.action.LiveResponseAction.RemoveScheduledTask;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wazuh, Suricata, Elastic and others know a machine by its name alone, and things on it too. */
class NamedDeviceTest {
  private static final String NO_SUCH_NAME = "Defender knows no device with this name";
  private static final String NAME = "srv-files-01";
  private static final Device SERVER = LabBackEnds.server();
  private static final Instant STARTED = Instant.parse("2026-11-23T07:31:02.123Z");

  private static Acting acting;

  @BeforeAll
  static void start() {
    acting = new Acting(Duration.ofSeconds(5));
  }

  @BeforeEach
  void reset() {
    acting.reset();
  }

  @AfterAll
  static void close() {
    acting.close();
  }

  private static Device device(String name) {
    return new Device(null, name, null, null, null, null);
  }

  private static FileArtifact file(String device) {
    return new FileArtifact(
        device,
        "svchelper.exe",
        "C:\\Windows\\Temp",
        "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a",
        "4596c5ba6eafdb81295b367e01117d5de0cd1fcc",
        null,
        null,
        null);
  }

  private static ProcessArtifact process(String device) {
    return new ProcessArtifact(device, 4711L, STARTED, "powershell -enc …", null, null);
  }

  private static Map<EntityKey, Examination> examined(Entity... entities) {
    return new EvidenceExecution(
            acting.backEnds.connectors(),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.system(),
            () -> broke -> true)
            .examine(
                new ExaminationRequest(
                    "case", Arrays.stream(entities).map(Fixtures::named).toList(), Instant.EPOCH))
            .stream()
            .collect(Collectors.toMap(Examination::key, Function.identity()));
  }

  private static Map<ActionType, String> withheld(Examination examination) {
    return examination.withheld().stream()
        .collect(Collectors.toMap(Withheld::type, Withheld::because));
  }

  @ParameterizedTest
  @ValueSource(strings = {NAME, "SRV-FILES-01", "srv-files-01.contoso.example"})
  void whatIsOnADeviceKnownByNameIsActedOnAtTheMachineThatIsMeant(String name) {
    var found = examined(device(name), file(name), process(name));

    assertThat(found.get(device(name).key()).offered())
        .contains(ActionType.ISOLATE_DEVICE, ActionType.RUN_ANTIVIRUS_SCAN);
    assertThat(found.get(file(name).key()).offered())
        .contains(ActionType.STOP_AND_QUARANTINE_FILE, ActionType.DELETE_FILE);
    assertThat(found.get(process(name).key()).offered()).contains(ActionType.KILL_PROCESS);

    assertSucceeds("a1", new StopAndQuarantineFile(file(name)));
    assertSucceeds("a2", new KillProcess(process(name)));
    assertSucceeds("a3", new IsolateDevice(device(name), Isolation.FULL));

    assertThat(acting.backEnds.device(SERVER).path("isolated").asBoolean()).isTrue();
    assertThat(acting.backEnds.device(SERVER).path("files").get(0).path("state").asString())
        .isEqualTo("quarantined");
    assertThat(acting.backEnds.lab.state().path("machineActions"))
        .hasSize(3)
        .allMatch(a -> a.path("machineId").asString().equals(SERVER.deviceId()));
  }

  private static Entity as(RemediationAction action) {
    return acting.prepare(Acting.command("a-1", action)).as();
  }

  /** Others want the same, and say so by its id: what holds it must be known by that. */
  @Test
  void whatIsFoundUnderANameIsToldByItsId() {
    var id = SERVER.deviceId();
    assertThat(as(new IsolateDevice(device(NAME), Isolation.FULL))).isEqualTo(Device.ofId(id));
    assertThat(as(new RestrictCodeExecution(Device.ofId(NAME)))).isEqualTo(Device.ofId(id));
    assertThat(as(new StopAndQuarantineFile(file(NAME))).key()).isEqualTo(file(id).key());
    assertThat(as(new DeleteFile(file(NAME))).key()).isEqualTo(file(id).key());
    var bySha1 = new FileArtifact(id, null, null, null, file(id).sha1(), null, null, null);
    assertThat(as(new StopAndQuarantineFile(bySha1)).key()).isEqualTo(file(id).key());
    assertThat(as(new IsolateDevice(SERVER, Isolation.FULL))).isNull();
  }

  @Test
  void whatIsSoAlreadyIsToldByItsIdToo() {
    assertSucceeds("a1", new IsolateDevice(SERVER, Isolation.FULL));

    var found =
        acting.prepare(Acting.command("a2", new IsolateDevice(device(NAME), Isolation.FULL)));

    assertThat(found)
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> {
              assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class);
              assertThat(refused.as()).isEqualTo(Device.ofId(SERVER.deviceId()));
            });
  }

  @Test
  void aUserIsToldByWhateverTheDirectoryKnowsHimBy() {
    var byName = LabBackEnds.doe();
    var known = (UserAccount) as(new DisableUser(byName));

    assertThat(known.userId()).isNotNull();
    assertThat(as(new DisableUser(new UserAccount(known.userId(), null, null, null, null))))
        .isEqualTo(known);
  }

  private static void assertSucceeds(String id, RemediationAction action) {
    assertThat(acting.run(id, action)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void anIsolationByNameIsTakenBackByName() {
    var isolate = new IsolateDevice(Device.ofId(NAME), Isolation.FULL);

    var outcome = acting.run("a1", isolate);

    assertThat(acting.undo(isolate, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.device(SERVER).path("isolated").asBoolean()).isFalse();
  }

  @Test
  void aScheduledTaskOnADeviceKnownByNameIsRemovedAndPutBack() {
    var remove = new RemoveScheduledTask(new ScheduledTask(NAME, "\\Updates\\Helper", null));

    var outcome = acting.run("a1", remove);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.undo(remove, outcome)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aDeviceKnownByNameStaysOneDeviceAndHasItsGroupItsTagsAndItsWholeName() {
    var found = examined(device(NAME), file(NAME));

    assertThat(found.values())
        .flatExtracting(Examination::related)
        .extracting(Evidence::entity)
        .filteredOn(Device.class::isInstance)
        .extracting(Entity::key)
        .containsOnly(device(NAME).key());
    var refined = (Device) found.get(device(NAME).key()).entity();
    assertThat(refined.key()).isEqualTo(device(NAME).key());
    assertThat(refined.name()).isEqualTo("srv-files-01.contoso.example");
    assertThat(refined.group()).isEqualTo("Servers");
    assertThat(refined.tags()).containsExactly("lab");
    // Planned with what is known of it now, it is still the same machine.
    assertSucceeds("a1", new IsolateDevice(refined, Isolation.FULL));
    assertThat(acting.backEnds.device(SERVER).path("isolated").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srv-files",
        "srv-files-01.fabrikam.example",
        "192.0.2.20",
        "it's \"x\" or 1 eq 1",
        "fe80::1"
      })
  void aNameThatNobodyHasIsWithheldBeforeAnyoneIsAsked(String name) {
    var found = examined(device(name), file(name), process(name));

    assertThat(found.get(device(name).key()).offered()).doesNotContain(ActionType.ISOLATE_DEVICE);
    assertThat(withheld(found.get(device(name).key())))
        .containsEntry(ActionType.ISOLATE_DEVICE, NO_SUCH_NAME);
    assertThat(withheld(found.get(file(name).key())))
        .containsEntry(ActionType.STOP_AND_QUARANTINE_FILE, NO_SUCH_NAME);
    assertThat(withheld(found.get(process(name).key())))
        .containsEntry(ActionType.KILL_PROCESS, NO_SUCH_NAME);
    assertThat(acting.prepare(Acting.command("a1", new KillProcess(process(name)))))
        .isEqualTo(new Preparation.Refused(new Outcome.Unsupported(NO_SUCH_NAME)));
    assertThat(acting.perform(Acting.command("a2", new KillProcess(process(name)))))
        .isEqualTo(new Outcome.Unsupported(NO_SUCH_NAME));
    assertThat(acting.backEnds.lab.state().path("machineActions")).isEmpty();
  }
}
