package dev.quaestor.starter.intake.elastic;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.format.HostNames;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.windows.WindowsEvent;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a document in the Elastic Common Schema names; its keys are nested already. */
final class EcsEvidence {
  private static final Set<String> ENVELOPE =
      Set.of(
          "kibana",
          "signal",
          "agent",
          "ecs",
          "event",
          "host",
          "process",
          "file",
          "dll",
          "registry",
          "url",
          "dns",
          "source",
          "destination",
          "client",
          "server",
          "user",
          "email",
          "data_stream",
          "elastic",
          "tags",
          "rule",
          "input",
          "related",
          "Endpoint",
          "log");

  /** Their logs are fetched: the machine that does it has no part in them. */
  private static final Set<String> SERVICES =
      Set.of(
          "1password",
          "atlassian_bitbucket",
          "atlassian_confluence",
          "atlassian_jira",
          "auth0",
          "aws",
          "azure",
          "box_events",
          "cloudflare",
          "cloudflare_logpush",
          "cisco_duo",
          "gcp",
          "github",
          "gitlab",
          "google_workspace",
          "gsuite",
          "keycloak",
          "mimecast",
          "o365",
          "okta",
          "onelogin",
          "salesforce",
          "slack",
          "zoom");

  private static final Set<String> SENSORS =
      Set.of("suricata", "zeek", "snort", "netflow", "corelight", "network_traffic_sensor");
  private static final Set<String> SENSOR_TYPES =
      Set.of("ids", "ips", "ids/ips", "firewall", "ngfw", "proxy", "waf", "network", "vpn");

  private static final Set<String> OUTWARDS = Set.of("outbound", "egress");
  private static final Set<String> INWARDS = Set.of("inbound", "ingress");

  private final AlertDraft draft;
  private final Fields document;
  private final HostDraft host = new HostDraft();

  EcsEvidence(AlertDraft draft, Fields document) {
    this.draft = draft;
    this.document = document;
  }

  void read() {
    describeHost();
    var event = windowsEvent();
    if (event != null) {
      event.claimEnds();
    }
    HostDraft.addIfAny(draft, host.device());
    var process = document.object("process");
    var file = document.object("file");
    process(process);
    process(document.object("Target", "process"));
    file(file);
    library(document.object("dll"));
    registry(document.object("registry"));
    for (var end : List.of("source", "client")) {
      peer(document.object(end), Role.SOURCE);
    }
    for (var end : List.of("destination", "server")) {
      peer(document.object(end), Role.DESTINATION);
    }
    forwarded();
    names();
    user(document.object("user"));
    mail(document.object("email"));
    if (event != null) {
      event.read();
    }
    Artifacts.sections(draft, document, "elastic", ENVELOPE);
  }

  /** Without a module's pipeline the event's values are all that is said. */
  private @Nullable WindowsEvent windowsEvent() {
    var log = document.object("winlog");
    var values = log == null ? null : log.object("event_data");
    return log == null || values == null
        ? null
        : new WindowsEvent(draft, host, values, log.number("event_id"));
  }

  private void describeHost() {
    var log = document.object("winlog");
    var machine = isShipped() ? null : document.object("host");
    var computer = log == null ? null : log.identity("computer_name", NAME);
    if (computer != null && (machine == null || !isCalled(machine, computer))) {
      // A collector of other machines' events writes down itself as the host.
      host.named(null, computer).withOs("windows");
      machine = null;
    }
    if (machine != null) {
      var name = machine.identity("hostname", NAME);
      var os = machine.object("os");
      host.named(
              machine.identity("id", Fields.ID),
              name != null ? name : machine.identity("name", NAME))
          .withOs(os == null ? null : os.text("platform", Fields.ID))
          .withOs(os == null ? null : os.text("family", Fields.ID))
          .withOs(os == null ? null : os.text("name", Fields.ID));
      machine.texts("ip", Fields.ID).forEach(host::at);
    }
    var agent = document.object("agent");
    if (!host.isKnown() && !isShipped() && agent != null && document.has("process")) {
      var name = agent.identity("hostname", NAME);
      host.named(null, name != null ? name : agent.identity("name", NAME));
    }
    claimEnds();
  }

  private static boolean isCalled(Fields machine, String name) {
    return Stream.of("hostname", "name")
        .map(n -> machine.text(n, NAME))
        .filter(Objects::nonNull)
        .anyMatch(n -> HostNames.areAlike(n, name));
  }

  /** Whether the host is only the one that fetched a service's log, or a sensor between others. */
  private boolean isShipped() {
    return isSensor() || SERVICES.contains(module());
  }

  private boolean isSensor() {
    var observer = document.object("observer");
    var type = observer == null ? null : observer.text("type", Fields.ID);
    return SENSORS.contains(module())
        || type != null && SENSOR_TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
  }

