package dev.quaestor.starter.intake.ocsf;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.format.Severities;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A finding of the Open Cybersecurity Schema Framework, any 1.x: Detection Finding (class 2004) and
 * Security Finding (2001), which it replaced. Seen by {@code class_uid} or {@code finding_info}.
 * The product's uid and the finding's make it the same alert.
 *
 * <p>Source: {@code detection_finding} and {@code security_finding} of the OCSF schema.
 */
public final class OcsfFormat implements AlertFormat {
  private static final Set<Long> CLASSES = Set.of(2001L, 2004L);

  @Override
  public AlertSource source() {
    return AlertSource.OCSF;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Json json
        && (json.node().has("class_uid")
            || json.node().has("finding_info")
            || json.node().has("type_uid") && json.node().has("metadata"));
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    var finding =
        payload instanceof Payload.Json json ? Fields.of(json.node(), path, problems) : null;
    if (finding == null) {
      return null;
    }
    requireClass(finding);
    var older = !finding.has("finding_info") && finding.has("finding");
    var name = older ? "finding" : "finding_info";
    var info = finding.object(name);
    var metadata = finding.object("metadata");
    var product = metadata == null ? null : metadata.object("product");
    if (info == null) {
      if (!finding.has(name)) {
        finding.problem(name, "is missing");
      }
      return null;
    }
    var uid = info.requiredIdentity("uid", Artifacts.SHORT);
    var title = title(info, finding);
    var maker = maker(product);
    var draft = new AlertDraft("ocsf:" + maker.id() + ":" + uid, source());
    new OcsfEvidence(draft, maker.name()).read(finding);
    if (draft.isEmpty()) {
      draft.add(
          new OtherArtifact("ocsf.finding", Storable.boundedIdentity(title, Artifacts.SHORT)));
    }
    return draft.finish(heading(finding, info, title, maker));
  }

  private static AlertDraft.Heading heading(
      Fields finding, Fields info, String title, Maker maker) {
    return new AlertDraft.Heading(
        title,
        description(info, finding),
        Severities.ocsf(
            finding.number("severity_id"), finding.leniently().text("severity", Fields.ID)),
        info.leniently().texts("types", Fields.ID).stream().findFirst().orElse(null),
        techniques(finding, info),
        maker.name(),
        first(
            finding.instant("time"),
            finding.instant("time_dt"),
            info.instant("created_time"),
            info.instant("created_time_dt")),
        first(info.instant("first_seen_time"), info.instant("first_seen_time_dt")));
  }

  /** The class may stand in {@code type_uid} only, which is the class and two digits more. */
  private static void requireClass(Fields finding) {
    var type = finding.number("type_uid");
    var name = finding.has("class_uid") ? "class_uid" : "type_uid";
    var number = finding.has("class_uid") ? finding.number("class_uid") : type;
    if (number == null) {
      return;
    }
    var uid = name.equals("type_uid") ? number / 100 : number;
    if (!CLASSES.contains(uid)) {
      finding.problem(
          name,
          "is of class "
              + uid
              + "; alerts are findings: 2004 (Detection Finding) or 2001 (Security Finding)");
    }
  }

  private record Maker(String id, String name) {}

  private static Maker maker(@Nullable Fields product) {
    if (product == null) {
      return new Maker("-", "ocsf");
    }
    var fields = product.leniently();
    var name = fields.identity("name", Fields.ID);
    name = name != null ? name : fields.identity("vendor_name", Fields.ID);
    var uid = product.identity("uid", Fields.ID);
    var shown = requireNonNullElse(name, "ocsf");
    return new Maker(uid != null ? uid : shown, shown);
  }

  private static String title(Fields info, Fields finding) {
    var title = info.text("title", Texts.TITLE);
    title = title != null ? title : finding.text("message", Texts.TITLE);
    title = title != null ? title : info.text("desc", Texts.TITLE);
    if (title == null) {
      info.problem("title", "is missing");
    }
    return requireNonNullElse(title, "");
  }

  private static @Nullable String description(Fields info, Fields finding) {
    var said = info.text("desc");
    return said != null ? said : finding.text("message");
  }

  private static @Nullable Instant first(@Nullable Instant... times) {
    for (var time : times) {
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static List<String> techniques(Fields finding, Fields info) {
    var found = new LinkedHashSet<String>();
    for (var place : List.of(info.leniently(), finding.leniently())) {
      for (var attack : place.objects("attacks", AlertDraft.MOST_EVIDENCE)) {
        for (var name : List.of("sub_technique", "sub_techniques", "technique", "techniques")) {
          attack.objects(name, 100).stream()
              .map(t -> t.text("uid", Fields.ID))
              .filter(t -> t != null)
              .map(t -> t.toUpperCase(Locale.ROOT))
              .forEach(found::add);
        }
      }
    }
    return List.copyOf(found);
  }
}
