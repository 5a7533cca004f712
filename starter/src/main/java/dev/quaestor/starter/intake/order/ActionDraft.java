package dev.quaestor.starter.intake.order;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Choice;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One action whose type and target are known; its parameters are read here. Every method notes what
 * is wrong and answers null then.
 *
 * @param order the object that holds {@code parameters}
 * @param at where the target stands in it, as {@code targets[3]}
 */
record ActionDraft(ActionType type, Entity target, Fields order, String at) {

  @Nullable RemediationAction action() {
    if (!type.orderable()) {
      order.problem("type", type + notByHand());
      return null;
    }
    var chosen = chosen();
    if (!type.targets().contains(target.kind())) {
      var wanted =
          type.targets().stream().map(EntityKind::wireName).collect(Collectors.joining(" or "));
      order.problem(
          at + ".type",
          "must be %s for %s, is %s".formatted(wanted, type, target.kind().wireName()));
      return null;
    }
    type.gapIn(target).ifPresent(gap -> order.problem(at + "." + gap.field(), gap.question()));
    if (target instanceof MailCluster cluster) {
      refuseWhatNobodyCanSearch(cluster);
    }
    return chosen == null ? null : type.on(target, chosen).orElse(null);
  }

  /** A list of messages under a field that nobody can look by would be taken on trust. */
  private void refuseWhatNobodyCanSearch(MailCluster cluster) {
    if (!cluster.unsearchable().isEmpty()) {
      order.problem(
          at + ".criteria",
          "must be by %s, is by %s"
              .formatted(
                  Stream.of(MailCluster.Field.values())
                      .map(MailCluster.Field::wireName)
                      .collect(Collectors.joining(", ")),
                  cluster.unsearchable().stream()
                      .map(Texts::quoted)
                      .collect(Collectors.joining(", "))));
    }
  }

  private String notByHand() {
    return type.isInverse()
        ? " restores what an action recorded and cannot be ordered by hand: undo "
            + "that action instead"
        : " is requested by investigations and cannot be ordered by hand";
  }

  private @Nullable Map<String, String> chosen() {
    var parameters = order.object("parameters");
    if (parameters != null) {
      parameters.only(type.choices().stream().map(Choice::name).collect(Collectors.toSet()));
    }
    var chosen = new LinkedHashMap<String, String>();
    for (var choice : type.choices()) {
      var value = parameters == null ? null : read(choice, parameters);
      if (value != null) {
        chosen.put(choice.name(), value);
      } else if (choice.required()) {
        if (parameters == null
            || !parameters.has(choice.name())
            || choice.form() != Choice.Form.SHA256) {
          order.problem("parameters." + choice.name(), "is missing: " + choice.question());
        }
        return null;
      }
    }
    return chosen;
  }

  private static @Nullable String read(Choice choice, Fields parameters) {
    return switch (choice.form()) {
      case SHA256 -> parameters.hash(choice.name(), 64);
      case TEXT -> {
        var text = parameters.text(choice.name());
        yield text == null || (choice.required() && text.isBlank()) ? null : text;
      }
      case WORD ->
          parameters.word(
              choice.name(),
              choice.values().stream().collect(Collectors.toMap(Function.identity(), v -> v)));
    };
  }
}
