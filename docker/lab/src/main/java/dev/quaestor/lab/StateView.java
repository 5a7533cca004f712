package dev.quaestor.lab;

import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.fault.FaultBoard;
import dev.quaestor.lab.http.RequestCounter;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.DeviceFile;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.LabDevice;
import dev.quaestor.lab.tenant.LabMachineAction;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.MailItem;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The truth as JSON: what {@code GET /lab/state} answers. */
final class StateView {

  private final Tenant tenant;
  private final FaultBoard faults;
  private final RequestCounter counter;

  StateView(Tenant tenant, FaultBoard faults, RequestCounter counter) {
    this.tenant = tenant;
    this.faults = faults;
    this.counter = counter;
  }

  ObjectNode render(Duration delay) {
    ObjectNode state = LabJson.object();
    state
        .putObject("settings")
        .put("delayMs", delay.toMillis())
        .put("actionDurationMs", tenant.actions().duration().toMillis())
        .put("duplicates", tenant.actions().duplicates().name().toLowerCase(Locale.ROOT));
    ArrayNode devices = state.putArray("devices");
    tenant.devices().all().forEach(device -> devices.add(device(device)));
    ArrayNode mailboxes = state.putArray("mailboxes");
    tenant.mail().all().forEach(mailbox -> mailboxes.add(mailbox(mailbox)));
    ArrayNode users = state.putArray("users");
    for (var user : tenant.users().all()) {
      users
          .addObject()
          .put("id", user.id())
          .put("userPrincipalName", user.principalName())
          .put("accountEnabled", user.enabled())
          .put("riskState", user.riskState())
          .put("sessionsRevoked", user.sessionsRevoked() != null)
          .put("mustChangePassword", user.mustChangePassword());
    }
    ArrayNode indicators = state.putArray("indicators");
    tenant.indicators().values().forEach(indicators::add);
    ArrayNode actions = state.putArray("machineActions");
    tenant.actions().all().forEach(action -> actions.add(action(action)));
    ArrayNode pending = state.putArray("faults");
    faults.pending().forEach(fault -> pending.add(fault(fault)));
    ObjectNode requests = state.putObject("requests");
    counter.all().forEach(requests::put);
    return state;
  }

  private static ObjectNode device(LabDevice device) {
    ObjectNode node = LabJson.object();
    node.put("id", device.id());
    node.put("name", device.name());
    node.put("group", device.group());
    node.put("online", device.online());
    node.put("offboarded", device.offboarded());
    String isolation = device.isolation();
    node.put("isolated", isolation != null);
    node.put("isolation", isolation == null ? "None" : isolation);
    node.put("restricted", device.restricted());
    ArrayNode files = node.putArray("files");
    for (DeviceFile file : device.files()) {
      files
          .addObject()
          .put("sha1", file.sha1())
          .put("sha256", file.sha256())
          .put("fileName", file.fileName())
          .put("filePath", file.folder())
          .put(
              "state", file.quarantined() ? "quarantined" : file.deleted() ? "deleted" : "present");
    }
    ArrayNode items = node.putArray("items");
    for (var item : device.items()) {
      items
          .addObject()
          .put("kind", item.kind())
          .put("name", item.name())
          .put("state", item.present() ? "present" : "removed");
    }
    ArrayNode scans = node.putArray("scans");
    device.scans().forEach(scans::add);
    node.put("packages", device.packages());
    return node;
  }

  private static ObjectNode mailbox(LabMailbox mailbox) {
    ObjectNode node = LabJson.object();
    node.put("address", mailbox.address());
    ObjectNode folders = node.putObject("folders");
    for (Folder folder : Folder.of(mailbox)) {
      ArrayNode messages = LabJson.array();
      mailbox.items().stream()
          .filter(item -> item.folder() == folder)
          .forEach(item -> messages.add(message(item)));
      if (!messages.isEmpty()) {
        folders.set(name(folder), messages);
      }
    }
    ArrayNode rules = node.putArray("rules");
    mailbox.rules().values().forEach(rules::add);
    return node;
  }

  /** A folder that somebody made goes by the name that they gave it. */
  private static String name(Folder folder) {
    return folder.wellKnownName().startsWith("made-")
        ? folder.displayName()
        : folder.wellKnownName();
  }

  private static ObjectNode message(MailItem item) {
    ObjectNode node = LabJson.object();
    node.put("id", item.id());
    node.put("networkMessageId", item.networkMessageId());
    node.put("internetMessageId", item.mail().header("Message-ID").trim());
    node.put("from", item.mail().from().address());
    node.put("subject", item.mail().subject());
    node.put("deliveredTo", item.deliveredTo().wellKnownName());
    ArrayNode attachments = node.putArray("attachments");
    item.mail().attachments().forEach(attachment -> attachments.add(attachment.name()));
    return node;
  }

  private static ObjectNode action(LabMachineAction action) {
    ObjectNode node = LabJson.object();
    node.put("id", action.id());
    node.put("type", action.type().wireName());
    node.put("status", action.status().wireName());
    node.put("machineId", action.device().id());
    node.put("requestorComment", action.order().comment());
    return node;
  }

  private static ObjectNode fault(Fault fault) {
    ObjectNode node = LabJson.object();
    node.put("route", fault.route());
    node.put("kind", fault.kind().wireName());
    node.put("times", fault.times());
    return node;
  }
}
