package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.CloudId;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.graph.GraphEvidence;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of a cloud's audit log: who did it, from where, to what. Each service has its own
 * nesting and all of them a few names for the same; these are looked for wherever they stand.
 */
final class CloudLog {
  private static final Set<String> USERS =
      Set.of(
          "userid",
          "username",
          "userprincipalname",
          "useremail",
          "principalemail",
          "actoremail",
          "alternateid",
          "caller",
          "targetuserorgroupname",
          "user");
  private static final Set<String> SOURCES =
      Set.of(
          "clientip",
          "clientipaddress",
          "actoripaddress",
          "actorip",
          "sourceipaddress",
          "sourceip",
          "srcaddr",
          "srcip",
          "callerip",
          "calleripaddress",
          "ipaddress",
          "ipaddressv4",
          "ipaddressv6",
          "remoteip",
          "requestip",
          "senderip");
  private static final Set<String> DESTINATIONS = Set.of("dstaddr", "dstip", "destinationip");
  private static final Set<String> NOBODY =
      Set.of(
          "",
          "-",
          "unknown",
          "not available",
          "n/a",
          "none",
          "null",
          "hidden_due_to_security_reasons");

  /** Its addresses are the device's. */
  private static final String OF_THE_MACHINE = "/instancedetails";

  private static final int DEEPEST = 10;
  private static final int MOST_FIELDS = 2000;
  private static final int MOST_THINGS = 500;

  private final AlertDraft draft;
  private int seen;

  CloudLog(AlertDraft draft) {
    this.draft = draft;
  }

  void read(Fields data) {
    var graph = data.object("ms-graph");
    if (graph != null && graph.has("evidence")) {
      var service = graph.text("serviceSource", Fields.ID);
      new GraphEvidence(draft, service == null ? "microsoftGraph" : service)
          .read(graph.objects("evidence", AlertDraft.MOST_EVIDENCE));
    }
    instance(data.object("aws", "resource", "instanceDetails"));
    var machine = data.object("gcp", "jsonPayload");
    var name = machine == null ? null : machine.identity("vmInstanceName", NAME);
    if (name != null) {
      // The project's number stands before it.
      HostDraft.addIfAny(
          draft, new HostDraft().named(null, name.substring(name.indexOf('.') + 1)).device());
    }
    walk(data.node(), "", 0);
  }

  /** GuardDuty speaks of a machine in the cloud, with its addresses. */
  private void instance(@Nullable Fields details) {
    if (details == null) {
      return;
    }
    var host = new HostDraft().named(null, details.identity("instanceId", NAME));
    for (var face : details.objects("networkInterfaces", 50)) {
      host.at(face.text("privateIpAddress", Fields.ID)).at(face.text("publicIp", Fields.ID));
    }
    HostDraft.addIfAny(draft, host.device());
  }

  private void walk(JsonNode node, String within, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    if (node instanceof ObjectNode object) {
      var fields = Fields.lenient(object);
      message(fields);
      file(fields);
      for (var property : object.properties()) {
        inner(property.getKey(), property.getValue(), within, depth);
      }
    } else if (node.isArray()) {
      node.values().forEach(v -> walk(v, within, depth + 1));
    }
  }

  private void inner(String name, JsonNode value, String within, int depth) {
    if (seen++ >= MOST_FIELDS || draft.size() > MOST_THINGS) {
      return;
    }
    var plain = name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    if (value.isString()) {
      text(plain, value.stringValue().strip(), within);
    } else if (!name.equals("evidence")) {
      walk(value, within + "/" + plain, depth + 1);
    }
  }

  private void text(String name, String value, String within) {
    var isOwn = within.contains(OF_THE_MACHINE) || within.contains("localipdetails");
    if (isOwn || NOBODY.contains(value.toLowerCase(Locale.ROOT))) {
      return;
    }
    if (SOURCES.contains(name)) {
      address(value, Role.SOURCE);
    } else if (DESTINATIONS.contains(name)) {
      address(value, Role.DESTINATION);
    } else if (name.equals("mailboxownerupn")) {
      draft.add(new Mailbox(Storable.boundedIdentity(value, NAME), null));
    } else if (name.equals("arn") && within.contains("useridentity")) {
      draft.add(new OtherArtifact("aws.arn", Storable.boundedIdentity(value, Artifacts.SHORT)));
      assumed(value);
    } else if (name.equals("accountid") || name.equals("awsaccountid")) {
      draft.add(new OtherArtifact("aws.account", Storable.boundedIdentity(value, Artifacts.SHORT)));
    } else if (name.equals("queryname") || name.equals("url") && within.contains("office365")) {
      var host = value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
      HostDraft.addIfAny(
          draft, Artifacts.url(Storable.boundedIdentity(host, Texts.FREE_TEXT), null));
    } else if (USERS.contains(name) && !within.endsWith("/sessionissuer")) {
      user(value);
    } else if (name.equals("actor") && within.endsWith("/github")) {
      user(value);
    }
  }

  private void address(String written, Role role) {
    var address = Addresses.of(written);
    if (address != null && !Addresses.isNobody(address)) {
      new HostDraft().addPeer(draft, address, role);
    }
  }

  private void user(String value) {
    var name = Storable.boundedIdentity(value, NAME);
    if (CloudId.isOne(name)) {
      assumed(name);
    } else if (name.startsWith("S-1-") || isGuid(name)) {
      HostDraft.addIfAny(draft, Artifacts.account(null, null, null, name));
    } else {
      HostDraft.addIfAny(draft, Artifacts.account(name, null, null, null));
    }
  }

  private static boolean isGuid(String text) {
    return text.length() == 36 && text.charAt(8) == '-' && text.charAt(23) == '-';
  }

  /** {@code arn:aws:sts::1:assumed-role/ROLE/NAME}: who took the role is its last part. */
  private void assumed(String arn) {
    var at = arn.indexOf(":assumed-role/");
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    if (at > 0 && !name.isBlank() && arn.indexOf('/') != arn.lastIndexOf('/')) {
      user(name);
    }
  }

  private void message(Fields fields) {
    var internet = fields.identity(fields.cased("InternetMessageId"), NAME);
    var network = fields.identity(fields.cased("NetworkMessageId"), Fields.ID);
    if (internet == null && network == null) {
      return;
    }
    var recipients = fields.texts(fields.cased("Recipients"), NAME);
    for (var recipient : recipients.isEmpty() ? List.of("") : recipients) {
      HostDraft.addIfAny(
          draft,
          Artifacts.mail(
              network,
              internet,
              recipient.isEmpty() ? null : recipient,
              fields.identity(fields.cased("P2Sender"), NAME),
              fields.identity(fields.cased("SenderIp"), Fields.ID),
              fields.text(fields.cased("Subject"), NAME),
              null,
              List.of(),
              List.of()));
    }
  }

  private void file(Fields fields) {
    var hashes =
        Hashes.of(fields, fields.cased("SHA256"), fields.cased("SHA1"), fields.cased("MD5"));
    FileArtifact file =
        hashes.isNone()
            ? null
            : Artifacts.fileAt(null, null, fields.identity("FileName", NAME), hashes, null, null);
    HostDraft.addIfAny(draft, file);
  }
}
