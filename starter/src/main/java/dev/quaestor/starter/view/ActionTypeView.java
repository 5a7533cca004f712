package dev.quaestor.starter.view;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.D3fend;
import dev.quaestor.entity.EntityKind;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One type of action.
 *
 * @param targets the types of entity that it is done to; empty when it cannot be ordered by hand
 * @param notUndoableBecause absent when it can be taken back
 * @param onlyReads whether it leaves what it looks at as it was
 * @param sources the routes by which it can be ordered; the first is what an order without says
 */
@Schema(name = "ActionType", description = "One type of action and how it is ordered")
public record ActionTypeView(
    ActionType type,
    String title,
    Area area,
    List<String> targets,
    List<ParameterView> parameters,
    boolean orderable,
    boolean undoable,
    @Nullable String notUndoableBecause,
    boolean onlyReads,
    List<String> d3fend,
    List<ActionSource> sources) {

  /** Every type. */
  @Schema(name = "ActionTypes")
  public record Catalogue(List<ActionTypeView> types) {}

  /** A choice that an order carries; without values it is free text. */
  @Schema(name = "ActionParameter")
  public record ParameterView(
      String name, boolean required, List<String> values, String description) {}

  public static Catalogue catalogue() {
    return new Catalogue(Arrays.stream(ActionType.values()).map(ActionTypeView::of).toList());
  }

  private static ActionTypeView of(ActionType type) {
    return new ActionTypeView(
        type,
        type.title(),
        type.area(),
        type.orderable() ? type.targets().stream().map(EntityKind::wireName).toList() : List.of(),
        type.choices().stream()
            .map(p -> new ParameterView(p.name(), p.required(), p.values(), p.description()))
            .toList(),
        type.orderable(),
        type.undoable(),
        type.notUndoableBecause().orElse(null),
        type.onlyReads(),
        type.d3fend().stream().map(D3fend::id).toList(),
        type.sources());
  }
}
