package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code data.win.eventdata}: the named values of a Windows event, their first letter made small.
 * Read are those of Sysmon (1 process, 3 connection, 6 driver, 7 image, 11 file, 12 to 14 registry,
 * 22 name), of the Security log (4624 and its like, 4688, 4697, 4698) and of Defender's own log
 * (1116, 1117); the rest is kept in one line.
 */
final class WazuhWindows {
  /** Said by the entities already, or the same for every event. */
  private static final Set<String> SAID =
      Set.of(
          "image",
          "commandLine",
          "hashes",
          "processId",
          "parentImage",
          "parentCommandLine",
          "parentProcessId",
          "targetFilename",
          "targetObject",
          "user",
          "sourceIp",
          "destinationIp",
          "queryName",
          "imageLoaded",
          "utcTime",
          "processGuid",
          "parentProcessGuid",
          "logonGuid",
          "logonId",
          "ruleName");

  private final AlertDraft draft;
  private final HostDraft host;
  private final Fields events;

  WazuhWindows(AlertDraft draft, HostDraft host, Fields events) {
    this.draft = draft;
    this.host = host;
    this.events = events;
  }

  void read(@Nullable Fields system) {
    var id = system == null ? null : system.number("eventID");
    var hashes = Hashes.named(events.text("hashes"));
    process(hashes, id == null ? 0 : id.intValue());
    loaded(id, hashes);
    var target = events.text("targetFilename");
    HostDraft.addIfAny(draft, host.file(target, null, Hashes.NONE, null, null), Role.CREATED);
    registry();
    var name = events.identity("queryName", NAME);
    if (name != null) {
      draft.add(new Url(name));
    }
    host.addPeer(draft, events.text("sourceIp", Fields.ID), Role.SOURCE);
    host.addPeer(draft, events.text("destinationIp", Fields.ID), Role.DESTINATION);
    host.addPeer(draft, events.text("ipAddress", Fields.ID), Role.SOURCE);
    users();
    installed();
    threat();
    var rest = Artifacts.other("wazuh.win.eventdata", events, SAID);
    if (!rest.name().equals("(nothing said)")) {
      draft.add(rest);
    }
  }

  private void process(Hashes hashes, int event) {
    var isLoading = event == 6 || event == 7;
    var path = text("image", "newProcessName");
    path = path != null ? path : text("processName", "sourceImage");
    var image = host.file(path, null, isLoading ? Hashes.NONE : hashes, null, null);
    // Of 4688, "processId" is the parent: the new process has an id of its own.
    var created = events.number("newProcessId");
    var number = created != null ? created : events.number("processId");
    var parent = text("parentImage", "parentProcessName");
    HostDraft.addIfAny(
        draft,
        host.process(
            number,
            event == 1 ? events.instant("utcTime") : null,
            text("commandLine", "processCommandLine"),
            image,
            text("user", "subjectUserName")));
    HostDraft.addIfAny(draft, image);
    var parentNumber =
        created != null ? events.number("processId") : events.number("parentProcessId");
    HostDraft.addIfAny(
        draft,
        host.process(
            parentNumber,
            null,
            text("parentCommandLine"),
            host.file(parent, null, Hashes.NONE, null, null),
            text("parentUser")),
        Role.CONTEXTUAL);
    var target = events.text("targetImage");
    HostDraft.addIfAny(
        draft,
        host.process(
            events.number("targetProcessId"),
            null,
            null,
            host.file(target, null, Hashes.NONE, null, null),
            null));
  }

  private void loaded(@Nullable Long id, Hashes hashes) {
    var path = events.text("imageLoaded");
    var file = host.file(path, null, hashes, null, text("signature"));
    if (file == null) {
      return;
    }
    draft.add(file, List.of(Role.LOADED), null);
    if (id != null && id == 6 && file.name() != null) {
      draft.add(new Driver(host.deviceId(), file.name(), path), List.of(Role.LOADED), null);
    }
  }

  /** Sysmon writes the value's name as the last part of the key's path. */
  private void registry() {
    var path = events.identity("targetObject", Texts.FREE_TEXT);
    var details = events.text("details");
    var cut = path == null ? -1 : path.lastIndexOf('\\');
    if (path != null && details != null && cut > 0) {
      var key = path.substring(0, cut);
      HostDraft.addIfAny(draft, host.registry(key, path.substring(cut + 1), details), Role.EDITED);
    } else {
      HostDraft.addIfAny(draft, host.registry(path, null, null), Role.EDITED);
    }
  }

  private void users() {
    user(events.identity("user", NAME), null, null);
    user(
        events.identity("targetUserName", NAME),
        events.identity("targetDomainName", NAME),
        text("targetUserSid", "targetSid"));
    user(
        events.identity("subjectUserName", NAME),
        events.identity("subjectDomainName", NAME),
        text("subjectUserSid"));
  }

  private void user(@Nullable String name, @Nullable String domain, @Nullable String sid) {
    if (name != null && !name.equals("-")) {
      HostDraft.addIfAny(
          draft, Artifacts.account(name, domain, null, "S-1-0-0".equals(sid) ? null : sid));
    }
  }

  private void installed() {
    var service = events.identity("serviceName", NAME);
    if (service != null) {
      var image = text("imagePath", "serviceFileName");
      draft.add(new SystemService(host.deviceId(), service, image), List.of(Role.CREATED), null);
    }
    var task = events.identity("taskName", NAME);
    if (task != null) {
      draft.add(new ScheduledTask(host.deviceId(), task, null), List.of(Role.CREATED), null);
    }
  }

  /** Defender writes {@code file:_C:\x.exe; process:_pid:4711,…} and the like. */
  private void threat() {
    var threat = text("threat Name", "threatName");
    var path = events.text("path");
    if (threat == null || path == null) {
      return;
    }
    for (var part : path.split(";")) {
      var place = part.strip();
      if (place.startsWith("file:_") || place.startsWith("containerfile:_")) {
        var file =
            host.file(place.substring(place.indexOf('_') + 1), null, Hashes.NONE, null, null);
        if (file != null) {
          draft.add(
              file,
              List.of(),
              new ReportedVerdict("windowsDefender", Verdict.MALICIOUS, "detected"));
        }
      }
    }
  }

  private @Nullable String text(String... names) {
    for (var name : names) {
      var text = events.text(name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
