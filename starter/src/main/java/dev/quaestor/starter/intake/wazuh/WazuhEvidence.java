package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Entity;
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
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.suricata.SuricataEvidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * What a Wazuh alert names: the agent, what file integrity monitoring saw, and what a decoder put
 * into {@code data}. Decoders are many and users write their own, so that the fields which several
 * share are read by name and every other section is kept as it is.
 */
final class WazuhEvidence {
  private static final String VENDOR = "wazuh";

  /** What is no evidence, or is read by the format. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "rule",
          "agent",
          "manager",
          "cluster",
          "decoder",
          "predecoder",
          "input",
          "data",
          "syscheck",
          "virustotal",
          "GeoLocation",
          "previous_output",
          "_tmp_");

  private static final Set<String> READ_IN_DATA = Set.of("win", "virustotal", "audit");

  private final AlertDraft draft;
  private final Fields alert;
  private final @Nullable Fields data;
  private final HostDraft host = new HostDraft();

  WazuhEvidence(AlertDraft draft, Fields alert) {
    this.draft = draft;
    this.alert = alert;
    this.data = alert.object("data");
  }

  void read() {
    describeHost();
    var source = text(data, "srcip", "src_ip", "source_ip");
    var destination = text(data, "dstip", "dest_ip", "destination_ip");
    var events = unescaped(alert.object("data", "win", "eventdata"));
    host.claimEnd(source, destination);
    claimWindowsEnds(events);
    HostDraft.addIfAny(draft, host.device());
    integrity(alert.object("syscheck"));
    if (events != null) {
      new WazuhWindows(draft, host, events).read(alert.object("data", "win", "system"));
    }
    if (data != null) {
      host.addPeer(draft, source, Role.SOURCE);
      host.addPeer(draft, destination, Role.DESTINATION);
      data(data);
    }
    virusTotal(alert.object("virustotal"));
    Artifacts.sections(draft, alert, VENDOR, ENVELOPE);
  }

  /** The event channel's decoder escapes backslashes before they are escaped for JSON again. */
  private static @Nullable Fields unescaped(@Nullable Fields events) {
    if (events == null) {
      return null;
    }
    var plain = JsonNodeFactory.instance.objectNode();
    for (var property : events.node().properties()) {
      var value = property.getValue();
      var text = value.isString() ? value.stringValue() : "";
      // The two at the start of a server's name are meant.
      plain.set(
          property.getKey(),
          text.indexOf("\\\\", 1) > 0 ? StringNode.valueOf(text.replace("\\\\", "\\")) : value);
    }
    var fields = Fields.of(plain, "", new Problems());
    return fields == null ? null : fields.leniently();
  }

  /** What a manager got by syslog is about the machine that sent it, and not about the manager. */
  private void describeHost() {
    var agent = alert.object("agent");
    var name = agent == null ? null : agent.identity("name", NAME);
    var id = agent == null ? null : agent.identity("id", Fields.ID);
    var forwarded = alert.object("predecoder");
    var sender = forwarded == null ? null : forwarded.identity("hostname", NAME);
    var location = alert.text("location", NAME);
    var isForwarded =
        "000".equals(id) && sender != null && location != null && Addresses.isAddress(location);
    host.named(id == null ? null : "wazuh-agent-" + id, isForwarded ? sender : name);
    host.at(isForwarded ? location : agent == null ? null : agent.text("ip", Fields.ID));
    var computer = alert.object("data", "win", "system");
    if (!host.isKnown() && computer != null) {
      host.named(null, computer.identity("computer", NAME));
    }
    var os = agent == null ? null : agent.object("os");
    host.withOs(os == null ? null : os.text("platform", Fields.ID))
        .withOs(alert.object("data", "win") == null ? null : "Windows");
  }

  private void claimWindowsEnds(@Nullable Fields events) {
    if (events == null) {
      return;
    }
    var source = events.text("sourceIp", Fields.ID);
    var destination = events.text("destinationIp", Fields.ID);
    if ("true".equalsIgnoreCase(events.text("initiated", Fields.ID))) {
      host.at(source);
    }
    host.claimEnd(source, destination);
  }

