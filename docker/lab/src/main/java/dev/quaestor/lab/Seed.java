package dev.quaestor.lab;

import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimeMail;
import dev.quaestor.lab.tenant.DeviceFile;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Fingerprint;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.LabDevice;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.PostOffice;
import dev.quaestor.lab.tenant.ScriptLibrary;
import dev.quaestor.lab.tenant.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first state of a tenant, read from a resource. Times are written as minutes before the start,
 * so that hunting for the last days finds something whenever the lab is started.
 */
final class Seed {

  private static final String ALERTS = "/dev/quaestor/lab/alerts/";

  private final Tenant tenant;
  private final Instant now;

  private Seed(Tenant tenant) {
    this.tenant = tenant;
    this.now = tenant.clock().instant();
  }

  static void load(Tenant tenant, String resource) {
    JsonNode seed = LabJson.MAPPER.readTree(read(resource));
    new Seed(tenant).load(seed);
  }

  private void load(JsonNode seed) {
    seed.path("devices").forEach(this::device);
    seed.path("fleets").forEach(this::fleet);
    for (JsonNode file : seed.path("reputations")) {
      tenant.reputations().put(LabJson.text(file, "sha1"), (ObjectNode) file);
    }
    seed.path("users").forEach(this::user);
    seed.path("library").forEach(this::script);
    seed.path("alerts").path("defender").forEach(name -> alert(name.asString(), true));
    seed.path("alerts").path("graph").forEach(name -> alert(name.asString(), false));
    for (JsonNode rule : seed.path("rules")) {
      LabMailbox mailbox = tenant.mail().mailbox(LabJson.text(rule, "mailbox"));
      mailbox.addRule(tenant.nextNumber(), (ObjectNode) rule.path("rule"));
    }
    seed.path("mail").forEach(this::mail);
    seed.path("clicks").forEach(this::click);
    seed.path("connections").forEach(this::connection);
  }

  private void user(JsonNode user) {
    String name = LabJson.text(user, "userPrincipalName");
    Directory.User added =
        tenant.users().add(LabJson.text(user, "id"), name, LabJson.text(user, "displayName"));
    String sid = LabJson.text(user, "onPremisesSecurityIdentifier");
    added.onPremisesSid(sid.isEmpty() ? null : sid);
    added.guest(LabJson.text(user, "userType").equals("Guest"));
  }

  private void script(JsonNode script) {
    if (script.has("exitCode")) {
      tenant
          .library()
          .says(
              LabJson.text(script, "fileName"),
              new ScriptLibrary.Said(
                  script.path("exitCode").asInt(0),
                  LabJson.text(script, "output"),
                  LabJson.text(script, "errors")));
    }
    tenant
        .library()
        .put(
            new ScriptLibrary.LibraryFile(
                LabJson.text(script, "fileName"),
                LabJson.text(script, "sha256"),
                LabJson.text(script, "description"),
                now,
                now,
                "admin",
                true,
                LabJson.text(script, "parametersDescription")));
  }

  private void click(JsonNode click) {
    tenant
        .clicks()
        .add(
            new Tenant.Click(
                ago(click),
                LabJson.text(click, "url"),
                LabJson.text(click, "account"),
                LabJson.text(click, "networkMessageId"),
                LabJson.text(click, "actionType")));
  }

  private void device(JsonNode entry) {
    LabDevice device =
        tenant
            .devices()
            .add(LabJson.text(entry.path("machine"), "id"), (ObjectNode) entry.path("machine"));
    for (JsonNode file : entry.path("files")) {
      String content = LabJson.text(file, "content");
      DeviceFile known =
          new DeviceFile(
              LabJson.text(file, "sha1"),
              LabJson.text(file, "sha256"),
              LabJson.text(file, "fileName"),
              LabJson.text(file, "filePath"),
              content.isEmpty() ? null : content.getBytes(StandardCharsets.UTF_8));
      known.seen(ago(file), LabJson.text(file, "createdBy"));
      device.put(known);
    }
  }

