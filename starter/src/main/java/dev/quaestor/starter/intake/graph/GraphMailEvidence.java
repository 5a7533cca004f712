package dev.quaestor.starter.intake.graph;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.graph.GraphEvidence.Said;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mail side of {@link GraphEvidence}. */
final class GraphMailEvidence {
  private final AlertDraft draft;
  private final Set<String> analyzed = new HashSet<>();
  private final List<Runnable> afterMessages = new ArrayList<>();
  private @Nullable EntityKey root;

  GraphMailEvidence(AlertDraft draft) {
    this.draft = draft;
  }

  void close() {
    afterMessages.forEach(Runnable::run);
  }

  @Nullable MailMessage analyzed(Fields item) {
    var network = item.id("networkMessageId");
    var internet = item.identity("internetMessageId", NAME);
    if (network == null && internet == null) {
      return null;
    }
    var from = item.object("p2Sender");
    var envelope = item.object("p1Sender");
    var message =
        new MailMessage(
            network,
            internet,
            item.identity("recipientEmailAddress", NAME),
            from == null ? null : from.identity("emailAddress", NAME),
            from == null ? null : from.text("displayName", NAME),
            envelope == null ? null : envelope.identity("emailAddress", NAME),
            null,
            item.identity("senderIp", Fields.ID),
            item.text("subject", NAME),
            item.instant("receivedDateTime"),
            item.texts("urls", Texts.FREE_TEXT).stream()
                .map(url -> new MailMessage.Link(null, url))
                .toList(),
            List.of(),
            List.of(),
            item.texts("threats", Fields.ID));
    analyzed.add(copyOf(network, message.recipient()));
    root = root == null ? message.key() : root;
    return message;
  }

  /** Names the message as well as who sent it in; an analyzed copy of it says more and stays. */
  void submission(Fields item, Said said) {
    var network = item.id("networkMessageId");
    var recipient = item.identity("recipient", NAME);
    var submitter = item.identity("submitter", NAME);
    if (submitter != null) {
      draft.add(new Mailbox(submitter, null), List.of(Role.CONTEXTUAL), null);
    }
    if (network == null) {
      draft.add(GraphEvidence.other("submissionMailEvidence", item), said.roles(), said.reported());
      return;
    }
    var message =
        new MailMessage(
            network,
            null,
            recipient,
            item.identity("sender", NAME),
            null,
            null,
            null,
            item.identity("senderIp", Fields.ID),
            item.text("subject", NAME),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    afterMessages.add(
        () -> {
          if (!analyzed.contains(copyOf(network, recipient))) {
            draft.add(message, said.roles(), said.reported());
          }
        });
  }

  private static String copyOf(@Nullable String network, @Nullable String recipient) {
    return network + " " + recipient;
  }

  /**
   * A cluster lists the ids of its messages but not their mailboxes, so none is a member yet: an
   * action looks for them by the criteria when it runs.
   */
  void cluster(Fields item, Said said) {
    var ids = item.texts("networkMessageIds", Fields.ID);
    var criteria =
        criteria(
            item.text("clusterBy", Texts.FREE_TEXT),
            item.text("clusterByValue", Texts.FREE_TEXT),
            ids);
    if (criteria.isEmpty()) {
      draft.add(GraphEvidence.other("mailClusterEvidence", item), said.roles(), said.reported());
      return;
    }
    var count = item.number("emailCount");
    var urn = item.identity("urn", NAME);
    afterMessages.add(
        () ->
            draft.add(
                new MailCluster(
                    root != null ? root : EntityKey.of("mail", urn != null ? urn : ids.toString()),
                    criteria,
                    List.of(),
                    count == null ? ids.size() : (int) Math.min(count, Integer.MAX_VALUE)),
                said.roles(),
                said.reported()));
  }

  /** {@code Subject;SenderIp} with {@code Hello;192.0.2.1}; a subject may hold a semicolon too. */
  private static List<Criterion> criteria(
      @Nullable String by, @Nullable String values, List<String> ids) {
    if (by == null || values == null) {
      return ids.isEmpty()
          ? List.of()
          : List.of(new Criterion("NetworkMessageId", String.join(";", ids)));
    }
    var fields = withoutLastEmpty(by.split(";", -1));
    var parts = withoutLastEmpty(values.split(";", -1));
    if (fields.size() != parts.size()) {
      return List.of(new Criterion(by, values));
    }
    var criteria = new ArrayList<Criterion>();
    for (int i = 0; i < fields.size(); i++) {
      criteria.add(new Criterion(fields.get(i).strip(), parts.get(i).strip()));
    }
    return List.copyOf(criteria);
  }

  private static List<String> withoutLastEmpty(String[] parts) {
    var list = List.of(parts);
    return list.size() > 1 && list.getLast().isBlank() ? list.subList(0, list.size() - 1) : list;
  }

  @Nullable Mailbox mailbox(Fields item) {
    var address = item.identity("primaryAddress", NAME);
    address = address != null ? address : item.identity("upn", NAME);
    return address == null ? null : new Mailbox(address, item.text("displayName", NAME));
  }

  /** Forwarding and inbox rules; the other configurations have no kind here. */
  @Nullable Entity configuration(Fields item) {
    var type = item.text("configurationType", Fields.ID);
    var mailbox = item.identity("mailboxPrimaryAddress", NAME);
    mailbox = mailbox != null ? mailbox : item.identity("upn", NAME);
    var id = item.identity("configurationId", NAME);
    var isRule = "mailForwardingRule".equals(type) || "userInboxRule".equals(type);
    return !isRule || mailbox == null || id == null
        ? null
        : new MailboxRule(mailbox, id, item.text("displayName", NAME), true, List.of());
  }
}
