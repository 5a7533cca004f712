package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link DeviceContainment} must keep. */
public abstract class DeviceContainmentContract extends DeviceStateContract<DeviceContainment> {
  protected DeviceContainmentContract() {
    super(DeviceContainment.class);
  }

  @Override
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return port().obstacle(device, host);
  }

  @Override
  Standing standing(Device device) {
    return port().contained(device);
  }

  @Override
  Progress turnOn(Device device, Mandate mandate) {
    return port().contain(device, mandate);
  }

  @Override
  Progress release(Device device, Mandate mandate) {
    return port().release(device, mandate);
  }

  @Override
  Optional<String> changedSince(Device device, Mandate undo, Mandate... ours) {
    return port().changedSince(device, left(ours), undo);
  }

  @Test
  void aContainmentIsNoIsolationAndWhoeverIsolatesSaysSo() {
    done(turnOn(known(), mandate()));

    assertThat(port().otherwise(known())).isEmpty();
    offered(HostContainment.class)
        .ifPresent(
            isolation -> {
              assertThat(isolation.isolated(known())).isEqualTo(Standing.NOT_IN_FORCE);
              assertThat(isolation.otherwise(known())).isPresent();
            });
  }
}
