package dev.quaestor.action;

import dev.quaestor.entity.Entity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row of the catalogue, as {@link ActionType} writes it down; its methods fill it in. */
final class ActionRow {
  final Area area;
  final Aim<?> aim;
  final String title;
  private final @Nullable BiFunction<Entity, Map<String, String>, RemediationAction> make;
  boolean undoable;
  boolean inverse;
  boolean reads;
  boolean planned = true;
  boolean ordered = true;
  ActionType.Purpose purpose = ActionType.Purpose.OTHER;
  Aim.Touched touched;
  @Nullable String never;
  List<String> d3fend = List.of();
  List<Choice> choices = List.of();
  List<ActionSource> sources;

  private ActionRow(
      Area area,
      Aim<?> aim,
      String title,
      @Nullable BiFunction<Entity, Map<String, String>, RemediationAction> make) {
    this.area = area;
    this.aim = aim;
    this.title = title;
    this.make = make;
    this.touched = aim.touched();
    this.sources =
        List.of(
            area == Area.DEVICE
                ? ActionSource.MANUAL_DEVICE_ACTION
                : ActionSource.MANUAL_EMAIL_ACTION);
  }

  /** What is made of its target alone. */
  static <T extends Entity> ActionRow row(
      Area area, Aim<T> aim, String title, Function<T, RemediationAction> make) {
    return new ActionRow(area, aim, title, (e, c) -> make.apply(aim.type().cast(e)));
  }

  /** What is made of its target and choices. */
  static <T extends Entity> ActionRow chosen(
      Area area,
      Aim<T> aim,
      String title,
      BiFunction<T, Map<String, String>, RemediationAction> make,
      Choice... choices) {
    var row = new ActionRow(area, aim, title, (e, c) -> make.apply(aim.type().cast(e), c));
    row.choices = List.of(choices);
    return row;
  }

  /** What puts back exactly what a receipt holds: only an undo can make it. */
  static ActionRow undoOnly(Area area, Aim<?> aim, String title) {
    var row = new ActionRow(area, aim, title, null).takesBack();
    row.ordered = false;
    return row;
  }

  /** What only an investigation asks for. */
  static ActionRow investigationOnly(Area area, String title) {
    var row = new ActionRow(area, Aim.ANYTHING, title, null).looksOnly();
    row.planned = false;
    row.ordered = false;
    return row;
  }

  ActionRow undoable() {
    undoable = true;
    return this;
  }

  /** It takes back what another action did, and so is never planned by policy. */
  ActionRow takesBack() {
    inverse = true;
    planned = false;
    purpose = ActionType.Purpose.RESTORE;
    return this;
  }

  ActionRow looksOnly() {
    reads = true;
    return this;
  }

  ActionRow byHandOnly() {
    planned = false;
    return this;
  }

  ActionRow never(String because) {
    never = because;
    return this;
  }

  ActionRow is(ActionType.Purpose what, String... techniques) {
    purpose = what;
    return d3fend(techniques);
  }

  ActionRow d3fend(String... techniques) {
    d3fend = List.of(techniques);
    return this;
  }

  ActionRow onTheNetwork() {
    touched = Aim.Touched.NETWORK;
    return this;
  }

  ActionRow from(List<ActionSource> routes) {
    sources = routes;
    return this;
  }

  Optional<RemediationAction> make(Entity target, Map<String, String> chosen) {
    return make == null || !aim.takes(target)
        ? Optional.empty()
        : Optional.of(make.apply(target, chosen));
  }

  /** Empty when something takes it back. */
  Optional<String> notUndoableBecause() {
    if (undoable) {
      return Optional.empty();
    }
    if (inverse) {
      return Optional.of("It takes back what another action did: do that action again instead");
    }
    return Optional.of(never == null ? "It only looked and changed nothing" : never);
  }
}
