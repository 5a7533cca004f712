package dev.quaestor.starter.ledger;

import dev.quaestor.action.Area;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What whoever asks may see. It is bound to the thread that serves them, so that no call and no
 * page can forget it; a thread that serves nobody sees everything. Whoever hands work to another
 * thread hands their sight on with it.
 *
 * <p>The conditions are written here and nowhere else. An action is seen in its area, and where it
 * is done on a device, in that device's confirmed group. A case is seen where one of its devices
 * is, and by those who see mail where it has mail or is about no device.
 */
public final class Sight {
  private static final ThreadLocal<Scope> NOW = new ThreadLocal<>();

  private static final String MAIL = "('MAIL_MESSAGE', 'MAIL_CLUSTER', 'MAILBOX', 'MAILBOX_RULE')";

  private Sight() {}

  /** Of this thread. */
  public static Scope now() {
    var scope = NOW.get();
    return scope == null ? Scope.ALL : scope;
  }

  /** Does something as one who sees so much. */
  public static <T> T within(Scope scope, Supplier<T> work) {
    var before = NOW.get();
    NOW.set(scope);
    try {
      return work.get();
    } finally {
      if (before == null) {
        NOW.remove();
      } else {
        NOW.set(before);
      }
    }
  }

  /** From now on this thread serves one who sees so much, until {@link #end}. */
  public static void begin(Scope scope) {
    NOW.set(scope);
  }

  public static void end() {
    NOW.remove();
  }

  /** A condition on {@code action c}, with the parameters of {@link #parameters}. */
  static String ofActions(Scope scope) {
    var clauses = new ArrayList<String>();
    if (scope.areas() != null) {
      clauses.add("c.type in (:sightTypes)");
    }
    if (scope.groups() != null) {
      clauses.add("(c.device_hash = '' or " + onDevicesOf("sightGroups") + ")");
    }
    return clauses.isEmpty() ? "1 = 1" : "(" + String.join(" and ", clauses) + ")";
  }

  /**
   * A condition on {@code action c}: it is done on a device whose confirmed group is one of these.
   *
   * @param groups the name of the parameter with their names
   */
  static String onDevicesOf(String groups) {
    return """
        ((c.investigation_id is null and c.device_group in (:%1$s))
          or exists (select 1 from evidence sight where sight.investigation_id = c.investigation_id
            and sight.entity_hash = c.device_hash and sight.device_group in (:%1$s)))\
        """
        .formatted(groups);
  }

  /** A condition on {@code investigation i}, with the parameters of {@link #parameters}. */
  static String ofCases(Scope scope) {
    if (scope.isAll()) {
      return "1 = 1";
    }
    var clauses = new ArrayList<String>();
    if (scope.has(Area.DEVICE)) {
      clauses.add(
          evidence(
              scope.groups() == null
                  ? "sight.kind = 'DEVICE'"
                  : "sight.kind = 'DEVICE' and sight.device_group in (:sightGroups)"));
    }
    if (scope.has(Area.EMAIL)) {
      clauses.add(evidence("sight.kind in " + MAIL));
      clauses.add("(" + evidence("1 = 1") + " and not " + evidence("sight.kind = 'DEVICE'") + ")");
    } else if (scope.has(Area.IDENTITY)) {
      clauses.add(evidence("sight.kind = 'USER'"));
    }
    return clauses.isEmpty() ? "1 = 0" : "(" + String.join(" or ", clauses) + ")";
  }

  private static String evidence(String condition) {
    return "exists (select 1 from evidence sight where sight.investigation_id = i.investigation_id"
        + " and "
        + condition
        + ")";
  }

  /** What the conditions of a scope ask for. */
  static Map<String, Object> parameters(Scope scope) {
    return Map.of(
        "sightGroups",
        neverEmpty(scope.groups()),
        "sightTypes",
        neverEmpty(
            scope.areas() == null
                ? null
                : scope.areas().stream().flatMap(a -> ActionQueries.typesOf(a).stream()).toList()));
  }

  /** SQL has no empty list; nothing has this name. */
  private static List<String> neverEmpty(@Nullable Collection<String> names) {
    return names == null || names.isEmpty() ? List.of("") : List.copyOf(Set.copyOf(names));
  }
}
