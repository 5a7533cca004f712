package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailboxDirectory;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each estate's mail is its own connector's, whichever of the connectors comes first. */
class MailboxClaimsTest {
  private static final MailMessage OURS = mail("megan@contoso.example");
  private static final MailMessage THEIRS = mail("kim@fabrikam.example");

  private final Post graph = new Post("graph", null);
  private final Post imap = new Post("imap", "@contoso.example");

  /** In which order they are configured. */
  enum Order {
    GRAPH_FIRST,
    IMAP_FIRST
  }

  private static MailMessage mail(String mailbox) {
    return MailMessage.named(null, "<1@evil.example>", mailbox);
  }

  private Connectors connectors(Order order) {
    return new Connectors(order == Order.GRAPH_FIRST ? List.of(graph, imap) : List.of(imap, graph));
  }

  private static MailCluster cluster(MailMessage... messages) {
    var members = new ArrayList<MailCluster.Member>();
    for (var one : messages) {
      members.add(
          new MailCluster.Member(
              String.valueOf(one.recipient()),
              null,
              String.valueOf(one.internetMessageId()),
              null));
    }
    return new MailCluster(
        messages[0].key(), List.of(Field.SUBJECT.is("Urgent")), members, members.size());
  }

  private static String doer(Connectors connectors, Entity target) {
    RemediationAction action = new EmailAction.SoftDeleteEmail(target);
    return ActionTable.row(action.type())
        .chosen(
            action,
            TargetFacts.none(),
            new ActionExecution.Run(new Mandate("act-1", ""), null, broke -> false, false),
            connectors)
        .map(ActionExecution.Chosen::connector)
        .orElse("nobody");
  }

  @ParameterizedTest
  @EnumSource
  void whoClaimsAMailboxActsOnItAndNobodyElseDoes(Order order) {
    var connectors = connectors(order);

    assertThat(doer(connectors, OURS)).isEqualTo("imap");
    assertThat(doer(connectors, THEIRS)).isEqualTo("graph");
    assertThat(doer(connectors, cluster(OURS))).isEqualTo("imap");
    assertThat(doer(connectors, cluster(THEIRS))).isEqualTo("graph");
  }

  @ParameterizedTest
  @EnumSource
  void whoClaimsAMailboxIsAskedAboutItAndNobodyElseIs(Order order) {
    var connectors = connectors(order);
    var asking = new BackEndQuestion(broke -> false);

    var answers =
        asking.aboutAll(
            connectors.offers(MailReading.class),
            List.of(OURS, THEIRS),
            new MailboxClaims(connectors)
                .own(
                    (MailReading port, List<MailMessage> some) -> port.fetch(some, Instant.EPOCH)));

    assertThat(imap.asked).containsExactly(OURS.key());
    assertThat(graph.asked).containsExactly(THEIRS.key());
    assertThat(EntityEnrichment.known(answers.about(OURS.key()))).isPresent();
  }

  @Test
  void aMailboxThatNobodyHasIsRefusedWithASentence() {
    var alone = new Connectors(List.of(imap));

    assertThat(doer(alone, THEIRS)).isEqualTo("nobody");
    assertThat(
            ActionTable.row(new EmailAction.SoftDeleteEmail(THEIRS).type())
                .obstacle(new EmailAction.SoftDeleteEmail(THEIRS), TargetFacts.none(), alone))
        .contains("imap does not have this mailbox");
  }

  @Test
  void whoIsToDoItDoesNotDoItInTheMailboxesOfAnother() {
    var all = connectors(Order.GRAPH_FIRST);

    assertThat(doer(all.only("graph"), OURS)).isEqualTo("nobody");
    assertThat(doer(all.only("imap"), THEIRS)).isEqualTo("nobody");
    assertThat(doer(all.only("imap"), OURS)).isEqualTo("imap");
  }

  /** Whoever acted on it whole would say of the others' messages that they are gone. */
  @ParameterizedTest
  @EnumSource
  void aClusterInBothIsNobodysUntilItIsTakenApart(Order order) {
    var connectors = connectors(order);
    var both = cluster(OURS, THEIRS);

    assertThat(doer(connectors, both)).isEqualTo("nobody");
    assertThat(doer(connectors.only("graph"), both)).isEqualTo("nobody");
    assertThat(
            ActionTable.row(ActionType.SOFT_DELETE_EMAIL)
                .obstacle(new EmailAction.SoftDeleteEmail(both), TargetFacts.none(), connectors))
        .contains(
            "Its messages are in mailboxes of imap and graph; each is acted on apart: name one of"
                + " them, by the criterion Estate");
    assertThat(new OfferedActions(connectors).on(both, TargetFacts.none()))
        .doesNotContain(ActionType.SOFT_DELETE_EMAIL, ActionType.HARD_DELETE_EMAIL);
  }

