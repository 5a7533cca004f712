package dev.quaestor.starter.intake.ocsf;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code observables[]} of a finding: pointers to what it says elsewhere, or all it says. */
final class OcsfObservables {
  /** Facts about things, and no things. */
  private static final Set<String> NO_THINGS =
      Set.of(
          "port",
          "geo location",
          "country",
          "http user-agent",
          "subnet",
          "mac address",
          "process id");

  private final AlertDraft draft;
  private final String vendor;
  private final HostDraft host;

  OcsfObservables(AlertDraft draft, String vendor, HostDraft host) {
    this.draft = draft;
    this.vendor = vendor;
    this.host = host;
  }

  void read(Fields item) {
    var value = item.identity("value", Texts.FREE_TEXT);
    if (value == null || value.isBlank() || draft.isFull()) {
      return;
    }
    var reported = reported(item.object("reputation"));
    var kind = kind(item);
    var entity = entity(kind, value, item.text("name", Fields.ID));
    if (entity != null) {
      draft.addUnlessSaid(entity, List.of(), reported);
    } else if (reported != null || !(NO_THINGS.contains(kind) || isOwnAddress(value))) {
      draft.add(
          Artifacts.other("ocsf.observable", item, Set.of("type_id", "reputation")),
          List.of(),
          reported);
    }
  }

  private boolean isOwnAddress(String value) {
    return Addresses.isAddress(value) && host.owns(value);
  }

  /** The score of the schema: 1 to 3 are safe, 7 to 9 risky, 10 is malicious. */
  private @Nullable ReportedVerdict reported(@Nullable Fields reputation) {
    var score = reputation == null ? null : reputation.number("score_id");
    if (score == null || score == 0 || score == 99) {
      return null;
    }
    var verdict =
        score == 10
            ? Verdict.MALICIOUS
            : score >= 7 && score < 10
                ? Verdict.SUSPICIOUS
                : score <= 3 ? Verdict.NO_THREATS_FOUND : Verdict.UNKNOWN;
    return new ReportedVerdict(vendor, verdict, null);
  }

  private static String kind(Fields item) {
    var number = item.number("type_id");
    return switch (number == null ? 0 : (int) Math.min(number, 99)) {
      case 1 -> "hostname";
      case 2 -> "ip address";
      case 3 -> "mac address";
      case 4 -> "user name";
      case 5 -> "email address";
      case 6 -> "url string";
      case 7 -> "file name";
      case 8 -> "hash";
      case 9 -> "process name";
      case 11 -> "port";
      case 12 -> "subnet";
      case 13 -> "command line";
      case 14 -> "country";
      case 15 -> "process id";
      case 16 -> "http user-agent";
      case 20 -> "user name";
      case 21 -> "hostname";
      case 22 -> "email address";
      case 23 -> "url string";
      case 24 -> "file name";
      case 25 -> "process name";
      case 26 -> "geo location";
      case 28 -> "registry key";
      case 30 -> "hash";
      case 45 -> "file path";
      case 46 -> "registry key path";
      default -> {
        var word = item.text("type", Fields.ID);
        yield word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
      }
    };
  }

  private @Nullable Entity entity(String kind, String value, @Nullable String name) {
    return switch (kind) {
      case "ip address" -> {
        var address = Addresses.of(value);
        yield address != null && !host.owns(address) ? new IpAddress(address) : null;
      }
      case "hostname" -> hostname(value, name);
      case "url string", "uniform resource locator", "url", "domain" -> Artifacts.url(value, null);
      case "email address" -> new Mailbox(Storable.boundedIdentity(value, NAME), null);
      case "user name" -> Artifacts.account(value, null, null, null);
      case "file name", "file path" -> host.file(value, null, Hashes.NONE, null, null);
      case "process name" ->
          host.process(null, null, null, host.file(value, null, Hashes.NONE, null, null), null);
      case "command line" -> host.process(null, null, value, null, null);
      case "registry key", "registry key path" -> host.registry(value, null, null);
      case "hash", "file hash", "fingerprint" -> {
        var hash = Hashes.byLength(value);
        yield hash.isNone() ? null : host.file(null, null, hash, null, null);
      }
      default -> null;
    };
  }

  /** The host's own name is the device; {@code device.hostname} is, where none is known yet. */
  private @Nullable Entity hostname(String value, @Nullable String name) {
    if (Addresses.of(value) != null) {
      return entity("ip address", value, name);
    }
    if (host.isKnown() || name == null || !name.startsWith("device")) {
      return new Url(Storable.boundedIdentity(value, NAME));
    }
    return host.named(null, value).device();
  }
}
