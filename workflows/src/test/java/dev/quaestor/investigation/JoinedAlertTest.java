package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.alert.Severity;
import dev.quaestor.authority.Author;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Exoneration;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alert that joins is on record with all that it speaks of, new to the case or not. */
class JoinedAlertTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert first = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile());
  private final Alert second = deviceAlert("a2", Severity.HIGH, laptop(), downloadedFile());

  @AfterEach
  void close() {
    house.close();
  }

  /** The ledger's last word of each piece. */
  private Map<EntityKey, Assessment> told() {
    var told = new LinkedHashMap<EntityKey, Assessment>();
    house
        .ledger
        .events(LedgerEvent.EvidenceAssessed.class)
        .forEach(e -> told.put(e.assessment().key(), e.assessment()));
    return told;
  }

  private void waitsForAPerson(Alert alert, Author by) {
    house.world.judging(laptop(), Verdict.SUSPICIOUS).judging(downloadedFile(), Verdict.SUSPICIOUS);
    house.send(alert, by);
    until(() -> !house.investigation(alert).pendingActions().isEmpty());
  }

  @Test
  void anAlertThatBringsNothingNewIsRecordedOnTheEvidenceThatItNames() {
    waitsForAPerson(first, FakeStarter.SENSOR);
    var looks = house.world.examinations();

    assertThat(house.send(second).joined()).isTrue();

    until(() -> house.ledger.events(LedgerEvent.AlertAdded.class).size() == 2);
    assertThat(house.world.examinations()).isEqualTo(looks);
    assertThat(told().values())
        .hasSize(2)
        .allSatisfy(a -> assertThat(a.evidence().alertIds()).containsExactly("a1", "a2"))
        .allSatisfy(a -> assertThat(a.verdict()).isEqualTo(Verdict.SUSPICIOUS));
    assertThat(Exoneration.broughtOnlyBy("a1", List.copyOf(told().values()))).isEmpty();
  }

  @Test
  void whatTheLedgerSaysOfTheEvidenceIsWhatTheCaseKnows() {
    waitsForAPerson(first, FakeStarter.SENSOR);

    house.send(second, FakeStarter.DANA);
    house.send(deviceAlert("a3", Severity.LOW, laptop()));

    until(() -> house.ledger.events(LedgerEvent.AlertAdded.class).size() == 3);
    assertThat(told().values())
        .containsExactlyInAnyOrderElementsOf(house.investigation(first).report().evidence());
  }

  @Test
  void anAlertThatOnlyWhoIsAwayCouldConfirmIsRecordedBeforeItAnswers() {
    house.world.awayFrom(laptop(), 1_000).judging(downloadedFile(), Verdict.SUSPICIOUS);
    house.send(first);
    until(() -> told().containsKey(laptop().key()));

    house.send(second);

    until(() -> house.ledger.events(LedgerEvent.AlertAdded.class).size() == 2);
    assertThat(told().get(laptop().key()).evidence().alertIds()).containsExactly("a1", "a2");
  }

  /** What a person says by hand, under an id that is the same for whoever says it. */
  private static Alert byHand(String content) {
    var on = deviceAlert("manual:1", Severity.HIGH, laptop(), downloadedFile());
    return new Alert(
            on.alertId(),
            AlertSource.MANUAL,
            on.correlationKey(),
            on.title(),
            null,
            on.severity(),
            null,
            on.techniques(),
            null,
            null,
            null,
            on.evidence())
        .with(AlertVersion.whole("", content));
  }

  @Test
  void whatAnApproverSaysCountsAsTheirsThoughAnAnalystSaidTheSameBefore() {
    house.world.judging(laptop(), Verdict.SUSPICIOUS).judging(downloadedFile(), Verdict.MALICIOUS);
    var theirs = byHand("ab".repeat(32));
    house.send(theirs, FakeStarter.ANN);
    house.send(byHand("cd".repeat(32)), FakeStarter.ANN);
    until(() -> !house.investigation(theirs).pendingActions().isEmpty());
    assertThat(house.world.performed()).isEmpty();

    assertThat(house.send(theirs, FakeStarter.DANA).joined()).isTrue();

    until(() -> !house.world.performed().isEmpty());
    until(() -> house.ledger.events(LedgerEvent.AlertAdded.class).size() == 2);
  }
}
