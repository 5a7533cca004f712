package dev.quaestor.starter.intake.defender;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a Defender alert: flat items with nulls, all on the one machine that the alert
 * names. Items of Defender XDR incidents, which have the same shape and more kinds, are read too.
 */
final class DefenderEvidence {
  private static final Set<String> COMMON =
      Set.of(
          "entityType",
          "evidenceCreationTime",
          "detectionStatus",
          "verdict",
          "remediationStatus",
          "remediationStatusDetails");

  private final AlertDraft draft;
  private final Fields alert;
  private final @Nullable String deviceId;

  DefenderEvidence(AlertDraft draft, Fields alert) {
    this(draft, alert, idOf(alert.id("machineId"), alert.text("computerDnsName", NAME)));
    var id = alert.id("machineId");
    var name = alert.text("computerDnsName", NAME);
    if (id != null || name != null) {
      var group = alert.text("rbacGroupName", Fields.ID);
      draft.add(new Device(id, name, null, group, List.of(), List.of()));
    }
  }

  /** What is on a machine says so by its id, or by its name where that is all that is known. */
  static @Nullable String idOf(@Nullable String id, @Nullable String name) {
    return id != null ? id : name;
  }

  /**
   * Of an alert whose machines are known otherwise.
   *
   * @param deviceId where things are that do not say it; null when nobody knows
   */
  DefenderEvidence(AlertDraft draft, Fields alert, @Nullable String deviceId) {
    this.draft = draft;
    this.alert = alert;
    this.deviceId = deviceId;
  }

  void read(Fields item) {
    if (!item.has("entityType")) {
      item.problem("entityType", "is missing");
      return;
    }
    var type = item.text("entityType", Fields.ID);
    if (type == null) {
      return;
    }
    if (draft.isFull()) {
      item.problem("", "is more than the " + AlertDraft.MOST_EVIDENCE + " that are accepted");
      return;
    }
    var entity = entity(type, item);
    draft.add(
        entity != null ? entity : Artifacts.other(type, item, COMMON),
        Words.roles(item.texts("roles", Fields.ID)),
        reported(item));
    if (entity instanceof ProcessArtifact) {
      parent(item);
    }
  }

  /**
   * The alert's user, where no item of the evidence is one: items know more of the same account.
   */
  void close() {
    var related = alert.object("relatedUser");
    if (related == null || draft.names(UserAccount.class)) {
      return;
    }
    var user =
        Artifacts.user(
            null,
            null,
            null,
            related.identity("userName", NAME),
            related.identity("domainName", NAME));
    if (user != null) {
      draft.add(user, List.of(Role.CONTEXTUAL), null);
    }
  }

  private @Nullable Entity entity(String type, Fields item) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "user" ->
          Artifacts.user(
              item.id("aadUserId"),
              item.identity("userPrincipalName", NAME),
              item.id("userSid"),
              item.identity("accountName", NAME),
              item.identity("domainName", NAME));
      case "file" -> file(item);
      case "process" -> process(item);
      case "ip" -> ip(item);
      case "url" -> url(item);
      case "registry" -> registry(item);
      case "mailbox" -> mailbox(item);
      case "mailmessage" -> message(item);
      default -> null;
    };
  }

  /** Entities of Defender XDR say themselves where they are. */
  private @Nullable String deviceOf(Fields item) {
    var named = item.id("deviceId");
    return named != null ? named : deviceId;
  }

  private static @Nullable ReportedVerdict reported(Fields item) {
    var verdict = Words.verdict(item);
    var status = item.text("detectionStatus", Fields.ID);
    return verdict == null && status == null
        ? null
        : new ReportedVerdict(DefenderAlertFormat.VENDOR, verdict, status);
  }

  private @Nullable FileArtifact file(Fields item) {
    return Artifacts.file(
        deviceOf(item),
        item.identity("fileName", NAME),
        item.text("filePath"),
        item.hash("sha256", 64),
        item.hash("sha1", 40),
        item.hash("md5", 32),
        null,
        signer(item));
  }

  /** What a file says of its maker proves nothing, but is better asked about than not known. */
  private static @Nullable String signer(Fields item) {
    var signer = item.text("signer", NAME);
    return signer != null ? signer : item.text("filePublisher", NAME);
  }

  private @Nullable ProcessArtifact process(Fields item) {
    var number = item.number("processId");
    var command = item.text("processCommandLine");
    var image = file(item);
    var account = item.text("accountName", NAME);
    var domain = item.text("domainName", NAME);
    return number == null && command == null && image == null
        ? null
        : new ProcessArtifact(
            deviceOf(item),
            number,
            item.instant("processCreationTime"),
            command,
            image,
            account == null || domain == null ? account : domain + "\\" + account);
  }

  private void parent(Fields item) {
    var number = item.number("parentProcessId");
    var image =
        Artifacts.file(
            deviceOf(item),
            item.identity("parentProcessFileName", NAME),
            item.text("parentProcessFilePath"),
            null,
            null,
            null,
            null,
            null);
    if (number != null || image != null) {
      var started = item.instant("parentProcessCreationTime");
      draft.add(
          new ProcessArtifact(deviceOf(item), number, started, null, image, null),
          List.of(Role.CONTEXTUAL),
          null);
    }
  }

  private static @Nullable IpAddress ip(Fields item) {
    var address = item.identity("ipAddress", Fields.ID);
    return address == null || Addresses.isNobody(address) ? null : new IpAddress(address);
  }

  private static @Nullable Url url(Fields item) {
    return Artifacts.url(item.identity("url", Texts.FREE_TEXT), null);
  }

  private @Nullable RegistryEntry registry(Fields item) {
    return Artifacts.registry(
        deviceOf(item),
        item.text("registryHive", Fields.ID),
        item.identity("registryKey", Texts.FREE_TEXT),
        item.identity("registryValueName", NAME),
        item.text("registryValue"));
  }

  private static @Nullable Mailbox mailbox(Fields item) {
    var address = item.identity("mailboxAddress", NAME);
    address = address != null ? address : item.identity("userPrincipalName", NAME);
    return address == null ? null : new Mailbox(address, item.text("mailboxDisplayName", NAME));
  }

  private static @Nullable MailMessage message(Fields item) {
    var network = item.id("networkMessageId");
    var internet = item.identity("internetMessageId", NAME);
    return network == null && internet == null
        ? null
        : new MailMessage(
            network,
            internet,
            item.identity("recipient", NAME),
            item.identity("sender", NAME),
            null,
            null,
            null,
            item.identity("senderIP", Fields.ID),
            item.text("subject", NAME),
            item.instant("receivedDateTime"),
            List.of(),
            List.of(),
            List.of(),
            List.of());
  }
}
