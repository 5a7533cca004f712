package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows machines. The connector that offers it acts on those alone, and on all that is on them: on
 * a machine that is a stranger here none of its ports is called to act.
 */
public interface DeviceDirectory extends Capability {

  /** Whether the machine's sensor reports. */
  enum Health {
    ACTIVE,
    INACTIVE,
    /** It reports, but not all of it arrives or commands may not reach it. */
    IMPAIRED,
    UNKNOWN
  }

  /** The back end's own risk score. */
  enum Risk {
    NONE,
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    UNKNOWN
  }

  /**
   * A machine as the back end knows it.
   *
   * @param device with its id there, and name, platform, group, tags and addresses as far as they
   *     are known
   * @param lastSeen the last full report, about daily; not a sign of life
   * @param onboarded whether commands can reach it at all
   * @param version of its operating system as the vendor calls it, as {@code 1709} or {@code 24H2}
   * @param build number of its operating system
   * @param blind whether its sensor runs but sends no data, and so obeys no command that needs it
   * @param names whole names of the DNS by which it is known beside the device's, and no other is
   */
  record KnownDevice(
      Device device,
      Health health,
      Risk risk,
      @Nullable Instant lastSeen,
      boolean onboarded,
      @Nullable String version,
      @Nullable Long build,
      boolean blind,
      List<String> names) {

    public KnownDevice {
      names = List.copyOf(names);
      if (device.deviceId() == null) {
        throw new IllegalArgumentException("a device that is known has an id");
      }
    }

    public KnownDevice(
        Device device, Health health, Risk risk, @Nullable Instant lastSeen, boolean onboarded) {
      this(device, health, risk, lastSeen, onboarded, null, null, false, List.of());
    }
  }

  /**
   * Looks machines up, by id where there is one, else by name. An id that is none of this back
   * end's, which it alone can tell, is taken for a name, as things on a device carry it that an
   * alert names without an id: the whole name, else its first label. A name that several machines
   * have is not in the answer.
   *
   * @return by the key of the device as it was asked for; the device in the answer may have an id
   *     that the question lacked, and then another key
   */
  Map<EntityKey, KnownDevice> find(List<Device> devices);

  /**
   * Those of these that go by a name which several machines have here, so that nobody can say which
   * of them is meant. None, in a directory in which every name is one machine's.
   */
  default Set<EntityKey> ambiguous(List<Device> devices) {
    return Set.of();
  }

  /**
   * Whether the id of this device is one of this back end's, by its form: then no other device of
   * its can be meant, if it is there at all. Another back end's ids may be of the same form.
   */
  default boolean hasOwnId(Device device) {
    return false;
  }

  /**
   * As {@link #find}, but what was found moments ago may be told again. Which commands a device can
   * take may be judged by it; whether it may be touched, and what became of it, never.
   */
  default Map<EntityKey, KnownDevice> lately(List<Device> devices) {
    return find(devices);
  }
}
