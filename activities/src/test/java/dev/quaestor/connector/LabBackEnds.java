package dev.quaestor.connector;

import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.defender.DefenderFactory;
import dev.quaestor.connector.graph.GraphFactory;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.vault.FileVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The real connectors in front of a lab tenant, and its inhabitants by name. */
public final class LabBackEnds implements AutoCloseable {
  public static final String PHISH = "<20261123073100.lab1101@woodgrove-support.example>";
  public static final String PHISH_SUBJECT = "Urgent: confirm your account within 24 hours";
  public static final String PHISH_DOMAIN = "woodgrove-support.example";
  public static final String RELEASE_SCRIPT = "Quaestor-ReleaseFromQuarantine.ps1";

  public final LabTenant lab = LabTenant.start(LabOptions.defaults().withPort(0));
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final FileVault vault;
  private final List<Connector> opened = new ArrayList<>();

  public LabBackEnds() {
    try {
      vault = new FileVault(Files.createTempDirectory("vault"), 1_000_000);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public Connectors connectors() {
    return connectors(Map.of("release-script", RELEASE_SCRIPT), Map.of());
  }

  public Connectors connectors(Map<String, String> defender, Map<String, String> graph) {
    return new Connectors(List.of(openedDefender(defender), openedGraph(graph)));
  }

  private Connector openedDefender(Map<String, String> more) {
    return opened(new DefenderFactory(vault, meters).create(settings("defender", more)));
  }

  private Connector openedGraph(Map<String, String> more) {
    return opened(
        new GraphFactory(vault, new Forwarding(Fixtures.contoso())::beyond, meters)
            .create(settings("graph", more)));
  }

  private Connector opened(Connector connector) {
    opened.add(connector);
    return connector;
  }

  /** Defender alone, as contracts try it. */
  public BackEnd defender() {
    return new Tried(openedDefender(Map.of("release-script", RELEASE_SCRIPT)), "/api/**");
  }

  /** Graph alone, with these settings beside those of the lab. */
  public BackEnd graph(Map<String, String> more) {
    return new Tried(openedGraph(more), "/v1.0/**");
  }

  private final class Tried implements BackEnd {
    private final Connector connector;
    private final String routes;

    Tried(Connector connector, String routes) {
      this.connector = connector;
      this.routes = routes;
    }

    @Override
    public Connector connector() {
      return connector;
    }

    @Override
    public Object state() {
      return lab.state().without(List.of("settings", "faults", "requests"));
    }

    @Override
    public void goAway() {
      lab.fault(Fault.error("* " + routes, 1_000_000, 503));
    }

    @Override
    public void loseNextAnswer() {
      for (var method : List.of("POST", "PATCH", "DELETE")) {
        lab.fault(Fault.cutAfter(method + " " + routes, 1));
      }
    }

    @Override
    public void comeBack() {
      lab.clearFaults();
    }
  }

  private ConnectorSettings settings(String name, Map<String, String> more) {
    var values = new HashMap<String, String>();
    values.put("base-url", lab.baseUri().toString());
    values.put("login-url", lab.baseUri().toString());
    values.put("tenant-id", lab.options().tenantId());
    values.put("client-id", lab.options().clientId());
    values.put("client-secret", lab.options().clientSecret());
    values.putAll(more);
    return new ConnectorSettings(name, values);
  }

  public static Device workstation() {
    return Device.ofId("f980c21f678367cc05efd88ce7cf321cafa13a84");
  }

  public static Device server() {
    return Device.ofId("164ffc9c820d1afc68f3100083311952c4fa946b");
  }

  public static FileArtifact invoice() {
    return new FileArtifact(
        workstation().deviceId(),
        "invoice-2026-11.exe",
        "C:\\Users\\j.doe\\Downloads",
        "59792eacb00e8358465e42448ce339384282e3df803877a60414563cdfe85916",
        "824b94e510d8e030d84c784ed8b886ade9bc93ae",
        null,
        null,
        null);
  }

  public static UserAccount doe() {
    return new UserAccount(null, "j.doe@contoso.example", null, null, null);
  }

  public static MailMessage phishOf(String mailbox) {
    return new MailMessage(
        null, PHISH, mailbox, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** All that look like the reported one; only the reported one is listed. */
  public static MailCluster campaign() {
    return new MailCluster(
        phishOf("megan@contoso.example").key(),
        List.of(
            new MailCluster.Criterion("Subject", PHISH_SUBJECT),
            new MailCluster.Criterion("P2SenderDomain", PHISH_DOMAIN)),
        List.of(new MailCluster.Member("megan@contoso.example", null, PHISH, null)),
        8);
  }

  public JsonNode device(Device device) {
    return lab.device(String.valueOf(device.deviceId())).orElseThrow();
  }

  /** Where each copy of the campaign is: mailbox → folder. */
  public Map<String, String> campaignFolders() {
    return folders(true);
  }

  /** Where everything else is: message → folder. */
  public Map<String, String> otherFolders() {
    return folders(false);
  }

  private Map<String, String> folders(boolean campaign) {
    var places = new TreeMap<String, String>();
    for (var mailbox : lab.state().path("mailboxes")) {
      for (var folder : mailbox.path("folders").properties()) {
        for (var message : folder.getValue()) {
          var address = mailbox.path("address").asString();
          if (message.path("from").asString().endsWith("@" + PHISH_DOMAIN) == campaign) {
            places.put(
                campaign ? address : address + " " + message.path("id").asString(),
                folder.getKey());
          }
        }
      }
    }
    return places;
  }

  /** How many machine actions of a type the back end has. */
  public long machineActions(String type) {
    long count = 0;
    for (var action : lab.state().path("machineActions")) {
      count += action.path("type").asString().equals(type) ? 1 : 0;
    }
    return count;
  }

  public static Instant lately() {
    return Instant.now().minusSeconds(7 * 86_400);
  }

  @Override
  public void close() {
    opened.forEach(Connector::close);
    lab.close();
  }
}
