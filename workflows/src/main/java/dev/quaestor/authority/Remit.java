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
import tools.jackson.databind.JsonNode;

/**
 * The areas in which somebody may act, and so those in which their word may lead to an action that
 * nobody is asked about. It is written as the list of its areas, as it was before anybody was
 * confined to groups; only of a confined person it is an object.
 *
 * @param areas in the order of {@link Area}, each once
 * @param groups the device groups that somebody is confined to, sorted, each once; null for all. A
 *     device is in the group that its own back end says, and in no other
 */
public record Remit(List<Area> areas, @Nullable List<String> groups) {

  /** That of sensors, of the engine itself, and of whoever approves everywhere. */
  public static final Remit EVERYWHERE = new Remit(List.of(Area.values()), null);

  /** That of people who may not act by themselves, and of whoever nobody vouches for. */
  public static final Remit NOWHERE = new Remit(List.of(), null);

  public Remit {
    areas = ordered(areas);
    groups = groups == null ? null : groups.stream().sorted().distinct().toList();
  }

  public static Remit of(Collection<Area> areas) {
    return new Remit(List.copyOf(areas), null);
  }

  /** The same within these device groups. */
  public Remit within(Collection<String> confinedTo) {
    return new Remit(areas, List.copyOf(confinedTo));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Remit read(JsonNode json) {
    var confined = json.isObject();
    var areas = confined ? json.required("areas") : json;
    return new Remit(
        areas.valueStream().map(a -> Area.valueOf(a.asString())).toList(),
        confined
            ? json.required("groups").valueStream().map(JsonNode::stringValue).toList()
            : null);
  }

  @JsonValue
  Object written() {
    return groups == null ? areas : new Confined(areas, groups);
  }

  private record Confined(List<Area> areas, List<String> groups) {}

  private static List<Area> ordered(List<Area> areas) {
    var distinct = EnumSet.noneOf(Area.class);
    distinct.addAll(areas);
    return Arrays.stream(Area.values()).filter(distinct::contains).toList();
  }

  /**
   * Whether all of an area is covered: the word of somebody who is confined to groups leads to
   * nothing on devices by itself, because it may speak of any.
   */
  public boolean covers(Area area) {
    return areas.contains(area) && (area != Area.DEVICE || groups == null);
  }

  /** Whether an action of that area that is done on no device is covered. */
  public boolean coversOffDevices(Area area) {
    return areas.contains(area);
  }

  /**
   * Whether an action of that area is covered on a device.
   *
   * @param group the device's, as its own back end says; null where none does, which is in no group
   */
  public boolean coversOnDevice(Area area, @Nullable String group) {
    return areas.contains(area) && reaches(group);
  }

  /**
   * Whether somebody is not confined away from a device, whatever their areas.
   *
   * @param group as in {@link #coversOnDevice}
   */
  public boolean reaches(@Nullable String group) {
    return groups == null || (group != null && groups.contains(group));
  }

  public boolean covers(Remit other) {
    return areas.containsAll(other.areas)
        && (groups == null || (other.groups != null && groups.containsAll(other.groups)));
  }

  /** What both cover. */
  public Remit and(Remit other) {
    return new Remit(
        areas.stream().filter(other.areas::contains).toList(),
        groups == null
            ? other.groups
            : other.groups == null
                ? groups
                : groups.stream().filter(other.groups::contains).toList());
  }

  /** What either covers; two that are confined otherwise cover the groups that both do. */
  public Remit or(Remit other) {
    var either = Stream.concat(areas.stream(), other.areas.stream()).toList();
    return covers(other) ? this : other.covers(this) ? other : new Remit(either, and(other).groups);
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
