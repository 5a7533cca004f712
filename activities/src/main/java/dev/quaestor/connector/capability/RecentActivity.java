package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what was done lately on a device or by an account. Reads only. */
public interface RecentActivity extends Capability {

  /** A kind of trace. */
  enum Kind {
    PROCESSES("processes"),
    FILES("files dropped"),
    AUTOSTARTS("autostart entries"),
    SERVICES("services"),
    TASKS("scheduled tasks"),
    CONNECTIONS("connections"),
    SIGN_INS("sign-ins"),
    CLICKS("clicks on links");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** As people read it. */
    public String plural() {
      return plural;
    }
  }

  /**
   * What of one kind was seen, newest first.
   *
   * @param things at most as many as were asked for, and with each process or service its file
   * @param more whether there was more, or may have been
   * @param warning what the back end itself holds against it, one sentence; null for nothing
   * @param untold what of this kind it cannot tell at all, one sentence; null where it tells of all
   *     that was done since
   */
  record Traces(
      List<Entity> things, boolean more, @Nullable String warning, @Nullable String untold) {
    public Traces {
      things = List.copyOf(things);
    }

    /** Of a back end that keeps a record of all that is done. */
    public Traces(List<Entity> things, boolean more, @Nullable String warning) {
      this(things, more, warning, null);
    }
  }

  /** What it can tell of devices and accounts. */
  Set<Kind> kinds();

  /**
   * What was seen of one kind on each of these devices.
   *
   * @param devices by the ids of this back end
   * @param since how far back
   * @param limit how many things to list of each
   * @return an answer for each device, empty where nothing was seen; what was found there is on the
   *     device by the same id
   */
  Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit);

  /** What was seen of one kind by each of these accounts; as {@link #on} otherwise. */
  Map<EntityKey, Traces> by(List<UserAccount> accounts, Kind kind, Instant since, int limit);
}
