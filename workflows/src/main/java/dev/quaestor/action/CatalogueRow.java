package dev.quaestor.action;

import dev.quaestor.entity.Entity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row of the catalogue, as {@link ActionType} writes it down; its methods fill it in. */
final class CatalogueRow {
  final Area area;
  final TargetKind<?> aim;
  final String title;
  private final @Nullable BiFunction<Entity, Map<String, String>, RemediationAction> make;
  boolean undoable;
  boolean inverse;
  boolean reads;
  boolean planned = true;
  boolean ordered = true;
  ActionType.Purpose purpose = ActionType.Purpose.OTHER;
  TargetKind.Touched touched;
  @Nullable String never;
  List<String> d3fend = List.of();
  List<Choice> choices = List.of();
  List<ActionSource> sources;

  private CatalogueRow(
      Area area,
      TargetKind<?> aim,
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
  static <T extends Entity> CatalogueRow row(
      Area area, TargetKind<T> aim, String title, Function<T, RemediationAction> make) {
    return new CatalogueRow(area, aim, title, (e, c) -> make.apply(aim.type().cast(e)));
  }

  /** What is made of its target and choices. */
  static <T extends Entity> CatalogueRow chosen(
      Area area,
      TargetKind<T> aim,
      String title,
      BiFunction<T, Map<String, String>, RemediationAction> make,
      Choice... choices) {
    var row = new CatalogueRow(area, aim, title, (e, c) -> make.apply(aim.type().cast(e), c));
    row.choices = List.of(choices);
    return row;
  }

  /** What puts back exactly what a receipt holds: only an undo can make it. */
  static CatalogueRow undoOnly(Area area, TargetKind<?> aim, String title) {
    var row = new CatalogueRow(area, aim, title, null).takesBack();
    row.ordered = false;
    return row;
  }

  /** What only an investigation asks for. */
  static CatalogueRow investigationOnly(Area area, String title) {
    var row = new CatalogueRow(area, TargetKind.ANYTHING, title, null).looksOnly();
    row.planned = false;
    row.ordered = false;
    return row;
  }

  CatalogueRow undoable() {
    undoable = true;
    return this;
  }

  /** It takes back what another action did, and so is never planned by policy. */
  CatalogueRow takesBack() {
    inverse = true;
    planned = false;
    purpose = ActionType.Purpose.RESTORE;
    return this;
  }

  CatalogueRow looksOnly() {
    reads = true;
    return this;
  }

  CatalogueRow byHandOnly() {
    planned = false;
    return this;
  }

  CatalogueRow never(String because) {
    never = because;
    return this;
  }

  CatalogueRow is(ActionType.Purpose what, String... techniques) {
    purpose = what;
    return d3fend(techniques);
  }

  CatalogueRow d3fend(String... techniques) {
    d3fend = List.of(techniques);
    return this;
  }

  CatalogueRow onTheNetwork() {
    touched = TargetKind.Touched.NETWORK;
    return this;
  }

  CatalogueRow from(List<ActionSource> routes) {
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
