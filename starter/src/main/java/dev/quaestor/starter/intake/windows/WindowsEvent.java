package dev.quaestor.starter.intake.windows;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The {@code EventData} of a Windows event. Read are those of Sysmon (process, connection, driver,
 * image, file, registry, name), of the Security log (logons, processes, services, tasks, objects,
 * accounts), of PowerShell and of Defender's own log (1116, 1117); the rest is kept in one line.
 * Shippers case the names differently ({@code TargetUserName}, {@code targetUserName}) and some
 * have blanks in them ({@code threat Name}); a dash is Windows' way to say nothing.
 */
public final class WindowsEvent {
  /** Said by the entities already, or the same for every event. */
  private static final Set<String> SAID =
      Set.of(
          "image",
          "commandline",
          "hashes",
          "processid",
          "parentimage",
          "parentcommandline",
          "parentprocessid",
          "targetfilename",
          "targetobject",
          "user",
          "sourceip",
          "destinationip",
          "queryname",
          "imageloaded",
          "utctime",
          "processguid",
          "parentprocessguid",
          "logonguid",
          "logonid",
          "rulename");

  private static final int DRIVER_LOADED = 6;
  private static final int IMAGE_LOADED = 7;

  private final AlertDraft draft;
  private final HostDraft host;
  private final Fields events;
  private final int id;
  private final Fields values;

  /**
   * @param id the event's number; 0 where none is known
   */
  public WindowsEvent(AlertDraft draft, HostDraft host, Fields events, @Nullable Long id) {
    this.draft = draft;
    this.host = host;
    this.events = events;
    this.id = id == null ? 0 : (int) Math.min(id, Integer.MAX_VALUE);
    this.values = plain(events);
  }

  private static Fields plain(Fields events) {
    var plain = JsonNodeFactory.instance.objectNode();
    for (var property : events.node().properties()) {
      var name = plain(property.getKey());
      var value = property.getValue();
      if (!plain.has(name) && !(value.isString() && value.stringValue().strip().equals("-"))) {
        plain.set(name, value);
      }
    }
    return Fields.lenient(plain);
  }

