package dev.quaestor.connector.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
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
  void messagesAreFoundByTheLinkTheyCarry() {
    var link = "http://www.woodgrovebank.example@198.51.100.23/login/confirm";

    assertThat(similar(Field.URL.is(link)).messages()).isNotEmpty();
    assertThat(similar(Field.URL.is("https://nowhere.example/")).messages()).isEmpty();
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
}
