package dev.quaestor.starter.intake.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.own.EntityReader;
import dev.quaestor.text.Storable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /actions}: {@code {"type","target":{entity},"parameters":{}?,
 * "comment"?,"propose"?,"source"?,"investigationId"?}}; for many at once {@code "targets":[…]} in
 * the place of the target, or {@code "devices":[ids…]} beside a file or instead of devices. Which
 * parameters there are, {@link ActionType} says.
 *
 * <p>Unlike alerts, an order is read strictly: a field that is not known is refused, because a
 * misspelt parameter would do something else than was meant. Pure and thread-safe; never throws on
 * any body.
 */
public final class ActionRequestReader {
  /** As Defender: <em>Stop and quarantine files</em> takes as many devices. */
  public static final int MOST_AT_ONCE = 1000;

  private static final Map<String, ActionType> TYPES =
      Arrays.stream(ActionType.values())
          .collect(Collectors.toMap(Enum::name, Function.identity(), (a, b) -> a, TreeMap::new));

  private static final Set<String> FIELDS =
      Set.of(
          "type",
          "target",
          "targets",
          "devices",
          "parameters",
          "comment",
          "propose",
          "source",
          "investigationId");

  /** What may be ordered, or the problems with the order. */
  public ActionReading read(byte[] body) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var order = root == null ? null : Fields.strictly(root, "", problems);
    if (order == null) {
      return new ActionReading.Refused(problems.all());
    }
    order.only(FIELDS);
    var type = type(order);
    var targets = targets(order);
    var actions = new LinkedHashSet<RemediationAction>();
    if (type != null) {
      targets.forEach(
          (at, target) -> {
            var action = new ActionDraft(type, target, order, at).action();
            if (action != null) {
              actions.add(action);
            }
          });
    }
    var several = order.has("targets") || order.has("devices");
    var source = type == null ? null : source(order, type);
    var comment = order.text("comment");
    var propose = order.flag("propose");
    var investigationId = order.id("investigationId");
    return problems.none() && !actions.isEmpty()
        ? new ActionReading.Read(
            List.copyOf(actions), several, comment, propose, source, investigationId)
        : new ActionReading.Refused(problems.refusal());
  }

  static @Nullable ActionType type(Fields order) {
    if (!order.has("type")) {
      order.problem("type", "is missing: one of " + String.join(", ", TYPES.keySet()));
    }
    return order.word("type", TYPES);
  }

  private static @Nullable ActionSource source(Fields order, ActionType type) {
    var words =
        type.sources().stream()
            .collect(Collectors.toMap(Enum::name, Function.identity(), (a, b) -> a, TreeMap::new));
    return order.word("source", words);
  }

  /** By where they stand in the body. */
  private static Map<String, Entity> targets(Fields order) {
    var found = new LinkedHashMap<String, Entity>();
    if (order.has("target") && order.has("targets")) {
      order.problem("targets", "cannot be combined with target");
    } else if (order.has("targets")) {
      var objects = order.objects("targets", MOST_AT_ONCE);
      if (objects.isEmpty()) {
        order.problem("targets", "names nothing");
      }
      objects.forEach(o -> put(found, o.pathOf(""), EntityReader.read(o)));
    } else if (order.has("target")) {
      var target = order.object("target");
      put(found, "target", target == null ? null : EntityReader.read(target));
    } else if (!order.has("devices")) {
      order.problem("target", "is missing");
    }
    return order.has("devices") ? onDevices(order, found) : found;
  }

  private static void put(Map<String, Entity> found, String at, @Nullable Entity read) {
    if (read != null) {
      found.put(at, read);
    }
  }

  private static Map<String, Entity> onDevices(Fields order, Map<String, Entity> targets) {
    var ids = deviceIds(order);
    var found = new LinkedHashMap<String, Entity>();
    if (order.has("targets")) {
      order.problem("devices", "cannot be combined with targets");
    } else if (!order.has("target")) {
      ids.forEach((at, id) -> found.put(at, Device.ofId(id)));
    } else if (targets.get("target") instanceof FileArtifact file) {
      ids.forEach((at, id) -> found.put(at, file.movedTo(id)));
    } else if (!targets.isEmpty()) {
      order.problem("devices", "can be given only with a file as the target, or without a target");
    }
    return found;
  }

  private static Map<String, String> deviceIds(Fields order) {
    var node = order.node().path("devices");
    if (!node.isArray() || node.isEmpty() || node.size() > MOST_AT_ONCE) {
      order.problem("devices", "must be a list of 1 to " + MOST_AT_ONCE + " device ids");
      return Map.of();
    }
    var ids = new LinkedHashMap<String, String>();
    for (int i = 0; i < node.size(); i++) {
      var id = node.get(i);
      var at = "devices[" + i + "]";
      if (!id.isString() || id.stringValue().isBlank() || id.stringValue().length() > Fields.ID) {
        order.problem(at, "must be a device id of at most " + Fields.ID + " characters");
      } else {
        ids.put(at, Storable.of(id.stringValue().strip()));
      }
    }
    return ids;
  }
}
