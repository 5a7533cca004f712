package dev.quaestor.connector.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphReadingTest {
  private final LabBackEnds backEnds = new LabBackEnds();
  private final Connectors connectors = backEnds.connectors();

  @AfterEach
  void close() {
    backEnds.close();
  }

  private <C extends Capability> C port(Class<C> port) {
    return connectors.offering(port).getFirst();
  }

  private MailSearch.Similar similar(MailCluster.Criterion... criteria) {
    return port(MailSearch.class).similar(List.of(criteria), LabBackEnds.lately(), 100);
  }

  @Test
  void similarMessagesAreFoundInEveryMailboxAndNoOthers() {
    var found =
        similar(
            Field.SUBJECT.is(LabBackEnds.PHISH_SUBJECT),
            Field.SENDER_DOMAIN.is("WOODGROVE-SUPPORT.example"));

    assertThat(found.messages())
        .extracting(MailCluster.Member::mailbox)
        .containsExactlyInAnyOrderElementsOf(backEnds.campaignFolders().keySet());
    assertThat(found.count()).isEqualTo(found.messages().size());
  }

  @Test
  void messagesAreFoundByTheLinkTheyCarry() {
    var link = "http://www.woodgrovebank.example@198.51.100.23/login/confirm";

    assertThat(similar(Field.URL.is(link)).messages()).isNotEmpty();
    assertThat(similar(Field.URL.is("https://nowhere.example/")).messages()).isEmpty();
  }

  @Test
  void aSearchListsNoMoreThanAskedAndCountsAll() {
    var criteria = List.of(Field.SENDER_DOMAIN.is(LabBackEnds.PHISH_DOMAIN));

    var found = port(MailSearch.class).similar(criteria, LabBackEnds.lately(), 2);

    assertThat(found.messages()).hasSize(2);
    assertThat(found.count()).isEqualTo(backEnds.campaignFolders().size());
  }

  @Test
  void aSubjectThatIsAQueryIsOnlyASubject() {
    var hostile = "x\" or Subject != \"\\ \n| take 10 // \0";

    assertThat(similar(Field.SUBJECT.is(hostile)).messages()).isEmpty();
    assertThatThrownBy(() -> similar(new MailCluster.Criterion("Subject == 1 or 1", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIsLocatedWhereItIsNow() {
    var here = LabBackEnds.phishOf("megan@contoso.example");
    var absent = LabBackEnds.phishOf("kim@contoso.example");

    var located = port(MailSearch.class).locate(List.of(here, absent));

    assertThat(located).containsOnlyKeys(here.key());
    assertThat(located.get(here.key()).folderName()).isEqualTo("Inbox");
  }

  @Test
  void aMessageInOurOwnQuarantineIsLocatedAndReadThere() {
    var mail = LabBackEnds.phishOf("adele@contoso.example");
    var moving = port(MailRemediation.class);
    moving.move(moving.locate(mail, Aim.AWAY), Destination.QUARANTINE, new Mandate("a1", "a test"));

    assertThat(port(MailSearch.class).locate(List.of(mail)).get(mail.key()).folderName())
        .isEqualTo("Quaestor Quarantine");
    assertThat(port(MailReading.class).fetch(List.of(mail), LabBackEnds.lately()))
        .containsOnlyKeys(mail.key());
  }

  @Test
  void rulesTellWhereTheyForward() {
    var megan = new Mailbox("megan@contoso.example", null);

    var rules = port(MailboxRules.class).rules(List.of(megan));

    assertThat(rules.get(megan.key()))
        .extracting(KnownRule::rule)
        .filteredOn(MailboxRule::enabled)
        .flatExtracting(MailboxRule::forwardsTo)
        .containsExactlyInAnyOrder("drop@evil.example", "kim@contoso.example");
  }
}
