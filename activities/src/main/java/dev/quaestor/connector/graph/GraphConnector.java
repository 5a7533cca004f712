package dev.quaestor.connector.graph;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.hunting.HuntedActivity;
import dev.quaestor.connector.hunting.HuntedSightings;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import java.util.List;
import java.util.function.Function;

/** The table of contents of this room. */
final class GraphConnector implements Connector {
  private final String name;
  private final BackEndClient api;
  private final List<Capability> capabilities;

  GraphConnector(
      GraphSettings settings,
      BackEndClient api,
      Vault vault,
      Function<MailboxRule, List<String>> outside) {
    this.name = settings.api().connector();
    this.api = api;
    var hunting = new Hunting(api);
    var quarantine = new QuarantineFolders(api);
    var messages = new Messages(api, quarantine);
    var search = new EmailSearch(hunting, messages);
    var targets = new MailTargets(messages, search);
    var attachments = new Attachments(api);
    var moving = new MovingRemediation(targets, messages, attachments, quarantine, vault);
    this.capabilities =
        List.of(
            new GraphCredential(api, settings.analyzedEmails()),
            hunting,
            new HuntedSightings(hunting, settings.api().tenant()),
            HuntedActivity.ofAll(hunting),
            new Clicks(hunting),
            search,
            settings.analyzedEmails() ? new AnalyzedEmails(api, messages, moving) : moving,
            new WholeMail(messages, search, vault, settings.exchangeBelieved()),
            new AttachmentRemoval(targets, messages, attachments, quarantine, vault),
            new InboxRules(api, outside),
            new Users(api),
            new SecurityAlerts(api),
            new SecurityAlertStatus(api));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    api.close();
  }
}
