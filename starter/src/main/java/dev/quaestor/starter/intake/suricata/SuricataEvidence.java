package dev.quaestor.starter.intake.suricata;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an EVE alert names. A sensor knows machines by their address only, so that the internal end
 * of the connection becomes a device of that name, and the other end is evidence. Where both are
 * internal, the rule's {@code target} says which is the victim; without it that is the destination.
 * An address that many machines have, as a link-local one, is nobody's device.
 */
public final class SuricataEvidence {
  private static final Set<String> READ =
      Set.of(
          "alert", "files", "fileinfo", "email", "verdict", "metadata", "stream", "vlan", "ether");

  private static final int MOST_PROXIES = 20;

  private final AlertDraft draft;
  private final Fields event;
  private final Fields alert;
  private final HostDraft host = new HostDraft();
  private final @Nullable String source;
  private final @Nullable String destination;

  public SuricataEvidence(AlertDraft draft, Fields event, Fields alert) {
    this.draft = draft;
    this.event = event;
    this.alert = alert;
    this.source = Addresses.of(event.text("src_ip", Fields.ID));
    this.destination = Addresses.of(event.text("dest_ip", Fields.ID));
  }

  void read() {
    describeHost();
    if (host.isKnown()) {
      draft.add(Objects.requireNonNull(host.device()), List.of(Role.ATTACKED), null);
    }
    end(source, Role.SOURCE);
    end(destination, Role.DESTINATION);
    forwarded().stream()
        .flatMap(list -> Stream.of(list.split(",", MOST_PROXIES)))
        .forEach(a -> end(Addresses.of(a), Role.SOURCE));
    var http = event.object("http");
    if (http != null) {
      // Whoever asks writes it alone: it is somebody's word, and names no machine of ours.
      http.texts("true_client_ip", NAME).forEach(a -> end(Addresses.of(a), Role.SOURCE));
    }
    names();
    event.objects("files", 200).forEach(this::file);
    event.objects("fileinfo", 200).forEach(this::file);
    mail(event.object("email"));
    Artifacts.sections(draft, event, "suricata", READ);
    draft.add(Artifacts.other("suricata.alert", alert, Set.of("signature", "severity", "rule")));
  }

  private void describeHost() {
    var victim = victim();
    if (victim != null) {
      host.named(null, victim).at(victim);
    }
  }

  /** The machine of the own network that the event is about; null when neither end is one. */
  public @Nullable String victim() {
    var target = alert.object("target");
    var named = target == null ? null : Addresses.of(target.text("ip", Fields.ID));
    if (named != null && Addresses.isMachine(named)) {
      return named;
    }
    var isQuestion = Long.valueOf(53).equals(event.number("dest_port"));
    var internal = Addresses.machineBetween(source, destination, isQuestion);
    var client = nearestClient();
    var isProxy = internal != null && internal.equals(source) && client != null;
    return isProxy && !isMachine(destination) && isMachine(client) ? client : internal;
  }

  private static boolean isMachine(@Nullable String address) {
    return address != null && Addresses.isMachine(address);
  }

  /**
   * For whom the nearest proxy asked, which is what it wrote last; what stands before came from
   * outside. Where the end of the list is no address, or was too long to be read, nobody knows.
   */
  private @Nullable String nearestClient() {
    var lists = forwarded();
    var last = lists.isEmpty() ? "" : lists.getLast();
    return Addresses.of(last.substring(last.lastIndexOf(',') + 1));
  }

  private List<String> forwarded() {
    var http = event.object("http");
    return Stream.of(event.texts("xff", NAME), http == null ? List.<String>of() : headers(http))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> headers(Fields http) {
    var found = new ArrayList<>(http.texts("xff", NAME));
    http.objects("request_headers", 200).stream()
        .filter(h -> "x-forwarded-for".equalsIgnoreCase(h.text("name", Fields.ID)))
        .map(h -> h.text("value", NAME))
        .filter(Objects::nonNull)
        .forEach(found::add);
    return found;
  }

  private void end(@Nullable String address, Role role) {
    if (address == null || host.owns(address)) {
      return;
    }
    draft.add(new IpAddress(address), List.of(role), reported());
  }

  /** What the sensor did about it; it has no verdict. */
  private @Nullable ReportedVerdict reported() {
    var action = alert.text("action", Fields.ID);
    return action == null ? null : new ReportedVerdict("suricata", null, action);
  }

  /** The web addresses and names that the connection was for. */
  public void names() {
    var http = event.object("http");
    if (http != null) {
      var name = http.identity("hostname", NAME);
      var path = http.identity("url", Texts.FREE_TEXT);
      var port = http.number("http_port");
      var isPlain = name == null || port == null || port == 80 || name.indexOf(':') >= 0;
      var url = Artifacts.url(path == null ? "/" : path, isPlain ? name : name + ":" + port);
      if (url != null) {
        draft.add(url, List.of(), reported());
      }
    }
    name(event.object("tls"), "sni");
    name(event.object("quic"), "sni");
    var dns = event.object("dns");
    if (dns != null) {
      name(dns, "rrname");
      dns.objects("query", 50).forEach(q -> name(q, "rrname"));
      dns.objects("queries", 50).forEach(q -> name(q, "rrname"));
      dns.objects("answers", 50).forEach(q -> name(q, "rrname"));
    }
  }

  private void name(@Nullable Fields from, String field) {
    var name = from == null ? null : from.identity(field, NAME);
    if (name != null) {
      draft.addUnlessSaid(new Url(name), List.of(), reported());
    }
  }

  /** A file of the stream: it went over the wire, and nobody says that it lies on the device. */
  private void file(Fields item) {
    var hashes = Hashes.of(item, "sha256", "sha1", "md5");
    FileArtifact file =
        Artifacts.fileAt(null, item.text("filename"), null, hashes, item.number("size"), null);
    if (file != null) {
      draft.add(file, List.of(), reported());
    } else {
      draft.add(Artifacts.other("suricata.fileinfo", item, Set.of()));
    }
  }

  private void mail(@Nullable Fields mail) {
    if (mail == null) {
      return;
    }
    var urls = new ArrayList<MailMessage.Link>();
    mail.texts("url", Texts.FREE_TEXT).forEach(u -> urls.add(new MailMessage.Link(null, u)));
    var recipients = mail.texts("to", NAME).stream().map(SuricataEvidence::address).toList();
    var sender = mail.identity("from", NAME);
    for (var recipient : recipients.isEmpty() ? List.of("") : recipients) {
      var message =
          Artifacts.mail(
              null,
              mail.identity("message_id", NAME),
              recipient.isEmpty() ? null : recipient,
              sender == null ? null : address(sender),
              null,
              mail.text("subject", NAME),
              event.instant("timestamp"),
              urls,
              List.of());
      HostDraft.addIfAny(draft, message);
      if (message == null && recipient.indexOf('@') > 0) {
        draft.add(new Mailbox(recipient, null), List.of(Role.CONTEXTUAL), null);
      }
    }
    urls.forEach(u -> draft.add(new Url(u.target())));
    draft.add(Artifacts.other("suricata.email", mail, Set.of()));
  }

  /** {@code "Megan" <megan@contoso.example>} or the address alone. */
  private static String address(String written) {
    var open = written.lastIndexOf('<');
    var close = written.lastIndexOf('>');
    return open >= 0 && close > open + 1 ? written.substring(open + 1, close).strip() : written;
  }
}
