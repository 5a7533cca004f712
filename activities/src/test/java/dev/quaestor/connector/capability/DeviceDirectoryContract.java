package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link DeviceDirectory} must keep. */
public abstract class DeviceDirectoryContract extends PortContract<DeviceDirectory> {
  protected DeviceDirectoryContract() {
    super(DeviceDirectory.class);
  }

  /** One that it knows, with its id there and its whole name. */
  protected abstract Device known();

  /** Another one that it knows, with its id and its whole name. */
  protected abstract Device another();

  /** One of another estate, with the id and the whole name that it has there. */
  protected abstract Device stranger();

  /** A name that several of its machines have. */
  protected abstract String nameOfSeveral();

  private static Device byId(Device device) {
    return Device.ofId(String.valueOf(device.deviceId()));
  }

  private static Device named(String name) {
    return new Device(null, name, null, null, null, null);
  }

  private static Device byName(Device device) {
    return named(String.valueOf(device.name()));
  }

  private static String label(Device device) {
    return String.valueOf(device.name()).split("\\.", 2)[0];
  }

  private void isFound(Device asked, Device meant) {
    assertThat(port().find(List.of(asked)))
        .as(asked.toString())
        .hasEntrySatisfying(asked.key(), found -> isThatOne(found, meant));
  }

  private static void isThatOne(KnownDevice found, Device meant) {
    assertThat(found.device().deviceId()).isEqualToIgnoringCase(meant.deviceId());
    assertThat(found.device().name()).isEqualToIgnoringCase(meant.name());
  }

  @Test
  void whatItKnowsIsFoundByItsIdItsNameAndItsLabelInWhateverCase() {
    isFound(byId(known()), known());
    isFound(byName(known()), known());
    isFound(named(label(known())), known());
    isFound(named(label(known()).toUpperCase(Locale.ROOT)), known());
  }

  @Test
  void anIdThatIsNoneOfItsOwnIsTakenForAName() {
    isFound(Device.ofId(String.valueOf(known().name())), known());
    assertThat(port().hasOwnId(Device.ofId(String.valueOf(known().name())))).isFalse();
    assertThat(port().hasOwnId(byName(known()))).isFalse();
  }

  @Test
  void oneBatchIsAnsweredByTheKeysThatItAsksFor() {
    var found = port().find(List.of(byId(known()), stranger(), byName(another())));

    assertThat(found).containsOnlyKeys(byId(known()).key(), byName(another()).key());
    isThatOne(found.get(byId(known()).key()), known());
    isThatOne(found.get(byName(another()).key()), another());
  }

  @Test
  void aStrangerIsNotInTheAnswerByWhateverItIsCalled() {
    assertThat(port().find(List.of(byId(stranger())))).isEmpty();
    assertThat(port().find(List.of(byName(stranger())))).isEmpty();
    assertThat(port().find(List.of(named(label(stranger()))))).isEmpty();
    assertThat(port().lately(List.of(byId(stranger()), byName(stranger())))).isEmpty();
  }

  @Test
  void aNameThatSeveralHaveIsNobodys() {
    assertThat(port().find(List.of(named(nameOfSeveral()), byId(known()))))
        .containsOnlyKeys(byId(known()).key());
    assertThat(
            port()
                .ambiguous(
                    List.of(
                        named(nameOfSeveral()),
                        byId(known()),
                        byName(another()),
                        byName(stranger()),
                        named(label(stranger())))))
        .containsExactly(named(nameOfSeveral()).key());
  }

  @Test
  void namesThatCannotBeAnybodysAreNobodys() {
    for (var name : List.of("", " ", "*", "%", "'", "a' or 'b' eq 'b", "..", "x\n", "\u0000")) {
      assertThat(port().find(List.of(named(name)))).as(name).isEmpty();
    }
    assertThat(port().find(List.of())).isEmpty();
  }

  @Test
  void whatWasFoundMomentsAgoIsToldAlike() {
    var asked = List.of(byId(known()), byName(another()));
    Map<EntityKey, KnownDevice> found = port().find(asked);

    assertThat(port().lately(asked)).containsOnlyKeys(found.keySet());
    port().lately(asked).forEach((key, lately) -> isThatOne(lately, found.get(key).device()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(
        () -> port().find(List.of(byId(known()))),
        () -> port().find(List.of(byName(known()))),
        () -> port().find(List.of(byId(known()), byId(another()))),
        () -> port().lately(List.of(byName(another()))));
  }
}