  private static String plain(String name) {
    return name.replace(" ", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Before the device is written down: which end of a connection it is. */
  public void claimEnds() {
    var source = Addresses.of(text("sourceip", "sourceaddress"));
    var destination = Addresses.of(text("destinationip", "destaddress"));
    if ("true".equalsIgnoreCase(text("initiated"))) {
      host.at(source);
    }
    host.claimEnd(source, destination);
  }

  /** Adds what is not said already: a shipper may have read the event as well. */
  public void read() {
    var hashes = Hashes.named(text("hashes", "hash"));
    process(hashes);
    loaded(hashes);
    files(hashes);
    registry();
    peers();
    users();
    installed();
    new DefenderDetection(draft, host, values).read();
  }

  /** What makes no thing of its own, in one line. */
  public void keepRest(String vendorKind) {
    var said =
        events.node().propertyNames().stream()
            .filter(name -> SAID.contains(plain(name)))
            .collect(Collectors.toSet());
    var rest = Artifacts.other(vendorKind, events, said);
    if (!rest.name().equals("(nothing said)")) {
      add(rest);
    }
  }

  private void process(Hashes hashes) {
    var path = text("image", "newprocessname", "processname", "sourceimage", "application");
    var isAboutImage = !isLoading() && text("targetfilename", "filepath") == null;
    path = path == null || path.equalsIgnoreCase("unknown") || isDetection() ? null : path;
    var company = id == 1 ? text("company") : null;
    var image = host.file(path, null, isAboutImage ? hashes : Hashes.NONE, null, company);
    // Of 4688, "processId" is the parent: the new process has an id of its own.
    var created = values.number("newprocessid");
    var number = created != null ? created : values.number("processid");
    number = number != null ? number : values.number("sourceprocessid");
    add(
        host.process(
            number,
            id == 1 ? values.instant("utctime") : null,
            text("commandline", "processcommandline"),
            image,
            text("user", "sourceuser", "subjectusername")));
    add(image);
    var parentNumber =
        created != null ? values.number("processid") : values.number("parentprocessid");
    add(
        host.process(
            parentNumber,
            null,
            text("parentcommandline"),
            host.file(text("parentimage", "parentprocessname"), null, Hashes.NONE, null, null),
            text("parentuser")),
        Role.CONTEXTUAL);
    add(
        host.process(
            values.number("targetprocessid"),
            null,
            null,
            host.file(text("targetimage"), null, Hashes.NONE, null, null),
            text("targetuser")));
  }

  private boolean isLoading() {
    return id == DRIVER_LOADED || id == IMAGE_LOADED || text("imageloaded") != null;
  }

  private boolean isDetection() {
    return text("threatname") != null;
  }

  private void loaded(Hashes hashes) {
    var path = text("imageloaded");
    var file = host.file(path, null, hashes, null, text("signature", "company"));
    if (path == null || file == null) {
      return;
    }
    add(file, Role.LOADED);
    if (id == DRIVER_LOADED && file.name() != null) {
      add(new Driver(host.deviceId(), file.name(), path), Role.LOADED);
    }
  }

  private void files(Hashes hashes) {
    add(
        text("targetfilename") == null
            ? null
            : host.file(text("targetfilename"), null, hashes, null, null),
        Role.CREATED);
    add(text("filepath") == null ? null : host.file(text("filepath"), null, hashes, null, null));
    var script = text("scriptblocktext") == null ? null : text("path");
    add(host.file(script, null, Hashes.NONE, null, null));
    var object = text("objectname");
    if ("file".equalsIgnoreCase(text("objecttype"))) {
      add(host.file(object, null, Hashes.NONE, null, null));
    }
  }

  /** Sysmon writes the value's name as the last part of the key's path. */
  private void registry() {
    var path = values.identity("targetobject", Texts.FREE_TEXT);
    var details = text("details");
    var cut = path == null ? -1 : path.lastIndexOf('\\');
    if (path != null && details != null && cut > 0) {
      var key = path.substring(0, cut);
      add(host.registry(key, path.substring(cut + 1), details), Role.EDITED);
    } else {
      add(host.registry(path, null, null), Role.EDITED);
    }
    var object = values.identity("objectname", Texts.FREE_TEXT);
    if (object != null && object.toUpperCase(Locale.ROOT).startsWith("\\REGISTRY\\")) {
      add(
          host.registry(object, values.identity("objectvaluename", NAME), text("newvalue")),
          Role.EDITED);
    }
  }

  private void peers() {
    var name = values.identity("queryname", NAME);
    if (name != null) {
      add(new Url(name));
    }
    var answers = text("queryresults");
    for (var answer : answers == null ? new String[0] : answers.split(";", 50)) {
      host.addPeer(draft, answer, Role.CONTEXTUAL);
    }
    host.addPeer(draft, text("sourceip", "sourceaddress"), Role.SOURCE);
    host.addPeer(draft, text("destinationip", "destaddress"), Role.DESTINATION);
    host.addPeer(draft, text("ipaddress", "clientaddress", "address"), Role.SOURCE);
  }

  private void users() {
    user(values.identity("user", NAME), null, null);
    for (var whose : List.of("target", "subject")) {
      user(
          values.identity(whose + "username", NAME),
          values.identity(whose + "domainname", NAME),
          text(whose + "usersid", whose + "sid"));
    }
    user(values.identity("sourceuser", NAME), null, null);
    user(values.identity("targetuser", NAME), null, null);
    user(null, null, text("membersid"));
    user(values.identity("detectionuser", NAME), null, null);
  }

  private void user(@Nullable String name, @Nullable String domain, @Nullable String sid) {
    if (name != null || sid != null) {
      add(Artifacts.account(name, domain, null, "S-1-0-0".equals(sid) ? null : sid));
    }
  }

  /** In Kerberos' events a service is an account and nothing that was installed. */
  private void installed() {
    var service = values.identity("servicename", NAME);
    var image = text("imagepath", "servicefilename");
    if (service != null && (image != null || id == 7045 || id == 4697)) {
      add(new SystemService(host.deviceId(), service, image), Role.CREATED);
    }
    var task = values.identity("taskname", NAME);
    if (task != null) {
      add(new ScheduledTask(host.deviceId(), task, null), Role.CREATED);
    }
  }

  private void add(@Nullable Entity entity, Role... roles) {
    if (entity != null) {
      draft.addUnlessSaid(entity, List.of(roles), null);
    }
  }

  private @Nullable String text(String... names) {
    for (var name : names) {
      var text = values.text(name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
