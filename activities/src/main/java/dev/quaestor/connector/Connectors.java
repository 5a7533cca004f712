package dev.quaestor.connector;

import com.google.re2j.Pattern;
import dev.quaestor.action.ActionType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configured connectors, in the order of preference in which they were configured. */
public final class Connectors implements AutoCloseable {
  /** As people read it and the ledger keeps it. */
  private static final Pattern NAME = Pattern.compile("[!-~][ -~]{0,99}");

  private final List<Connector> connectors;

  /** By capability, as it is asked for the first time: what a connector offers never changes. */
  private final Map<Class<?>, List<?>> offers = new ConcurrentHashMap<>();

  private final Map<Class<?>, List<?>> offering = new ConcurrentHashMap<>();

  /** In the order of each action that has one of its own. */
  private final Map<ActionType, Connectors> routed;

  /** Of which this is one; null where this is all of them. */
  private @Nullable Connectors everybody;

  public Connectors(List<? extends Connector> connectors) {
    this(connectors, Map.of());
  }

  /**
   * @param routes for some actions the names of those that come first; the others come after them
   * @throws IllegalArgumentException when two have one name
   */
  public Connectors(List<? extends Connector> connectors, Map<ActionType, List<String>> routes) {
    this.connectors = List.copyOf(connectors);
    this.routed = new EnumMap<>(ActionType.class);
    routes.forEach((action, names) -> routed.put(action, first(this.connectors, names)));
    var names = new HashSet<String>();
    for (var connector : this.connectors) {
      if (!NAME.matcher(connector.name()).matches()) {
        throw new IllegalArgumentException(
            "a connector is named otherwise than by 1 to 100 plain characters in one line");
      }
      if (!names.add(connector.name())) {
        throw new IllegalArgumentException("two connectors are named " + connector.name());
      }
    }
  }

  /** Every offer of a capability, the preferred connector's first; empty when nobody offers it. */
  public <C extends Capability> List<C> offering(Class<C> capability) {
    @SuppressWarnings("unchecked") // Only what is of this class is kept under it.
    var offers = (List<C>) offering.computeIfAbsent(capability, this::collected);
    return offers;
  }

  private List<?> collected(Class<?> capability) {
    return connectors.stream()
        .flatMap(c -> c.capabilities().stream())
        .filter(capability::isInstance)
        .toList();
  }

  /**
   * A capability with the name of the connector that offers it.
   *
   * @param connector as the configuration calls it
   */
  public record Offer<C extends Capability>(String connector, C capability) {}

  /** As {@link #offering}, each with the name of its connector. */
  public <C extends Capability> List<Offer<C>> offers(Class<C> capability) {
    @SuppressWarnings("unchecked") // Only offers of this class are kept under it.
    var known = (List<Offer<C>>) offers.computeIfAbsent(capability, c -> named(capability));
    return known;
  }

  private <C extends Capability> List<Offer<C>> named(Class<C> capability) {
    return connectors.stream()
        .flatMap(
            connector ->
                connector.capabilities().stream()
                    .filter(capability::isInstance)
                    .map(power -> new Offer<>(connector.name(), capability.cast(power))))
        .toList();
  }

  private static Connectors first(List<Connector> all, List<String> names) {
    return new Connectors(
        Stream.concat(
                names.stream().flatMap(name -> all.stream().filter(c -> c.name().equals(name))),
                all.stream().filter(c -> !names.contains(c.name())))
            .toList());
  }

  /** The same in the order in which they are asked to do this; they stay with this. */
  public Connectors towards(ActionType action) {
    return routed.getOrDefault(action, this);
  }

  /** That one alone, and none where nobody has this name; the connectors stay with this. */
  public Connectors only(String name) {
    var one = new Connectors(connectors.stream().filter(c -> c.name().equals(name)).toList());
    one.everybody = everybody();
    return one;
  }

  /** All that are configured, where this is one of them: what is whose they say together. */
  public Connectors everybody() {
    return everybody == null ? this : everybody;
  }

  public List<String> names() {
    return connectors.stream().map(Connector::name).toList();
  }

  @Override
  public void close() {
    connectors.forEach(Connector::close);
  }
}
