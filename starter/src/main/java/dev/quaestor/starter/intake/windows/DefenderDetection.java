package dev.quaestor.starter.intake.windows;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;
import static java.util.Objects.requireNonNullElse;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What Defender Antivirus says that it found, in the one field {@code Path} of its events: {@code
 * file:_C:\x.zip->a.exe; webfile:_C:\x.zip|http://…|pid:4711,…; regkey:_HKLM@…}. What follows an
 * arrow lies inside the file and nowhere else.
 */
final class DefenderDetection {
  private static final String ARROW = "->";
  private static final String TASKS = "\\system32\\tasks";
  private static final ReportedVerdict FOUND =
      new ReportedVerdict("windowsDefender", Verdict.MALICIOUS, "detected");

  private final AlertDraft draft;
  private final HostDraft host;
  private final Fields values;
  private final SequencedSet<Long> processes = new LinkedHashSet<>();
  private boolean isProcess;

  DefenderDetection(AlertDraft draft, HostDraft host, Fields values) {
    this.draft = draft;
    this.host = host;
    this.values = values;
  }

  void read() {
    if (!values.has("threatname")) {
      return;
    }
    var path = requireNonNullElse(values.text("path"), "");
    for (var resource : resources(path)) {
      var cut = resource.indexOf(":_");
      if (cut < 0) {
        file(resource);
      } else if (!resource.substring(cut + 2).isBlank()) {
        resource(
            resource.substring(0, cut).strip().toLowerCase(Locale.ROOT),
            resource.substring(cut + 2).strip());
      }
    }
    process();
  }

  /** A name may hold a semicolon: only one before another kind of thing parts two of them. */
  private static List<String> resources(String path) {
    var found = new ArrayList<String>();
    var start = 0;
    for (int at = path.indexOf(';'); at >= 0; at = path.indexOf(';', at + 1)) {
      if (startsResource(path, at + 1)) {
        found.add(path.substring(start, at).strip());
        start = at + 1;
      }
    }
    found.add(path.substring(start).strip());
    return found;
  }

  private static boolean startsResource(String path, int from) {
    var at = from;
    while (at < path.length() && path.charAt(at) == ' ') {
      at++;
    }
    var word = at;
    while (at < path.length() && Character.isLetter(path.charAt(at))) {
      at++;
    }
    return at > word && path.startsWith(":_", at);
  }

  private void resource(String kind, String what) {
    switch (kind) {
      case "file", "containerfile", "startup", "amsi", "uefi" -> file(what);
      case "webfile" -> downloaded(what);
      case "process", "behavior" -> {
        isProcess = true;
        number(what);
      }
      case "cmdline", "internalcmdline" ->
          found(host.process(null, null, Storable.bounded(what, Texts.FREE_TEXT), null, null));
      case "regkey", "runkey", "regkeyvalue" -> registry(what);
      case "service" -> found(new SystemService(host.deviceId(), name(what), null));
      case "driver" -> found(new Driver(host.deviceId(), name(what), null));
      case "taskscheduler" -> found(new ScheduledTask(host.deviceId(), task(what), null));
      default -> {
        // Folders, certificates and the like are kept with the rest of the event.
      }
    }
  }

  private void found(@Nullable Entity thing) {
    if (thing != null) {
      draft.add(thing, List.of(), FOUND);
    }
  }

  private void file(String path) {
    var inside = path.indexOf(ARROW);
    var outer = inside > 0 ? path.substring(0, inside) : path;
    found(outer.isBlank() ? null : host.file(outer, null, Hashes.NONE, null, null));
  }

  private void downloaded(String what) {
    var parts = what.split("\\|", 4);
    file(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().startsWith("pid:")) {
        number(parts[i].strip());
      } else {
        found(Artifacts.url(Storable.boundedIdentity(parts[i].strip(), Texts.FREE_TEXT), null));
      }
    }
  }

  /** {@code pid:4711,ProcessStart:133…}. */
  private void number(String what) {
    var from = what.indexOf("pid:");
    var at = from + 4;
    while (from >= 0 && at < what.length() && at - from < 14 && isDigit(what.charAt(at))) {
      at++;
    }
    if (from >= 0 && at > from + 4) {
      processes.add(Long.parseLong(what.substring(from + 4, at)));
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What was found, or whoever touched it; the event has one name for all of its numbers. */
  private void process() {
    var name = values.text("processname");
    var isKnown = name != null && !name.equalsIgnoreCase("unknown");
    var image = isKnown ? host.file(name, null, Hashes.NONE, null, null) : null;
    if (processes.isEmpty()) {
      HostDraft.addIfAny(draft, host.process(null, null, null, image, null), Role.CONTEXTUAL);
    }
    for (var number : processes) {
      var process = host.process(number, null, null, image, null);
      if (isProcess) {
        found(process);
      } else {
        HostDraft.addIfAny(draft, process, Role.CONTEXTUAL);
      }
    }
  }

  /** Two backslashes part the key from the value's name. */
  private void registry(String what) {
    var cut = what.indexOf("\\\\");
    found(
        cut > 0 && cut < what.length() - 2
            ? host.registry(bounded(what.substring(0, cut)), name(what.substring(cut + 2)), null)
            : host.registry(bounded(what), null, null));
  }

  private static String task(String path) {
    var at = path.toLowerCase(Locale.ROOT).indexOf(TASKS);
    return name(at < 0 ? path : path.substring(at + TASKS.length()));
  }

  private static String bounded(String text) {
    return Storable.boundedIdentity(text, Texts.FREE_TEXT);
  }

  private static String name(String text) {
    return Storable.boundedIdentity(text, NAME);
  }
}