  private String module() {
    var event = document.object("event");
    var stream = document.object("data_stream");
    return Stream.of(
            event == null ? null : event.text("module", Fields.ID),
            event == null ? null : event.text("dataset", Fields.ID),
            stream == null ? null : stream.text("dataset", Fields.ID))
        .filter(Objects::nonNull)
        .map(n -> n.strip().toLowerCase(Locale.ROOT))
        .map(n -> n.indexOf('.') > 0 ? n.substring(0, n.indexOf('.')) : n)
        .findFirst()
        .orElse("");
  }

  private void claimEnds() {
    var source = address(document.object("source"));
    var destination = address(document.object("destination"));
    var network = document.object("network");
    var direction = network == null ? null : network.text("direction", Fields.ID);
    var way = direction == null ? "" : direction.toLowerCase(Locale.ROOT);
    if (isSensor() && !host.isKnown()) {
      host.replace(Addresses.machineBetween(client(source), destination, document.has("dns")));
    } else if (host.isKnown() && OUTWARDS.contains(way)) {
      host.at(source);
    } else if (host.isKnown() && INWARDS.contains(way)) {
      host.at(destination);
    } else {
      host.claimEnd(source, destination);
    }
  }

  /** Whoever a proxy of the own network asked for, else the one that is seen. */
  private @Nullable String client(@Nullable String source) {
    var network = document.object("network");
    var behind = network == null ? null : Addresses.of(network.text("forwarded_ip", Fields.ID));
    return behind != null
            && source != null
            && Addresses.isMachine(behind)
            && Addresses.isMachine(source)
        ? behind
        : source;
  }

  private static @Nullable String address(@Nullable Fields end) {
    var address = end == null ? null : Addresses.of(end.text("ip", Fields.ID));
    return address != null || end == null ? address : Addresses.of(end.text("address", Fields.ID));
  }

  private void process(@Nullable Fields item) {
    if (item == null) {
      return;
    }
    var image = image(item);
    var account = item.object("user");
    var user = account == null ? document.object("user") : account;
    HostDraft.addIfAny(
        draft,
        host.process(
            number(item),
            item.instant("start"),
            command(item),
            image,
            user == null ? null : user.text("name", NAME)));
    if (image != null) {
      draft.add(image, List.of(), null);
    }
    var parent = item.object("parent");
    if (parent != null) {
      HostDraft.addIfAny(
          draft,
          host.process(
              number(parent), parent.instant("start"), command(parent), image(parent), null),
          Role.CONTEXTUAL);
    }
  }

  private static @Nullable Long number(Fields process) {
    var number = process.number("pid");
    return number != null ? number : process.number("process_id");
  }

  private static @Nullable String command(Fields process) {
    var line = process.text("command_line");
    var parts = line != null ? List.<String>of() : process.texts("args", Texts.FREE_TEXT);
    return line != null || parts.isEmpty()
        ? line
        : Storable.bounded(String.join(" ", parts), Texts.FREE_TEXT);
  }

  private @Nullable FileArtifact image(Fields process) {
    var hashes = Hashes.of(process.object("hash"), "sha256", "sha1", "md5");
    return host.file(
        process.text("executable"), process.identity("name", NAME), hashes, null, signer(process));
  }

  private static @Nullable String signer(Fields item) {
    var signature = item.object("code_signature");
    signature = signature != null ? signature : item.object("Ext", "code_signature");
    var signer = signature == null ? null : signature.text("subject_name", NAME);
    var header = signer == null ? item.object("pe") : null;
    return header == null ? signer : header.text("company", NAME);
  }

  private @Nullable FileArtifact fileOf(Fields item, HostDraft where) {
    var path = item.text("path");
    return where.file(
        path != null ? path : item.text("directory"),
        item.identity("name", NAME),
        Hashes.of(item.object("hash"), "sha256", "sha1", "md5"),
        item.number("size"),
        signer(item));
  }

  private void file(@Nullable Fields item) {
    var file = item == null ? null : fileOf(item, host);
    if (item == null) {
      return;
    }
    if (file == null) {
      draft.add(Artifacts.other("elastic.file", item, Set.of()));
    } else {
      draft.add(file, List.of(), endpointSays());
    }
  }

  /** Elastic Defend judges the file of its own malware alerts; other rules judge events. */
  private @Nullable ReportedVerdict endpointSays() {
    var event = document.object("event");
    var code = event == null ? null : event.text("code", Fields.ID);
    if (event == null || !"malicious_file".equals(code)) {
      return null;
    }
    var prevented = event.texts("type", Fields.ID).contains("denied");
    return new ReportedVerdict(
        "elasticDefend", Verdict.MALICIOUS, prevented ? "prevented" : "detected");
  }

  private void library(@Nullable Fields item) {
    var file = item == null ? null : fileOf(item, host);
    if (file == null) {
      return;
    }
    draft.add(file, List.of(Role.LOADED), null);
    var event = document.object("event");
    if (event != null
        && event.texts("category", Fields.ID).contains("driver")
        && file.name() != null) {
      draft.add(new Driver(host.deviceId(), file.name(), file.imagePath().orElse(null)));
    }
  }

