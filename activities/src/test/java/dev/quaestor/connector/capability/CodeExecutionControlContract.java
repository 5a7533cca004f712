package dev.quaestor.connector.capability;

import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** What whoever offers {@link CodeExecutionControl} must keep. */
public abstract class CodeExecutionControlContract
    extends DeviceStateContract<CodeExecutionControl> {
  protected CodeExecutionControlContract() {
    super(CodeExecutionControl.class);
  }

  @Override
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return port().obstacle(device, host);
  }

  @Override
  Standing standing(Device device) {
    return port().restricted(device);
  }

  @Override
  Progress turnOn(Device device, Mandate mandate) {
    return port().restrict(device, mandate);
  }

  @Override
  Progress release(Device device, Mandate mandate) {
    return port().release(device, mandate);
  }

  @Override
  Optional<String> changedSince(Device device, Mandate undo, Mandate... ours) {
    return port().changedSince(device, left(ours), undo);
  }
}
