package dev.quaestor.authority;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.quaestor.action.Area;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The areas in which somebody may act, and so those in which their word may lead to an action that
 * nobody is asked about.
 *
 * @param areas in the order of {@link Area}, each once
 */
public record Remit(@JsonValue List<Area> areas) {

  /** That of sensors, of the engine itself, and of whoever approves everywhere. */
  public static final Remit EVERYWHERE = new Remit(List.of(Area.values()));

  /** That of people who may not act by themselves, and of whoever nobody vouches for. */
  public static final Remit NOWHERE = new Remit(List.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Remit {
    areas = ordered(areas);
  }

  public static Remit of(Collection<Area> areas) {
    return new Remit(List.copyOf(areas));
  }

  private static List<Area> ordered(List<Area> areas) {
    var distinct = EnumSet.noneOf(Area.class);
    distinct.addAll(areas);
    return Arrays.stream(Area.values()).filter(distinct::contains).toList();
  }

  public boolean covers(Area area) {
    return areas.contains(area);
  }

  public boolean covers(Remit other) {
    return areas.containsAll(other.areas);
  }

  /** What both cover. */
  public Remit and(Remit other) {
    return new Remit(areas.stream().filter(other.areas::contains).toList());
  }

  /** What either covers. */
  public Remit or(Remit other) {
    return new Remit(Stream.concat(areas.stream(), other.areas.stream()).toList());
  }

  /** As it is kept: what acts everywhere says nothing. */
  public @Nullable Remit kept() {
    return equals(EVERYWHERE) ? null : this;
  }

  /** The opposite of {@link #kept}. */
  public static Remit ofKept(@Nullable Remit kept) {
    return Optional.ofNullable(kept).orElse(EVERYWHERE);
  }
}
