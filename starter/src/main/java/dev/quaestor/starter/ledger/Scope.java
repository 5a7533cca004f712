package dev.quaestor.starter.ledger;

import dev.quaestor.action.Area;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a person may see.
 *
 * @param groups device groups by name; null for all
 * @param areas null for all
 */
public record Scope(@Nullable Set<String> groups, @Nullable Set<Area> areas) {
  /** Everything. */
  public static final Scope ALL = new Scope(null, null);

  public Scope {
    groups = groups == null ? null : Set.copyOf(groups);
    areas = areas == null ? null : Set.copyOf(areas);
  }

  public boolean isAll() {
    return groups == null && areas == null;
  }

  /** What both let one see. */
  public Scope and(Scope other) {
    return new Scope(both(groups, other.groups), both(areas, other.areas));
  }

  public boolean has(Area area) {
    return areas == null || areas.contains(area);
  }

  /**
   * @param group null where a device is of no group that its own back end has confirmed
   */
  public boolean hasGroup(@Nullable String group) {
    return groups == null || (group != null && groups.contains(group));
  }

  private static <T> @Nullable Set<T> both(@Nullable Set<T> one, @Nullable Set<T> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    var common = new java.util.HashSet<>(one);
    common.retainAll(other);
    return common;
  }

  /** As it is stored: lists in order, so that what is the same is written the same. */
  record Stored(@Nullable List<String> groups, @Nullable List<Area> areas) {
    static Stored of(Scope scope) {
      return new Stored(
          Optional.ofNullable(scope.groups).map(g -> List.copyOf(new TreeSet<>(g))).orElse(null),
          Optional.ofNullable(scope.areas).map(a -> List.copyOf(new TreeSet<>(a))).orElse(null));
    }

    Scope scope() {
      return new Scope(
          groups == null ? null : Set.copyOf(groups), areas == null ? null : Set.copyOf(areas));
    }
  }
}
