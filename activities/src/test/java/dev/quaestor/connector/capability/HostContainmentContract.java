package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link HostContainment} must keep. */
public abstract class HostContainmentContract extends DeviceStateContract<HostContainment> {
  protected HostContainmentContract() {
    super(HostContainment.class);
  }

  @Override
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return port().obstacle(device, Isolation.FULL, host);
  }

  @Override
  Standing standing(Device device) {
    return port().isolated(device, Isolation.FULL);
  }

  @Override
  Progress turnOn(Device device, Mandate mandate) {
    return port().isolate(device, Isolation.FULL, mandate);
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
  void aFullIsolationIsOneOfEitherKind() {
    done(turnOn(known(), mandate()));

    assertThat(port().isolated(known())).isEqualTo(Standing.IN_FORCE);
    assertThat(port().isolated(known(), Isolation.SELECTIVE)).isEqualTo(Standing.IN_FORCE);
  }

  @Test
  void aSelectiveIsolationIsNoFullOneAndIsNotWidened() {
    assertThat(port().obstacle(known(), Isolation.SELECTIVE, acquaintance(known()))).isEmpty();
    done(port().isolate(known(), Isolation.SELECTIVE, mandate()));

    assertThat(port().isolated(known())).isEqualTo(Standing.IN_FORCE);
    assertThat(port().isolated(known(), Isolation.SELECTIVE)).isEqualTo(Standing.IN_FORCE);
    assertThat(port().isolated(known(), Isolation.FULL)).isEqualTo(Standing.NOT_IN_FORCE);
    nothingIsDone(
        () ->
            assertThat(
                    catchThrowableOfType(ConnectorException.class, () -> turnOn(known(), mandate()))
                        .kind())
                .isEqualTo(Kind.REJECTED));

    done(release(known(), mandate()));
    assertThat(port().isolated(known())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(inForce()).isFalse();
  }

  @Test
  void nothingElseKeepsAFreeDeviceOrAnIsolatedOneOffTheNetwork() {
    assertThat(port().otherwise(known())).isEmpty();
    done(turnOn(known(), mandate()));
    assertThat(port().otherwise(known())).isEmpty();

    isAwayFor(() -> port().otherwise(known()));
  }
}
