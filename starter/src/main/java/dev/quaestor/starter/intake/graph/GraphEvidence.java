package dev.quaestor.starter.intake.graph;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.CloudId;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import dev.quaestor.text.Storable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The evidence of a Graph alert. Every subtype is kept: one that Quaestor has no kind for, or one
 * that lacks what would identify it, as an {@link dev.quaestor.entity.OtherArtifact}. Evidence
 * inside evidence, as the files of a {@code malwareEvidence}, becomes evidence of its own.
 *
 * <p>Source: {@code alertEvidence} and its subtypes in the Graph v1.0 metadata.
 */
public final class GraphEvidence {
  private static final Set<String> COMMON =
      Set.of(
          "@odata.type",
          "createdDateTime",
          "verdict",
          "remediationStatus",
          "remediationStatusDetails",
          "roles",
          "detailedRoles",
          "tags");

  /** Fields whose declared type is evidence; the payload then need not name the subtype. */
  private static final Map<String, String> NESTED =
      Map.ofEntries(
          Map.entry("account", "userEvidence"),
          Map.entry("clusterIP", "ipEvidence"),
          Map.entry("destinationAddress", "ipEvidence"),
          Map.entry("dnsServerIp", "ipEvidence"),
          Map.entry("externalIPs", "ipEvidence"),
          Map.entry("files", "fileEvidence"),
          Map.entry("host", "deviceEvidence"),
          Map.entry("hostIpAddress", "ipEvidence"),
          Map.entry("ipAddress", "ipEvidence"),
          Map.entry("ipAddresses", "ipEvidence"),
          Map.entry("podIp", "ipEvidence"),
          Map.entry("processes", "processEvidence"),
          Map.entry("sourceAddress", "ipEvidence"),
          Map.entry("sourceRef", "urlEvidence"),
          Map.entry("urls", "urlEvidence"));

  private static final Set<String> MAIL =
      Set.of("analyzedMessageEvidence", "submissionMailEvidence", "mailClusterEvidence");

  private static final int DEEPEST = 4;

  private final AlertDraft draft;
  private final String service;
  private final GraphMailEvidence mail;
  private @Nullable String onlyDeviceId;
  private boolean hasDevice;
  private boolean isMail;

  /**
   * @param service the vendor's word for what judged the evidence
   */
  public GraphEvidence(AlertDraft draft, String service) {
    this.draft = draft;
    this.service = service;
    this.mail = new GraphMailEvidence(draft);
  }

  public void read(List<Fields> items) {
    hasDevice = items.stream().map(GraphEvidence::subtype).anyMatch("deviceEvidence"::equals);
    isMail = items.stream().map(GraphEvidence::subtype).anyMatch(MAIL::contains);
    onlyDeviceId = onlyDeviceId(items);
    items.forEach(this::read);
    mail.close();
  }

  /** What lives on a device but does not say on which is on the alert's only one. */
  private @Nullable String onlyDeviceId(List<Fields> items) {
    var named = new LinkedHashSet<String>();
    for (var item : items) {
      var isDevice = subtype(item).equals("deviceEvidence");
      var id = item.node().path("mdeDeviceId").asString("");
      var name = isDevice ? item.leniently().text("deviceDnsName", NAME) : null;
      name = name == null && isDevice ? item.leniently().text("hostName", NAME) : name;
      name = name == null && !hasDevice ? CloudId.machine(resourceId(item)) : name;
      var known = id.isBlank() || id.length() > Fields.ID ? name : id;
      if (known != null && !known.isBlank()) {
        named.add(Storable.of(known.strip()));
      }
    }
    return named.size() == 1 ? named.getFirst() : null;
  }