  /** By its fields alone each would find its own, and say that it is all. */
  @Test
  void aClusterThatListsNothingIsNobodysWhereTwoHaveMail() {
    var unlisted = new MailCluster(OURS.key(), List.of(Field.SUBJECT.is("Urgent")), List.of(), 11);

    assertThat(doer(connectors(Order.GRAPH_FIRST), unlisted)).isEqualTo("nobody");
    assertThat(doer(connectors(Order.GRAPH_FIRST), unlisted.in("imap", List.of(), 4)))
        .isEqualTo("imap");
    assertThat(doer(new Connectors(List.of(graph)), unlisted)).isEqualTo("graph");
  }

  /** A part is found again, and done, by whose mailboxes it is in. */
  @ParameterizedTest
  @EnumSource
  void aCampaignInBothIsAClusterForEach(Order order) {
    var connectors = connectors(order);
    var both = cluster(OURS, THEIRS, mail("adele@contoso.example"));

    var parts = new MailboxClaims(connectors).apart(both);

    assertThat(parts).extracting(MailCluster::count).containsExactly(2, 1);
    assertThat(parts).extracting(MailCluster::key).doesNotHaveDuplicates();
    assertThat(parts).extracting(part -> doer(connectors, part)).containsExactly("imap", "graph");
    assertThat(parts)
        .allSatisfy(
            part -> {
              assertThat(part.searchable()).isEqualTo(both.criteria());
              assertThat(part.unsearchable()).isEmpty();
              assertThat(part.label()).contains(doer(connectors, part));
              assertThat(new MailboxClaims(connectors).apart(part)).containsExactly(part);
            });
    var ours = cluster(OURS, mail("adele@contoso.example"));
    assertThat(new MailboxClaims(connectors).apart(ours)).containsExactly(ours);
  }

  /** Settings may have changed since it was decided: what is not done is not said to be. */
  @Test
  void ofWhatIsAnothersByNowTheMessagesAreFailuresAndNotGone() {
    var connectors = connectors(Order.GRAPH_FIRST).only("graph");
    var both = cluster(OURS, THEIRS);
    var port =
        new MailboxClaims(connectors)
            .confined(new Connectors.Offer<>("graph", graph), MailRemediation.class);

    var found = port.locate(both.in("graph", both.messages(), 2), MailRemediation.Aim.BACK);
    port.move(found, MailRemediation.Destination.RECOVERABLE, new Mandate("act-1", ""));

    assertThat(graph.moved).containsExactly("kim@fabrikam.example");
    assertThat(found)
        .extracting(m -> m.mailbox() + " " + m.result())
        .containsExactly("kim@fabrikam.example PENDING", "megan@contoso.example FAILED");
  }

  private static MovedMessage pending(String mailbox) {
    return new MovedMessage(
        mailbox,
        "<1@evil.example>",
        null,
        "in",
        "Inbox",
        "1",
        null,
        null,
        MessageResult.PENDING,
        null);
  }

  /** Where mail lies; it claims the mailboxes that end so, or none. */
  private static final class Post implements Connector, MailRemediation, MailReading {
    private final String name;
    private final @Nullable String claimed;
    private final List<EntityKey> asked = new ArrayList<>();
    private final List<String> moved = new ArrayList<>();

    Post(String name, @Nullable String claimed) {
      this.name = name;
      this.claimed = claimed;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Capability> capabilities() {
      if (claimed == null) {
        return List.of(this);
      }
      MailboxDirectory directory = address -> address.endsWith(claimed);
      return List.of(directory, this);
    }

    @Override
    public boolean knows(Entity target) {
      return target instanceof MailMessage || target instanceof MailCluster;
    }

    @Override
    public List<MovedMessage> locate(Entity target, Aim aim) {
      return target instanceof MailCluster cluster
          ? cluster.messages().stream().map(m -> pending(m.mailbox())).toList()
          : List.of();
    }

    @Override
    public Results move(List<MovedMessage> messages, Destination destination, Mandate mandate) {
      messages.forEach(m -> moved.add(m.mailbox()));
      return new Results(
          messages.stream().map(m -> m.with(MessageResult.MOVED, null, null, null)).toList(), null);
    }

    @Override
    public Results purge(List<MovedMessage> messages, Mandate mandate) {
      return new Results(messages, null);
    }

    @Override
    public Results restore(List<MovedMessage> moved, Mandate mandate) {
      return new Results(moved, null);
    }

    @Override
    public Map<EntityKey, Copies> fetch(List<MailMessage> messages, Instant since) {
      var found = new HashMap<EntityKey, Copies>();
      for (var message : messages) {
        asked.add(message.key());
        found.put(message.key(), new Copies(List.of(), true, false));
      }
      return found;
    }

    @Override
    public void close() {}
  }
}
