package dev.quaestor.connector;

import dev.quaestor.action.ActionType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a back end has answered about our credential.
 *
 * @param given the rights that it carries, by the vendor's names; empty where it does not say
 * @param needed all that the connector as it is configured may need
 * @param ahead how far the back end's clock is ahead of ours; empty where it does not say
 * @param hosts where the back end is many hosts, each of which takes it or not
 * @param service where it is one that tells of itself instead of rights
 */
public record Access(
    Optional<Set<String>> given,
    List<Right> needed,
    Optional<Duration> ahead,
    Optional<Hosts> hosts,
    Optional<Service> service) {

  /**
   * A service that is reached, which asks for no credential or takes it with all that it may.
   *
   * @param sentence what it says of itself, for people, without a full stop
   * @param lacks what is wrong with it, in the same way; empty where nothing is
   */
  public record Service(String sentence, Optional<String> lacks) {}

  /**
   * What came of asking each of many hosts.
   *
   * @param well how many take the credential and lack nothing
   * @param faults of the others, one each
   */
  public record Hosts(int well, List<Fault> faults) {
    public Hosts {
      faults = List.copyOf(faults);
    }

    public int all() {
      return well + faults.size();
    }

    /** Whether none of them is otherwise than this. */
    public boolean areAll(Fault.Kind kind) {
      return well == 0 && !faults.isEmpty() && faults.stream().allMatch(f -> f.kind() == kind);
    }
  }

  /**
   * What is wrong with one host.
   *
   * @param sentence for people, without a full stop; it names the host
   * @param hinders what cannot be done there; empty where nothing can
   */
  public record Fault(Kind kind, String sentence, Set<ActionType> hinders) {
    /** Why. */
    public enum Kind {
      /** It could not be asked. */
      AWAY,
      /** It does not take the credential, or is not the host that it should be. */
      REFUSED,
      /** It takes the credential, and something is missing there. */
      LACKING
    }

    public Fault {
      hinders = Set.copyOf(hinders);
    }

    /** Whether it stands in the way of who wants these actions. */
    public boolean hinders(Collection<ActionType> wanted) {
      return hinders.isEmpty() || hinders.stream().anyMatch(wanted::contains);
    }
  }

  public Access(Optional<Set<String>> given, List<Right> needed, Optional<Duration> ahead) {
    this(given, needed, ahead, Optional.empty(), Optional.empty());
  }

  /** Of a back end that is many hosts. */
  public static Access ofHosts(Hosts hosts) {
    return new Access(
        Optional.empty(), List.of(), Optional.empty(), Optional.of(hosts), Optional.empty());
  }

  /** Of a service that tells of itself. */
  public static Access ofService(Service service) {
    return new Access(
        Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.of(service));
  }

  public Access {
    given = given.map(Set::copyOf);
    needed = List.copyOf(needed);
  }

  /** What is missing of what these actions, and looking, need. */
  public List<Right> missing(Collection<ActionType> wanted) {
    return given
        .map(has -> needed.stream().filter(r -> r.isFor(wanted) && !r.isAmong(has)).toList())
        .orElseGet(List::of);
  }

  /** What is missing of all that the connector offers. */
  public List<Right> missing() {
    return missing(List.of(ActionType.values()));
  }
}