  /** Devices that differ by their number only, under ids made from their names. */
  private void fleet(JsonNode fleet) {
    for (int number = 1; number <= fleet.path("count").asInt(); number++) {
      ObjectNode entry = (ObjectNode) fleet.deepCopy();
      ObjectNode machine = (ObjectNode) entry.path("machine");
      String name = LabJson.text(machine, "computerDnsName").formatted(number);
      machine.put("computerDnsName", name);
      machine.put("id", fleetId(name));
      device(entry);
      for (JsonNode file : fleet.path("files")) {
        if (file.path("ran").asBoolean(false)) {
          tenant.runs().add(run(fleetId(name), file, 4000L + number));
        }
      }
    }
  }

  private Tenant.Run run(String deviceId, JsonNode file, long processId) {
    return new Tenant.Run(
        ago(file),
        deviceId,
        LabJson.text(file, "fileName"),
        LabJson.text(file, "filePath"),
        LabJson.text(file, "sha1"),
        LabJson.text(file, "sha256"),
        processId,
        "\"" + LabJson.text(file, "filePath") + "\\" + LabJson.text(file, "fileName") + "\"",
        "");
  }

  private void connection(JsonNode entry) {
    DeviceFile file =
        tenant
            .devices()
            .find(LabJson.text(entry, "device"))
            .flatMap(device -> device.file(LabJson.text(entry, "sha1")))
            .orElseThrow();
    tenant
        .connections()
        .add(
            new Tenant.Connection(
                ago(entry),
                tenant.devices().find(LabJson.text(entry, "device")).orElseThrow().id(),
                LabJson.text(entry, "remoteIp"),
                LabJson.text(entry, "remoteUrl"),
                file.fileName(),
                file.folder(),
                file.sha1(),
                file.sha256() == null ? "" : file.sha256(),
                entry.path("processId").asLong(4242)));
  }

  private static String fleetId(String name) {
    return Fingerprint.sha1(name.getBytes(StandardCharsets.UTF_8));
  }

  private void alert(String name, boolean defender) {
    ObjectNode alert = (ObjectNode) LabJson.MAPPER.readTree(read(ALERTS + name));
    (defender ? tenant.defenderAlerts() : tenant.graphAlerts())
        .put(LabJson.text(alert, "id"), alert);
  }

  /** One mail to some mailboxes; each copy is addressed to its own recipient, as in a campaign. */
  private void mail(JsonNode entry) {
    String raw = LabJson.text(entry, "raw");
    MimeMail mail = raw.isEmpty() ? written(entry) : MimeMail.parse(read(ALERTS + raw));
    String messageId = LabJson.text(entry, "messageId");
    MimeMail own = messageId.isEmpty() ? mail : mail.withHeader("Message-ID", messageId);
    // Both are the same in every mailbox.
    String network = LabJson.text(entry, "networkMessageId");
    for (JsonNode copy : entry.path("to")) {
      String recipient = LabJson.text(copy, "mailbox");
      LabMailbox mailbox = tenant.mail().mailbox(recipient);
      Folder folder = Folder.find(mailbox, LabJson.text(copy, "folder")).orElse(Folder.INBOX);
      boolean original = own.header("To").contains(recipient);
      MimeMail addressed = original ? own : own.withHeader("To", "<" + recipient + ">");
      PostOffice.Delivered delivered =
          tenant
              .mail()
              .deliver(
                  addressed,
                  List.of(recipient),
                  folder,
                  ago(entry),
                  network.isEmpty() ? null : network);
      network = delivered.networkMessageId();
      own = own.withHeader("Message-ID", delivered.internetMessageId());
    }
  }

  private static MimeMail written(JsonNode entry) {
    String text =
        "From: "
            + LabJson.text(entry, "from")
            + "\r\nTo: \r\nSubject: "
            + LabJson.text(entry, "subject")
            + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            + LabJson.text(entry, "text");
    return MimeMail.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private Instant ago(JsonNode entry) {
    return now.minus(Duration.ofMinutes(entry.path("minutesAgo").asLong(0)));
  }

  private static byte[] read(String resource) {
    try (InputStream in = Seed.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no such seed: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
