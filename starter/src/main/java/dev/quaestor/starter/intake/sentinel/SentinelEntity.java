package dev.quaestor.starter.intake.sentinel;

import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entity, however its fields are cased and nested. Two are the same only when they are one. */
final class SentinelEntity {
  private static final int DEEPEST = 8;

  private final Fields fields;
  private final Fields outer;
  private final String shownKind;

  private SentinelEntity(Fields fields, Fields outer, String shownKind) {
    this.fields = fields;
    this.outer = outer;
    this.shownKind = shownKind;
  }

  static SentinelEntity of(Fields item) {
    var properties = item.object("properties");
    var inner = properties == null ? item : properties;
    var kind = properties == null ? null : item.text("kind", Fields.ID);
    kind = kind != null ? kind : inner.text(inner.cased("Type"), Fields.ID);
    kind = kind != null ? kind : item.text(item.cased("kind"), Fields.ID);
    return new SentinelEntity(inner, item, kind == null ? "entity" : kind);
  }

  /** Lower case, without the dashes that one of the two shapes has. */
  String kind() {
    var plain = shownKind.substring(shownKind.lastIndexOf('/') + 1);
    return plain.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  String shownKind() {
    return shownKind;
  }

  Fields fields() {
    return fields;
  }

  /** Where this only points to another. */
  @Nullable String reference() {
    return fields.text("$ref", Fields.ID);
  }

  void register(Map<String, SentinelEntity> known) {
    register(known, 0);
  }

  /** An entity may be written out where it is first spoken of, inside another. */
  private void register(Map<String, SentinelEntity> known, int depth) {
    for (var id : List.of("$id", "id", "name")) {
      var value = (id.equals("$id") ? fields : outer).text(id, 2000);
      if (value != null && (id.equals("$id") || fields != outer)) {
        known.putIfAbsent(value.toLowerCase(Locale.ROOT), this);
      }
    }
    if (depth == DEEPEST) {
      return;
    }
    for (var property : fields.node().properties()) {
      if (property.getValue().isContainer()) {
        for (var inner : fields.objects(property.getKey(), AlertDraft.MOST_EVIDENCE)) {
          of(inner).register(known, depth + 1);
        }
      }
    }
  }

  String cased(String... names) {
    for (var name : names) {
      var cased = fields.cased(name);
      if (fields.has(cased)) {
        return cased;
      }
    }
    return names[0];
  }

  @Nullable String text(String... names) {
    return fields.text(cased(names));
  }

  @Nullable SentinelEntity linked(String name, String idName, Map<String, SentinelEntity> known) {
    return allLinked(name, idName, known).stream().findFirst().orElse(null);
  }

  /** Those that a field holds, points to by {@code $ref}, or names by their ids. */
  List<SentinelEntity> allLinked(String name, String idName, Map<String, SentinelEntity> known) {
    var found = new ArrayList<@Nullable SentinelEntity>();
    var field = cased(name);
    if (fields.node().path(field).isContainer()) {
      for (var inner : fields.objects(field, AlertDraft.MOST_EVIDENCE)) {
        var entity = of(inner);
        var reference = entity.reference();
        found.add(reference == null ? entity : known.get(reference.toLowerCase(Locale.ROOT)));
      }
    }
    for (var id : fields.texts(cased(idName), 2000)) {
      var lower = id.toLowerCase(Locale.ROOT);
      var direct = known.get(lower);
      found.add(direct != null ? direct : known.get(lower.substring(lower.lastIndexOf('/') + 1)));
    }
    return found.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }
}
