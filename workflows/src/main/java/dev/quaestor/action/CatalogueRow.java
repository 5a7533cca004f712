package dev.quaestor.action;

import dev.quaestor.action.ActionType.Purpose;
import dev.quaestor.action.ActionType.Touched;
import dev.quaestor.entity.Entity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue, as {@link ActionType} writes it down; its methods fill it in. Until it
 * is told {@link #on what} it is made, neither a rule nor a person can order it.
 */
final class CatalogueRow<A extends RemediationAction> {
  final String title;
  final Class<A> action;
  final Area area;
  List<ActionSource> sources;
  TargetKind<?> target = TargetKind.ANYTHING;
  Purpose purpose = Purpose.OTHER;
  List<D3fend> d3fend = List.of();
  List<Choice> choices = List.of();
  boolean inverse;
  @Nullable ActionType ended;
  boolean reads;
  boolean waits;
  boolean each;
  private boolean byHand;
  private @Nullable Touched touched;
  private @Nullable String undoneHow;
  private @Nullable String never;
  private @Nullable BiFunction<Entity, Map<String, String>, A> make;

  private CatalogueRow(String title, Class<A> action) {
    this.title = title;
    this.action = action;
    this.area = Area.of(action);
    this.sources =
        List.of(
            area == Area.DEVICE
                ? ActionSource.MANUAL_DEVICE_ACTION
                : ActionSource.MANUAL_EMAIL_ACTION);
  }

  /**
   * @param title what people read
   */
  static <A extends RemediationAction> CatalogueRow<A> row(String title, Class<A> action) {
    return new CatalogueRow<>(title, action);
  }

  /** It is made of its target alone. */
  <T extends Entity> CatalogueRow<A> on(TargetKind<T> kind, Function<T, A> constructor) {
    return on(kind, (target, chosen) -> constructor.apply(target));
  }

  /** It is made of its target and of what was chosen, by the names of the choices. */
  <T extends Entity> CatalogueRow<A> on(
      TargetKind<T> kind, BiFunction<T, Map<String, String>, A> constructor, Choice... asked) {
    target = kind;
    choices = List.of(asked);
    make = (target, chosen) -> constructor.apply(kind.type().cast(target), chosen);
    return this;
  }

  /** It puts back what a receipt holds, and so only an undo can make it. */
  CatalogueRow<A> putsBack(TargetKind<?> kind) {
    target = kind;
    return takesBack();
  }

  /**
   * Another action takes it back.
   *
   * @param how what undo gives back and what it does not, one sentence
   */
  CatalogueRow<A> undoable(String how) {
    undoneHow = how;
    return this;
  }

  /** It takes back what another action did, and so no rule orders it. */
  private CatalogueRow<A> takesBack() {
    inverse = true;
    purpose = Purpose.RESTORE;
    return this;
  }

  /**
   * The same, and a person can order it by itself.
   *
   * @param brought the type of action that brings about the state that it ends
   */
  CatalogueRow<A> takesBack(ActionType brought) {
    ended = brought;
    return takesBack();
  }

  /**
   * Nothing takes it back.
   *
   * @param because one sentence
   */
  CatalogueRow<A> never(String because) {
    never = because;
    return this;
  }

  /** Too much harm to do it without a person, whatever a rule says. */
  CatalogueRow<A> alwaysWaits() {
    waits = true;
    return this;
  }

  /** Each connector that can does it for itself: what one refuses, another lets through. */
  CatalogueRow<A> byEach() {
    each = true;
    return this;
  }

  CatalogueRow<A> looksOnly() {
    reads = true;
    return this;
  }

  /** No verdict brings along what it needs. */
  CatalogueRow<A> onlyByHand() {
    byHand = true;
    return this;
  }

  CatalogueRow<A> is(Purpose what, D3fend... techniques) {
    purpose = what;
    return is(techniques);
  }

  CatalogueRow<A> is(D3fend... techniques) {
    d3fend = List.of(techniques);
    return this;
  }

  /** Where that is another part of the world than its target is. */
  CatalogueRow<A> touching(Touched part) {
    touched = part;
    return this;
  }

  CatalogueRow<A> from(List<ActionSource> routes) {
    sources = routes;
    return this;
  }

  /** Whether a rule of a policy can order it. */
  boolean forRules() {
    return make != null && !inverse && !byHand;
  }

  /** Whether a person can order it by itself. */
  boolean orderable() {
    return make != null;
  }

  Touched touched() {
    return touched == null ? target.touched() : touched;
  }

  Optional<RemediationAction> make(Entity entity, Map<String, String> chosen) {
    return make == null || !target.takes(entity)
        ? Optional.empty()
        : Optional.of(make.apply(entity, chosen));
  }

  Optional<String> undoneHow() {
    return Optional.ofNullable(undoneHow);
  }

  /** Empty when something takes it back; true before it ran and after. */
  Optional<String> notUndoableBecause() {
    if (undoneHow != null) {
      return Optional.empty();
    }
    if (inverse) {
      return Optional.of("It undoes another action; to go back, order that action again");
    }
    return Optional.of(never == null ? "It only reads and changes nothing" : never);
  }
}