  private void registry(@Nullable Fields item) {
    if (item == null) {
      return;
    }
    var key = item.identity("key", Texts.FREE_TEXT);
    var path = item.identity("path", Texts.FREE_TEXT);
    var value = item.identity("value", NAME);
    var data = item.object("data");
    var strings = data == null ? List.<String>of() : data.texts("strings", Texts.FREE_TEXT);
    var written = strings.isEmpty() ? null : Storable.bounded(String.join(" ", strings), 8192);
    var hive = key == null ? null : item.text("hive", Fields.ID);
    var entry = Artifacts.registry(host.deviceId(), hive, key == null ? path : key, value, written);
    draft.add(entry != null ? entry : Artifacts.other("elastic.registry", item, Set.of()));
  }

  private void peer(@Nullable Fields end, Role role) {
    if (end == null) {
      return;
    }
    host.addPeer(draft, address(end), role);
    var name = end.identity("domain", NAME);
    if (name != null && name.indexOf('.') > 0 && !Addresses.isAddress(name) && !isHost(name)) {
      draft.add(new Url(name), List.of(role), null);
    }
    user(end.object("user"));
  }

  /** For whom a proxy asked, and what a translation made of an address. */
  private void forwarded() {
    var network = document.object("network");
    if (network != null) {
      network.texts("forwarded_ip", Fields.ID).forEach(a -> host.addPeer(draft, a, Role.SOURCE));
    }
    var source = document.object("source", "nat");
    host.addPeer(draft, source == null ? null : source.text("ip", Fields.ID), Role.SOURCE);
    var destination = document.object("destination", "nat");
    host.addPeer(
        draft, destination == null ? null : destination.text("ip", Fields.ID), Role.DESTINATION);
  }

  private boolean isHost(String name) {
    var own = host.deviceId();
    return own != null && name.toLowerCase(Locale.ROOT).startsWith(own.toLowerCase(Locale.ROOT));
  }

  private void names() {
    var url = document.object("url");
    if (url != null) {
      var whole = url.identity("full", Texts.FREE_TEXT);
      whole = whole != null ? whole : url.identity("original", Texts.FREE_TEXT);
      var found = Artifacts.url(whole, url.identity("domain", NAME));
      draft.add(found != null ? found : Artifacts.other("elastic.url", url, Set.of()));
    }
    var question = document.object("dns", "question");
    var asked = question == null ? null : question.identity("name", NAME);
    HostDraft.addIfAny(draft, asked == null ? null : new Url(asked));
    var dns = document.object("dns");
    if (dns != null) {
      dns.texts("resolved_ip", Fields.ID).forEach(a -> host.addPeer(draft, a, Role.CONTEXTUAL));
    }
  }

  private void user(@Nullable Fields item) {
    if (item == null) {
      return;
    }
    add(
        Artifacts.account(
            item.identity("name", NAME),
            item.identity("domain", NAME),
            item.identity("email", NAME),
            item.identity("id", Fields.ID)));
    for (var other : List.of("target", "effective", "changes")) {
      var inner = item.object(other);
      if (inner != null) {
        user(inner);
      }
    }
  }

  private void add(@Nullable Entity entity) {
    HostDraft.addIfAny(draft, entity);
  }

  private void mail(@Nullable Fields item) {
    if (item == null) {
      return;
    }
    var senders = addresses(item, "from");
    var recipients = addresses(item, "to");
    var files = item.objects("attachments", 200);
    var attachments = attachments(files);
    var named = false;
    for (var recipient : recipients.isEmpty() ? List.of("") : recipients) {
      var message =
          Artifacts.mail(
              item.identity("local_id", NAME),
              item.identity("message_id", NAME),
              recipient.isEmpty() ? null : recipient,
              senders.stream().findFirst().orElse(null),
              address(document.object("source")),
              item.text("subject", NAME),
              item.instant("delivery_timestamp"),
              List.of(),
              attachments);
      named = named || message != null;
      add(message);
      add(message != null || recipient.isEmpty() ? null : new Mailbox(recipient, null));
    }
    if (!named) {
      draft.add(Artifacts.other("elastic.email", item, Set.of()));
    }
    for (var attachment : files) {
      var file = attachment.object("file");
      add(file == null ? null : fileOf(file, new HostDraft()));
    }
  }

  private static List<MailMessage.Attachment> attachments(List<Fields> files) {
    return files.stream()
        .map(a -> a.object("file"))
        .filter(Objects::nonNull)
        .map(
            f ->
                new MailMessage.Attachment(
                    f.text("name", Fields.ID),
                    f.text("mime_type", Fields.ID),
                    null,
                    Hashes.of(f.object("hash"), "sha256", "sha1", "md5").sha256(),
                    f.number("size")))
        .toList();
  }

  /** A list of addresses, in an object or by itself. */
  private static List<String> addresses(Fields mail, String name) {
    return mail.node().path(name).isString()
        ? mail.texts(name, NAME)
        : mail.objects(name, 50).stream().flatMap(o -> o.texts("address", NAME).stream()).toList();
  }
}