  private static String subtype(Fields item) {
    var type = item.node().path("@odata.type").asString("");
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private @Nullable String deviceOf(Fields item) {
    var named = item.id("mdeDeviceId");
    return named != null ? named : onlyDeviceId;
  }

  /** An attachment, which has no path, came with the message and lies on no device. */
  private @Nullable FileArtifact file(Fields item) {
    var details = item.object("fileDetails");
    var isAttached = isMail && details != null && !details.has("filePath");
    return details(details, isAttached ? item.id("mdeDeviceId") : deviceOf(item));
  }

  private void read(Fields item) {
    if (!item.has("@odata.type")) {
      item.problem("@odata.type", "is missing");
      return;
    }
    var type = item.text("@odata.type", Fields.ID);
    if (type != null) {
      read(item, type.substring(type.lastIndexOf('.') + 1).replace("#", ""), 0);
    }
  }

  private void read(Fields item, String subtype, int depth) {
    if (draft.isFull()) {
      item.problem("", "is more than the " + AlertDraft.MOST_EVIDENCE + " that are accepted");
      return;
    }
    var said = new Said(Words.roles(item.texts("roles", Fields.ID)), reported(item));
    switch (subtype) {
      case "processEvidence" -> process(item, said);
      case "registryKeyEvidence", "registryValueEvidence" ->
          add(registry(item), subtype, item, said);
      case "analyzedMessageEvidence" -> add(mail.analyzed(item), subtype, item, said);
      case "submissionMailEvidence" -> mail.submission(item, said);
      case "mailClusterEvidence" -> mail.cluster(item, said);
      default -> add(plain(subtype, item), subtype, item, said);
    }
    nested(item, depth);
  }

  /** What every item says of itself. */
  record Said(List<Role> roles, @Nullable ReportedVerdict reported) {}

  private void add(@Nullable Entity entity, String subtype, Fields item, Said said) {
    draft.add(
        entity != null ? entity : Artifacts.other(subtype, item, COMMON),
        said.roles(),
        said.reported());
  }

  static Entity other(String subtype, Fields item) {
    return Artifacts.other(subtype, item, COMMON);
  }

  private @Nullable Entity plain(String subtype, Fields item) {
    return switch (subtype) {
      case "deviceEvidence" -> device(item);
      case "fileEvidence" -> file(item);
      case "fileHashEvidence" -> hash(item);
      case "azureResourceEvidence", "amazonResourceEvidence", "googleCloudResourceEvidence" ->
          resource(item);
      case "ipEvidence" -> ip(item);
      case "urlEvidence" -> url(item);
      case "userEvidence" -> user(item.object("userAccount"));
      case "mailboxEvidence" -> mail.mailbox(item);
      case "mailboxConfigurationEvidence" -> mail.configuration(item);
      default -> null;
    };
  }

  private @Nullable ReportedVerdict reported(Fields item) {
    var verdict = Words.verdict(item);
    var status = item.text("detectionStatus", Fields.ID);
    return verdict == null && status == null ? null : new ReportedVerdict(service, verdict, status);
  }

  private static @Nullable Device device(Fields item) {
    var id = item.id("mdeDeviceId");
    var name = item.text("deviceDnsName", NAME);
    name = name != null ? name : item.text("hostName", NAME);
    return id == null && name == null
        ? null
        : new Device(
            id,
            name,
            item.text("osPlatform", Fields.ID),
            item.text("rbacGroupName", Fields.ID),
            item.texts("tags", Fields.ID),
            item.texts("ipInterfaces", Fields.ID));
  }

  private static @Nullable FileArtifact details(
      @Nullable Fields details, @Nullable String deviceId) {
    return details == null
        ? null
        : Artifacts.file(
            deviceId,
            details.identity("fileName", NAME),
            details.text("filePath"),
            details.hash("sha256", 64),
            details.hash("sha1", 40),
            details.hash("md5", 32),
            details.number("fileSize"),
            signer(details));
  }

  /**
   * Who is said to have made the file. The publisher is what the file says of itself and proves
   * nothing, but what may be the system's own is better asked about.
   */
  private static @Nullable String signer(Fields details) {
    var signer = details.text("signer", NAME);
    return signer != null ? signer : details.text("filePublisher", NAME);
  }

  private static @Nullable FileArtifact hash(Fields item) {
    var algorithm = item.text("algorithm", Fields.ID);
    return switch (algorithm == null ? "" : algorithm.toLowerCase(Locale.ROOT)) {
      case "sha256" ->
          Artifacts.file(null, null, null, item.hash("value", 64), null, null, null, null);
      case "sha1" ->
          Artifacts.file(null, null, null, null, item.hash("value", 40), null, null, null);
      case "md5" ->
          Artifacts.file(null, null, null, null, null, item.hash("value", 32), null, null);
      default -> null;
    };
  }

  private static @Nullable IpAddress ip(Fields item) {
    var address = item.identity("ipAddress", Fields.ID);
    return address == null || Addresses.isNobody(address) ? null : new IpAddress(address);
  }

  private static @Nullable Url url(Fields item) {
    return Artifacts.url(item.identity("url", Texts.FREE_TEXT), null);
  }

  private static @Nullable UserAccount user(@Nullable Fields account) {
    return account == null
        ? null
        : Artifacts.user(
            account.id("azureAdUserId"),
            account.identity("userPrincipalName", NAME),
            account.id("userSid"),
            account.identity("accountName", NAME),
            account.identity("domainName", NAME));
  }

  private void process(Fields item, Said said) {
    var deviceId = deviceOf(item);
    var image = details(item.object("imageFile"), deviceId);
    var number = item.number("processId");
    var command = item.text("processCommandLine");
    var started = item.instant("processCreationDateTime");
    var account = user(item.object("userAccount"));
    var process =
        number == null && command == null && image == null
            ? null
            : new ProcessArtifact(
                deviceId,
                number,
                started,
                command,
                image,
                account == null ? null : account.label());
    add(process, "processEvidence", item, said);
    var parentNumber = item.number("parentProcessId");
    var parentImage = details(item.object("parentProcessImageFile"), deviceId);
    if (parentNumber != null || parentImage != null) {
      var parentStarted = item.instant("parentProcessCreationDateTime");
      draft.add(
          new ProcessArtifact(deviceId, parentNumber, parentStarted, null, parentImage, null),
          List.of(Role.CONTEXTUAL),
          null);
    }
  }

  private @Nullable RegistryEntry registry(Fields item) {
    return Artifacts.registry(
        deviceOf(item),
        item.text("registryHive", Fields.ID),
        item.identity("registryKey", Texts.FREE_TEXT),
        item.identity("registryValueName", NAME),
        item.text("registryValue"));
  }

  /** A machine of a cloud, by the long name that the cloud gives it, where no device is named. */
  private @Nullable Device resource(Fields item) {
    return hasDevice ? null : new HostDraft().named(resourceId(item), null).device();
  }

  private static @Nullable String resourceId(Fields item) {
    return Stream.of("resourceId", "amazonResourceId", "fullResourceName")
        .map(item::text)
        .filter(CloudId::isOne)
        .findFirst()
        .orElse(null);
  }

  private void nested(Fields item, int depth) {
    if (depth == DEEPEST) {
      return;
    }
    for (var property : item.node().properties()) {
      var value = property.getValue();
      var subtype = NESTED.get(property.getKey());
      if (subtype == null) {
        continue;
      }
      if (value.isObject()) {
        var inner = item.object(property.getKey());
        if (inner != null) {
          read(inner, subtype, depth + 1);
        }
      } else if (value.isArray() && value.values().stream().allMatch(JsonNode::isObject)) {
        item.objects(property.getKey(), AlertDraft.MOST_EVIDENCE)
            .forEach(inner -> read(inner, subtype, depth + 1));
      }
    }
  }
}
