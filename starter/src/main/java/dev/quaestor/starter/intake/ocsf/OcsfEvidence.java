package dev.quaestor.starter.intake.ocsf;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSF finding names: its {@code evidences[]}, what stands in the finding itself (as
 * Security Findings and the host profile have it), {@code resources[]}, {@code malware[]}, and last
 * {@code observables[]}, of which those are left out that were named before.
 */
final class OcsfEvidence {
  /** What says nothing of the thing itself, or is read by the format. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "metadata",
          "finding_info",
          "finding",
          "attacks",
          "observables",
          "evidences",
          "resources",
          "remediation",
          "analytic",
          "risk_details",
          "raw_data");

  private static final int DEEPEST = 6;

  private final AlertDraft draft;
  private final String vendor;

  OcsfEvidence(AlertDraft draft, String vendor) {
    this.draft = draft;
    this.vendor = vendor;
  }

  void read(Fields finding) {
    var items = finding.objects("evidences", AlertDraft.MOST_EVIDENCE);
    var resources = finding.objects("resources", AlertDraft.MOST_EVIDENCE);
    var all = finding.leniently();
    var host = OcsfObjects.host(all, resources.stream().map(Fields::leniently).toList());
    if (!host.isKnown() && items.size() == 1) {
      host = OcsfObjects.host(items.getFirst().leniently(), List.of());
    }
    for (var item : items) {
      var fields = item.leniently();
      var own = OcsfObjects.host(fields, List.of());
      object(fields, own.isKnown() ? own : claimed(host, fields), reported(fields));
    }
    object(all, host, null);
    for (var resource : resources) {
      resource(resource.leniently(), host);
    }
    var observables = new OcsfObservables(draft, vendor, host);
    all.objects("observables", AlertDraft.MOST_EVIDENCE).forEach(observables::read);
  }

  private static HostDraft claimed(HostDraft host, Fields item) {
    var source = item.object("src_endpoint");
    var destination = item.object("dst_endpoint");
    host.claimEnd(
        source == null ? null : source.text("ip", Fields.ID),
        destination == null ? null : destination.text("ip", Fields.ID));
    return host;
  }

  private @Nullable ReportedVerdict reported(Fields item) {
    var number = item.number("verdict_id");
    var word = item.text("verdict", Fields.ID);
    return number == null && word == null
        ? null
        : new ReportedVerdict(vendor, verdict(number, word), null);
  }

  /** The schema's {@code verdict_id}; what is no judgement of the thing is Unknown. */
  private static Verdict verdict(@Nullable Long number, @Nullable String word) {
    if (number == null || number == 99) {
      return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
        case "true positive", "malicious" -> Verdict.MALICIOUS;
        case "suspicious", "security risk" -> Verdict.SUSPICIOUS;
        case "false positive", "benign", "clean" -> Verdict.NO_THREATS_FOUND;
        default -> Verdict.UNKNOWN;
      };
    }
    return switch ((int) Math.min(number, 99)) {
      case 2 -> Verdict.MALICIOUS;
      case 4, 8 -> Verdict.SUSPICIOUS;
      case 1, 5 -> Verdict.NO_THREATS_FOUND;
      default -> Verdict.UNKNOWN;
    };
  }

  /** One item of the evidence, or the finding itself. */
  private void object(Fields item, HostDraft host, @Nullable ReportedVerdict reported) {
    var objects = new OcsfObjects(host);
    add(host.device(), reported == null || !hasOnly(item, "device") ? null : reported);
    for (var property : item.node().properties()) {
      var name = property.getKey();
      var value = property.getValue();
      if (value.isNull() || ENVELOPE.contains(name)) {
        continue;
      }
      if (name.equals("url") && value.isString() && !value.stringValue().isBlank()) {
        add(
            Artifacts.url(Storable.boundedIdentity(value.stringValue(), Texts.FREE_TEXT), null),
            reported);
      } else if (value.isContainer() && !value.isEmpty()) {
        for (var inner : item.objects(name, AlertDraft.MOST_EVIDENCE)) {
          named(name, inner, item, objects, reported);
        }
        if (item.objects(name, AlertDraft.MOST_EVIDENCE).isEmpty()) {
          draft.add(Artifacts.section("ocsf." + name, item, name));
        }
      }
    }
  }

  private static boolean hasOnly(Fields item, String name) {
    return item.node().properties().stream()
        .allMatch(p -> p.getKey().equals(name) || !p.getValue().isContainer());
  }

  private void named(
      String name,
      Fields inner,
      Fields item,
      OcsfObjects objects,
      @Nullable ReportedVerdict reported) {
    switch (name) {
      case "device" -> {}
      case "process" -> process(inner, objects, reported, 0);
      case "actor" -> actor(inner, objects);
      case "file", "file_result" -> addOr(objects.file(inner), name, inner, reported);
      case "user" -> addOr(objects.user(inner), name, inner, reported);
      case "url" -> addOr(objects.url(inner), name, inner, reported);
      case "email" -> email(inner, objects, reported);
      case "src_endpoint" -> endpoint(inner, objects.host(), Role.SOURCE, reported);
      case "dst_endpoint" -> endpoint(inner, objects.host(), Role.DESTINATION, reported);
      case "http_request" -> request(inner, objects, reported);
      case "query" -> addOr(objects.name(inner), name, inner, reported);
      case "reg_key", "prev_reg_key" -> addOr(objects.registryKey(inner), name, inner, reported);
      case "reg_value", "prev_reg_value" ->
          addOr(objects.registryValue(inner), name, inner, reported);
      case "win_service", "service" -> addOr(objects.service(inner), name, inner, reported);
      case "job" -> addOr(objects.task(inner), name, inner, reported);
      case "driver" -> addOr(objects.driver(inner), name, inner, reported);
      case "malware" -> malware(inner, objects);
      default -> add(Artifacts.other("ocsf." + name, inner, Set.of()), reported);
    }
  }

  private void process(
      Fields item, OcsfObjects objects, @Nullable ReportedVerdict reported, int depth) {
    var process = objects.process(item);
    addOr(process, "process", item, reported);
    if (process instanceof ProcessArtifact known && known.image() != null) {
      add(known.image(), reported);
    }
    var user = item.object("user");
    add(user == null ? null : objects.user(user), null);
    var parent = item.object("parent_process");
    if (parent != null && depth < DEEPEST) {
      var above = objects.process(parent);
      if (above != null) {
        draft.add(above, List.of(Role.CONTEXTUAL), null);
      }
      var next = parent.object("parent_process");
      if (next != null) {
        process(next, objects, null, depth + 2);
      }
    }
  }

  private void actor(Fields actor, OcsfObjects objects) {
    var process = actor.object("process");
    if (process != null) {
      process(process, objects, null, 0);
    }
    var user = actor.object("user");
    add(user == null ? null : objects.user(user), null);
    Artifacts.sections(draft, actor, "ocsf.actor", Set.of("process", "user"));
  }

  private void email(Fields item, OcsfObjects objects, @Nullable ReportedVerdict reported) {
    var copies = objects.messages(item);
    copies.forEach(m -> add(m, reported));
    if (copies.isEmpty()) {
      add(Artifacts.other("ocsf.email", item, Set.of()), reported);
      item.texts("to", NAME).stream()
          .filter(a -> a.indexOf('@') > 0)
          .forEach(a -> draft.add(new Mailbox(a, null), List.of(Role.CONTEXTUAL), null));
    }
    for (var file : item.objects("files", AlertDraft.MOST_EVIDENCE)) {
      addOr(new OcsfObjects(new HostDraft()).file(file), "file", file, null);
    }
    for (var url : item.objects("urls", AlertDraft.MOST_EVIDENCE)) {
      addOr(objects.url(url), "url", url, null);
    }
  }

  private void endpoint(
      Fields item, HostDraft host, Role role, @Nullable ReportedVerdict reported) {
    var address = Addresses.of(item.text("ip", Fields.ID));
    var isHost =
        address != null && host.owns(address)
            || host.isKnown() && OcsfObjects.isSame(host, item.text("hostname", NAME));
    if (isHost) {
      return;
    }
    if (address != null) {
      draft.add(new IpAddress(address), List.of(role), reported);
    } else {
      add(Artifacts.other("ocsf.endpoint", item, Set.of()), reported);
    }
    var called = item.identity("domain", NAME);
    called = called != null ? called : item.identity("hostname", NAME);
    if (called != null && called.indexOf('.') > 0 && !Addresses.isAddress(called)) {
      draft.add(new Url(called), List.of(role), reported);
    }
  }

  private void request(Fields item, OcsfObjects objects, @Nullable ReportedVerdict reported) {
    var url = item.object("url");
    addOr(url == null ? null : objects.url(url), "http_request", item, reported);
    for (var list : item.texts("x_forwarded_for", NAME)) {
      objects.host().addPeer(draft, list, Role.SOURCE);
    }
  }

  private void malware(Fields item, OcsfObjects objects) {
    add(Artifacts.other("ocsf.malware", item, Set.of("files", "path")), null);
    for (var file : item.objects("files", AlertDraft.MOST_EVIDENCE)) {
      add(objects.file(file), new ReportedVerdict(vendor, Verdict.MALICIOUS, null));
    }
    var path = item.text("path");
    add(path == null ? null : objects.host().file(path, null, Hashes.NONE, null, null), null);
  }

  private void resource(Fields item, HostDraft host) {
    var owner = item.object("owner");
    add(owner == null ? null : new OcsfObjects(host).user(owner), null);
    for (var details : item.parsedObjects("data")) {
      principal(details);
    }
    if (!OcsfObjects.isHost(item) || !OcsfObjects.isSame(host, OcsfObjects.nameOf(item))) {
      add(Artifacts.other("ocsf.resource", item, Set.of("owner")), null);
    }
  }

  /** Whose key it is, as the finding format of one cloud has it in the resource's details. */
  private void principal(Fields details) {
    for (var kind : List.of("AwsIamAccessKey", "AwsIamUser")) {
      var key = details.object(kind);
      var name = key == null ? null : key.identity("PrincipalName", NAME);
      name = name == null && key != null ? key.identity("UserName", NAME) : name;
      add(name == null ? null : Artifacts.account(name, null, null, null), null);
    }
  }

  private void addOr(
      @Nullable Entity entity, String kind, Fields item, @Nullable ReportedVerdict reported) {
    add(entity != null ? entity : Artifacts.other("ocsf." + kind, item, Set.of()), reported);
  }

  private void add(@Nullable Entity entity, @Nullable ReportedVerdict reported) {
    if (entity != null) {
      draft.add(entity, List.of(), reported);
    }
  }
}
