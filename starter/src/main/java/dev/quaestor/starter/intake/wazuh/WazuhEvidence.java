package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

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
import dev.quaestor.starter.intake.suricata.SuricataEvidence;
import dev.quaestor.starter.intake.windows.WindowsEvent;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  private static final Set<String> READ_IN_DATA =
      Set.of("win", "EventChannel", "WinEvtChannel", "virustotal", "audit");

  private final AlertDraft draft;
  private final Fields alert;
  private final @Nullable Fields data;
  private final WazuhOrigin origin;
  private final HostDraft host;

  WazuhEvidence(AlertDraft draft, Fields alert) {
    this.draft = draft;
    this.alert = alert;
    this.data = alert.object("data");
    this.origin = new WazuhOrigin(alert, data);
    this.host = origin.host();
  }

  void read() {
    if (data == null) {
      HostDraft.addIfAny(draft, host.device());
      // The first versions had them beside the rule.
      parties(new DecodedFields(alert));
    } else if (origin.isFetched()) {
      new CloudLog(draft).read(data);
      keep(data);
    } else if (isResponse(data)) {
      HostDraft.addIfAny(draft, host.device());
      response(data);
    } else {
      decoded(data);
    }
    integrity(alert.object("syscheck"));
    virusTotal(alert.object("virustotal"));
    Artifacts.sections(draft, alert, VENDOR, ENVELOPE);
  }

  private void decoded(Fields data) {
    var fields = new DecodedFields(data);
    var event = windowsEvent(data);
    network(data, fields);
    if (event != null) {
      event.claimEnds();
    }
    HostDraft.addIfAny(draft, host.device());
    if (event != null) {
      event.read();
      event.keepRest(VENDOR + ".win.eventdata");
    }
    parties(fields);
    things(data, fields);
    keep(data);
  }

  /** The first versions called it otherwise, and its fields as Windows does. */
  private @Nullable WindowsEvent windowsEvent(Fields data) {
    for (var name : List.of("win", "EventChannel", "WinEvtChannel")) {
      var log = data.object(name);
      var events = log == null ? null : EventChannel.plain(log.object(log.cased("eventdata")));
      if (log != null && events != null) {
        var system = log.object(log.cased("system"));
        var id = system == null ? null : system.number(system.cased("eventID"));
        return new WindowsEvent(draft, host, events, id);
      }
    }
    return null;
  }

  private void parties(DecodedFields fields) {
    fields.sources().forEach(a -> host.addPeer(draft, a, Role.SOURCE));
    fields.destinations().forEach(a -> host.addPeer(draft, a, Role.DESTINATION));
    fields.users().forEach(draft::add);
  }

  /**
   * Which end of a connection is the machine itself. A network sensor hears others, whose traffic
   * it is stands in the event; and neither end is a firewall that sent its log here.
   */
  private void network(Fields data, DecodedFields fields) {
    var source = first(fields.sources());
    var destination = first(fields.destinations());
    if (source == null
        || destination == null
        || host.owns(source)
        || host.owns(destination)
        || origin.isRelayed()) {
      return;
    }
    var sensor = data.object("alert");
    var hears = sensor != null && data.has("event_type");
    if (sensor != null && hears && (origin.isManager() || host.hasAddress())) {
      host.replace(new SuricataEvidence(draft, data, sensor).victim());
    } else if (!host.hasAddress() || Addresses.isMachine(destination)) {
      host.claimEnd(source, destination);
    }
  }

  private static @Nullable String first(List<String> texts) {
    return texts.isEmpty() ? null : texts.getFirst();
  }

  /** An order of the manager to a script of its own, and the alert that was the reason. */
  private boolean isResponse(Fields data) {
    var decoder = alert.object("decoder");
    var decodedBy = decoder == null ? null : decoder.text("name", Fields.ID);
    var rule = alert.object("rule");
    return decodedBy != null && decodedBy.startsWith("ar_log")
        || data.object("parameters", "alert") != null
        || rule != null && rule.texts("groups", Fields.ID).contains("active_response");
  }

  private void response(Fields data) {
    parties(new DecodedFields(data));
    var cause = data.object("parameters", "alert");
    if (cause != null && cause.object("data", "parameters") == null) {
      new WazuhEvidence(draft, cause).read();
    }
    keep(data);
  }

  private void integrity(@Nullable Fields seen) {
    if (seen == null) {
      return;
    }
    var path = seen.text("path");
    var value = seen.identity("value_name", NAME);
    var role = "added".equals(seen.text("event", Fields.ID)) ? Role.CREATED : Role.EDITED;
    var size = seen.number("size_after");
    var view = seen.text("arch", Fields.ID);
    var isBare = path != null && !path.startsWith("[");
    var entry = host.registry(isBare && view != null ? view + " " + path : path, value, null);
    if (entry != null && (entry.hive() != null || value != null)) {
      HostDraft.addIfAny(draft, entry, role);
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

  private void things(Fields data, DecodedFields fields) {
    var name = fields.text("hostname", "httphostname", "httphost", "vhost");
    var url = fields.text("url", "uri", "requesturl", "urloriginal");
    HostDraft.addIfAny(draft, url == null ? null : Artifacts.url(url, urlHost(name)));
    var path = fields.text("file", "filepath", "filename");
    var hashes = Hashes.of(data, "sha256", "sha1", "md5");
    var file = path == null ? null : host.file(path, null, hashes, null, null);
    if (file != null) {
      draft.addUnlessSaid(file, List.of(), null);
    }
    var sensor = data.object("alert");
    if (sensor != null && data.has("event_type")) {
      new SuricataEvidence(draft, data, sensor).names();
    }
    virusTotal(data.object("virustotal"));
    audit(data.object("audit"));
    command(data, fields);
  }

  /** The name of the machine that wrote the log is no web address. */
  private @Nullable String urlHost(@Nullable String name) {
    return name != null && (name.indexOf('.') > 0 || Addresses.of(name) != null) ? name : null;
  }

  /** What remains, as one line: the fields of a decoder of the user's own. */
  private void keep(Fields data) {
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
    var command = arguments == null ? audit.text("command") : arguments(arguments);
    var image = host.file(audit.text("exe"), null, Hashes.NONE, null, null);
    HostDraft.addIfAny(
        draft,
        host.process(
            audit.number("pid"),
            null,
            command == null ? null : Storable.bounded(command, Texts.FREE_TEXT),
            image,
            audit.text("uid", Fields.ID)));
    var parent = audit.number("ppid");
    HostDraft.addIfAny(draft, host.process(parent, null, null, null, null), Role.CONTEXTUAL);
    var file = audit.object("file");
    HostDraft.addIfAny(
        draft, file == null ? null : host.file(file.text("name"), null, Hashes.NONE, null, null));
  }

  /** By the number after the letter: a JSON object has its fields in no order. */
  private static String arguments(Fields arguments) {
    var ordered = new TreeMap<Integer, String>();
    for (var property : arguments.node().properties()) {
      var number = number(property.getKey());
      if (number >= 0 && property.getValue().isValueNode()) {
        ordered.put(number, property.getValue().asString());
      }
    }
    return String.join(" ", ordered.values());
  }

  /** {@code a0}, {@code a1}, …; what is none of these, as {@code argc}, counts for nothing. */
  private static int number(String name) {
    var digits = name.startsWith("a") && name.length() <= 6 ? name.substring(1) : "";
    return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(digits)
        : -1;
  }

  private void command(Fields data, DecodedFields fields) {
    var command = fields.text("command", "commandline", "cmdline");
    var image = host.file(fields.text("processname"), null, Hashes.NONE, null, null);
    var number = data.number("process_id");
    HostDraft.addIfAny(
        draft,
        host.process(number != null ? number : data.number("pid"), null, command, image, null));
  }
}
