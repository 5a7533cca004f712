package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.format.HostNames;
import dev.quaestor.starter.intake.json.Fields;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert comes from. An agent speaks of its own machine; what was only fetched from a
 * cloud, relayed by syslog or looked at from afar is about somebody else, and whoever fetched it
 * may be in perfect health.
 */
final class WazuhOrigin {
  private static final String MANAGER = "000";

  /** Their logs are fetched, whichever machine does it; by the integration or the place's name. */
  private static final Set<String> CLOUDS =
      Set.of(
          "office365",
          "o365",
          "aws",
          "aws-s3",
          "wazuh-aws",
          "azure",
          "azure-logs",
          "wazuh-azure",
          "gcp",
          "gcloud",
          "gcp-pubsub",
          "gcp-bucket",
          "wazuh-gcloud",
          "github",
          "ms-graph",
          "msgraph",
          "okta",
          "google_workspace",
          "google-workspace",
          "gworkspace",
          "gsuite",
          "cloudflare",
          "duo",
          "onelogin",
          "auth0",
          "salesforce",
          "slack",
          "zoom",
          "dropbox",
          "box",
          "1password",
          "snowflake",
          "atlassian",
          "jira");

  /** What these say is about the machine that they ran for. */
  private static final Set<String> OF_THE_MACHINE =
      Set.of("docker", "virustotal", "osquery", "yara");

  private final Fields alert;
  private final @Nullable Fields data;
  private final @Nullable Fields agent;
  private final String location;

  WazuhOrigin(Fields alert, @Nullable Fields data) {
    this.alert = alert;
    this.data = data;
    this.agent = alert.object("agent");
    var place = alert.text("location", NAME);
    this.location = place == null ? "" : place.strip();
  }

  boolean isFetched() {
    return data != null
        && (CLOUDS.contains(integration())
            || CLOUDS.contains(location.toLowerCase(Locale.ROOT))
            || Stream.of("aws", "office365", "gcp", "ms-graph").anyMatch(n -> isObject(data, n))
            || data.node().propertyNames().stream().anyMatch(WazuhOrigin::isAzureTag));
  }

  private static boolean isAzureTag(String name) {
    return name.startsWith("azure_") && name.endsWith("tag")
        || name.equals("aad_tag")
        || name.equals("log_analytics_tag");
  }

  private static boolean isObject(Fields data, String name) {
    return data.node().path(name).isObject();
  }

  private String integration() {
    var name = data == null ? null : data.text("integration", Fields.ID);
    return name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
  }

  /** The machine that it is about; not known where nobody says which. */
  HostDraft host() {
    var host = new HostDraft();
    if (isFetched() || isOfUnknownMachine()) {
      return host;
    }
    var relay = relayed();
    if (relay != null) {
      return host.named(null, relay.name()).at(relay.address());
    }
    var name = agent == null ? null : agent.identity("name", NAME);
    var id = agent == null ? null : agent.identity("id", Fields.ID);
    host.named(id == null ? null : "wazuh-agent-" + id, name);
    host.at(agent == null ? null : agent.text("ip", Fields.ID));
    var system = alert.object("data", "win", "system");
    if (!host.isKnown() && system != null) {
      host.named(null, system.identity("computer", NAME));
    }
    var os = agent == null ? null : agent.object("os");
    return host.withOs(os == null ? null : os.text("platform", Fields.ID))
        .withOs(alert.object("data", "win") == null ? null : "Windows");
  }

  /** What a service said about something that the manager handed to it. */
  private boolean isOfUnknownMachine() {
    var name = integration();
    return isManager() && !name.isEmpty() && !OF_THE_MACHINE.contains(name);
  }

  boolean isManager() {
    return agent != null && MANAGER.equals(agent.text("id", Fields.ID));
  }

  /** Whether it came by another machine than the one that it is about. */
  boolean isRelayed() {
    return relayed() != null;
  }

  private record Relay(@Nullable String name, @Nullable String address) {}

  /** What a manager got from elsewhere is about the machine that sent it. */
  private @Nullable Relay relayed() {
    if (agent != null && !isManager()) {
      return null;
    }
    var arrow = location.indexOf("->");
    if (location.startsWith("(") && arrow > 0) {
      return behindArrow(location.substring(0, arrow));
    }
    var address = Addresses.of(location);
    var sender = sender();
    if (address != null) {
      return new Relay(sender != null ? sender : address, address);
    }
    return sender != null && agent != null && !HostNames.areAlike(sender, ownName())
        ? new Relay(sender, null)
        : null;
  }

  /** {@code (agent) 10.0.0.3} or {@code (ssh_integrity_check_linux) root@10.0.0.5}. */
  private static @Nullable Relay behindArrow(String text) {
    var close = text.indexOf(')');
    if (close < 0) {
      return null;
    }
    var name = text.substring(1, close).strip();
    var rest = text.substring(close + 1).strip();
    var at = rest.lastIndexOf('@');
    var where = rest.substring(at + 1).strip();
    return at >= 0 ? new Relay(where, where) : new Relay(name, where);
  }

  private @Nullable String sender() {
    var header = alert.object("predecoder");
    var name = header == null ? null : header.identity("hostname", NAME);
    if (name == null && data != null) {
      name = data.identity("devname", NAME);
      name = name != null ? name : data.identity("dvchost", NAME);
    }
    return name;
  }

  private String ownName() {
    var name = agent == null ? null : agent.text("name", NAME);
    return name == null ? "" : name;
  }
}