  private void integrity(@Nullable Fields seen) {
    if (seen == null) {
      return;
    }
    var path = seen.text("path");
    var value = seen.identity("value_name", NAME);
    var role = "added".equals(seen.text("event", Fields.ID)) ? Role.CREATED : Role.EDITED;
    var size = seen.number("size_after");
    if (path != null && (path.startsWith("HKEY_") || value != null)) {
      HostDraft.addIfAny(draft, host.registry(path, value, null), role);
    } else {
      var hashes = Hashes.of(seen, "sha256_after", "sha1_after", "md5_after");
      HostDraft.addIfAny(draft, host.file(path, null, hashes, size, null), role);
    }
    var audit = seen.object("audit");
    if (audit == null) {
      return;
    }
    var process = audit.object("process");
    var user = firstOf(audit, "login_user", "effective_user", "user");
    var account =
        user == null ? null : Artifacts.account(user.identity("name", NAME), null, null, null);
    if (process != null) {
      var image = host.file(process.text("name"), null, Hashes.NONE, null, null);
      HostDraft.addIfAny(
          draft,
          host.process(
              process.number("id"), null, null, image, account == null ? null : account.label()));
      var parent = host.file(process.text("parent_name"), null, Hashes.NONE, null, null);
      HostDraft.addIfAny(
          draft, host.process(process.number("ppid"), null, null, parent, null), Role.CONTEXTUAL);
    }
    HostDraft.addIfAny(draft, account);
  }

  private static @Nullable Fields firstOf(Fields fields, String... names) {
    return Stream.of(names).filter(fields::has).findFirst().map(fields::object).orElse(null);
  }

  private void data(Fields data) {
    for (var name : List.of("srcuser", "dstuser", "user")) {
      HostDraft.addIfAny(draft, Artifacts.account(data.identity(name, NAME), null, null, null));
    }
    var url = data.identity("url", Texts.FREE_TEXT);
    if (url != null) {
      draft.add(new Url(absolute(url, data.identity("hostname", NAME))));
    }
    var file = data.text("file");
    if (file != null) {
      add(host.file(file, null, Hashes.of(data, "sha256", "sha1", "md5"), null, null), file);
    }
    var sensor = data.object("alert");
    if (sensor != null && data.has("event_type")) {
      new SuricataEvidence(draft, data, sensor).names();
    }
    virusTotal(data.object("virustotal"));
    audit(data.object("audit"));
    command(data);
    // What remains, as one line: the fields of a decoder of the user's own.
    Artifacts.sections(draft, data, VENDOR + ".data", READ_IN_DATA);
    var rest = Artifacts.other(VENDOR + ".data", data, containers(data));
    if (!rest.name().equals("(nothing said)")) {
      draft.add(rest);
    }
  }

  private static Set<String> containers(Fields fields) {
    return fields.node().properties().stream()
        .filter(p -> p.getValue().isContainer())
        .map(p -> p.getKey())
        .collect(Collectors.toSet());
  }

  private static String absolute(String url, @Nullable String host) {
    return host != null && url.startsWith("/") ? "http://" + host + url : url;
  }

  private void virusTotal(@Nullable Fields report) {
    if (report == null) {
      return;
    }
    var source = report.object("source");
    var file = source == null ? null : source.text("file");
    var hashes = Hashes.of(source, "sha256", "sha1", "md5");
    var found = report.number("malicious");
    var entity =
        host.file(file, null, hashes.or(Hashes.of(report, "sha256", "sha1", "md5")), null, null);
    if (entity != null) {
      draft.add(
          entity,
          List.of(),
          found == null
              ? null
              : new ReportedVerdict(
                  "virustotal", found > 0 ? Verdict.MALICIOUS : Verdict.UNKNOWN, null));
    }
  }

  private void audit(@Nullable Fields audit) {
    if (audit == null) {
      return;
    }
    var arguments = audit.object("execve");
    var command =
        arguments == null
            ? audit.text("command")
            : String.join(
                " ",
                arguments.node().properties().stream()
                    .filter(p -> p.getValue().isValueNode())
                    .map(p -> p.getValue().asString())
                    .toList());
    var image = host.file(audit.text("exe"), null, Hashes.NONE, null, null);
    HostDraft.addIfAny(
        draft,
        host.process(
            audit.number("pid"),
            null,
            command == null ? null : Texts.bounded(command, Texts.FREE_TEXT),
            image,
            audit.text("uid", Fields.ID)));
    var parent = audit.number("ppid");
    HostDraft.addIfAny(draft, host.process(parent, null, null, null, null), Role.CONTEXTUAL);
    var file = audit.object("file");
    HostDraft.addIfAny(
        draft, file == null ? null : host.file(file.text("name"), null, Hashes.NONE, null, null));
  }

  private void command(Fields data) {
    var command = data.text("command");
    var image = host.file(data.text("process_name"), null, Hashes.NONE, null, null);
    var number = data.number("process_id");
    HostDraft.addIfAny(
        draft,
        host.process(number != null ? number : data.number("pid"), null, command, image, null));
  }

  private void add(@Nullable Entity entity, String said) {
    if (entity != null && !draft.mentions(said)) {
      draft.add(entity);
    }
  }

  private static @Nullable String text(@Nullable Fields fields, String... names) {
    return fields == null
        ? null
        : Stream.of(names)
            .filter(fields::has)
            .findFirst()
            .map(n -> fields.text(n, Fields.ID))
            .orElse(null);
  }
}
