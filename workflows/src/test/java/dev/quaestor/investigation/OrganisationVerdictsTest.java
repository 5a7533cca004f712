package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorMatch.Effect;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The organisation's own list and its analysts have the last word on evidence. */
class OrganisationVerdictsTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert malware = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile());
  private final Alert oddProcess =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

  @AfterEach
  void close() {
    house.close();
  }

  private void judging(Verdict device, Verdict file) {
    house.world.judging(laptop(), device).judging(downloadedFile(), file);
  }

  private void oddProcessWaits() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(oddProcess);
    house.pending(oddProcess, 2);
  }

  private static IndicatorMatch match(Entity about, Effect effect, String... groups) {
    return new IndicatorMatch(about.key(), "ind-1", effect, List.of(groups), "We know it");
  }

  private Assessment of(InvestigationReport report, Entity entity) {
    return report.evidence().stream()
        .filter(a -> a.key().equals(entity.key()))
        .findFirst()
        .orElseThrow();
  }

  private void classify(Alert alert, Map<String, String> word) {
    house.classify(alert, FakeStarter.DANA, word);
  }

  private static Map<String, String> word(Entity about, String classification) {
    return Map.of(
        "entityKey",
        about.key().value(),
        "classification",
        classification,
        "by",
        "amy@contoso.example",
        "comment",
        "I looked");
  }

  @Test
  void anAllowIndicatorClearsWhateverWasFound() {
    judging(Verdict.NO_THREATS_FOUND, Verdict.MALICIOUS);
    house.ledger.lists(match(downloadedFile(), Effect.ALLOW));

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(of(report, downloadedFile()).reasons())
        .extracting(f -> f.source())
        .containsExactly("fake", "indicator:ind-1");
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void aBlockIndicatorConvictsWhatNobodyElseSuspects() {
    judging(Verdict.NO_THREATS_FOUND, Verdict.NO_THREATS_FOUND);
    house.ledger.lists(match(downloadedFile(), Effect.BLOCK));

    house.send(malware);

    assertThat(house.result(malware).verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void anIndicatorOfADeviceGroupCountsOnlyOnItsDevices() {
    house.world.judging(server(), Verdict.NO_THREATS_FOUND);
    judging(Verdict.NO_THREATS_FOUND, Verdict.NO_THREATS_FOUND);
    house.world.judging(fileOnServer(), Verdict.NO_THREATS_FOUND);
    house.ledger.lists(
        match(downloadedFile(), Effect.BLOCK, "Servers"),
        match(fileOnServer(), Effect.BLOCK, "Servers"));

    var both =
        deviceAlert("a3", Severity.LOW, laptop(), server(), downloadedFile(), fileOnServer());
    house.send(both);
    house.pending(both, 2);

    var report = house.investigation(both).report();
    assertThat(of(report, downloadedFile()).verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(of(report, fileOnServer()).verdict()).isEqualTo(Verdict.MALICIOUS);
    house.decide(both, Choice.REJECT, "*");
    house.result(both);
  }

  @Test
  void anIndicatorOfADeviceGroupCountsWhenTheDeviceBecomesKnownLater() {
    // The alert knows the device by its id alone; its group comes with a pivot's look-up.
    house.world.judging(fileOnServer(), Verdict.NO_THREATS_FOUND);
    house.world.judging(server(), Verdict.NO_THREATS_FOUND);
    house.world.leading(fileOnServer(), server());
    house.ledger.lists(match(fileOnServer(), Effect.BLOCK, "Servers"));

    var alert = deviceAlert("a4", Severity.LOW, fileOnServer());
    house.send(alert);

    house.pending(alert, 2);
    assertThat(of(house.investigation(alert).report(), fileOnServer()).verdict())
        .isEqualTo(Verdict.MALICIOUS);
    house.decide(alert, Choice.REJECT, "*");
    house.result(alert);
  }

  @Test
  void aLedgerThatIsAwayIsWaitedFor() {
    judging(Verdict.NO_THREATS_FOUND, Verdict.MALICIOUS);
    house.ledger.lists(match(downloadedFile(), Effect.ALLOW));
    house.ledger.isAway(20);

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
  }

  @Test
  void aFalsePositiveClearsTheEvidenceAndTakesBackWhatWasStillToBeDecided() {
    oddProcessWaits();

    classify(oddProcess, word(processOnServer(), "FALSE_POSITIVE"));

    assertThat(house.pending(oddProcess, 1).getFirst().target()).isEqualTo(fileOnServer());
    var report = house.investigation(oddProcess).report();
    assertThat(of(report, processOnServer()).verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(report.actions())
        .filteredOn(a -> a.action().target().equals(server()))
        .singleElement()
        .extracting(a -> a.decision())
        .isInstanceOfSatisfying(Decision.Superseded.class, s -> assertThat(s.by()).isNull());
    until(() -> !house.ledger.events(LedgerEvent.Classified.class).isEmpty());
    assertThat(house.ledger.events(LedgerEvent.Classified.class))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.classification()).isEqualTo(Classification.FALSE_POSITIVE);
              assertThat(c.determination()).isEqualTo(Determination.OTHER);
              assertThat(c.classifiedBy()).isEqualTo(FakeStarter.DANA.name());
            });
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }

  @Test
  void aTruePositiveConvictsAndTheLatestWordStands() {
    oddProcessWaits();

    classify(oddProcess, word(processOnServer(), "FALSE_POSITIVE"));
    classify(oddProcess, word(processOnServer(), "TRUE_POSITIVE"));

    until(
        () ->
            of(house.investigation(oddProcess).report(), processOnServer()).verdict()
                == Verdict.MALICIOUS);
    assertThat(of(house.investigation(oddProcess).report(), processOnServer()).reasons())
        .filteredOn(f -> f.source().startsWith("analyst:"))
        .extracting(f -> f.code())
        .containsExactly("TRUE_POSITIVE");
    assertThat(house.pending(oddProcess, 2))
        .extracting(p -> p.verdict())
        .contains(Verdict.MALICIOUS);
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }

  @Test
  void whatTheSenderRecordedItselfIsNotRecordedTwice() {
    oddProcessWaits();
    var word = new HashMap<String, Object>(word(processOnServer(), "FALSE_POSITIVE"));
    word.put("recorded", true);

    house.classify(oddProcess, FakeStarter.DANA, word);

    house.pending(oddProcess, 1);
    assertThat(house.ledger.events(LedgerEvent.Classified.class)).isEmpty();
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }

  @Test
  void aFalseAlertClearsWhatOnlyItNames() {
    oddProcessWaits();
    house.send(deviceAlert("a9", Severity.LOW, fileOnServer()));
    until(() -> house.investigation(oddProcess).report().alertIds().size() == 2);

    classify(
        oddProcess,
        Map.of("alertId", "a2", "classification", "FALSE_POSITIVE", "by", "amy@contoso.example"));

    house.pending(oddProcess, 1);
    var report = house.investigation(oddProcess).report();
    assertThat(of(report, processOnServer()).verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(of(report, fileOnServer()).verdict()).isEqualTo(Verdict.SUSPICIOUS);
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }

  @Test
  void aClassificationThatCannotBeUsedIsRecordedAndChangesNothing() {
    oddProcessWaits();
    var key = processOnServer().key().value();
    var stub = house.untyped(oddProcess);

    stub.signal("classify", "just text");
    stub.signal("classify", Map.of("entityKey", key, "classification", "FALSE_POSITIVE"));
    stub.signal("classify", Map.of("entityKey", key, "classification", "PERHAPS", "by", "amy"));
    stub.signal("classify", Map.of("classification", "FALSE_POSITIVE", "by", "amy"));
    stub.signal(
        "classify", Map.of("entityKey", "x", "classification", "FALSE_POSITIVE", "by", "amy"));
    stub.signal(
        "classify", Map.of("alertId", "x", "classification", "FALSE_POSITIVE", "by", "amy"));
    stub.signal(
        "classify",
        Map.of(
            "entityKey",
            key,
            "classification",
            "FALSE_POSITIVE",
            "determination",
            "PHISHING",
            "by",
            "amy"));

    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 7);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class))
        .allMatch(i -> i.message().equals("classify") && !i.why().isBlank());
    assertThat(house.ledger.events(LedgerEvent.Classified.class)).isEmpty();
    assertThat(house.pending(oddProcess, 2)).hasSize(2);
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }

  @Test
  void whatAnAnalystSaidOutlivesANewRun() {
    oddProcessWaits();
    classify(oddProcess, word(processOnServer(), "FALSE_POSITIVE"));
    house.pending(oddProcess, 1);

    house.outgrow(oddProcess);
    // Looked at again, it is as bad as before; the person's word still stands.
    Device device = new Device(Fixtures.SERVER_ID, "srv-db1", null, "Servers", null, null);
    house.send(deviceAlert("a9", Severity.LOW, device));

    assertThat(of(house.investigation(oddProcess).report(), processOnServer()).verdict())
        .isEqualTo(Verdict.NO_THREATS_FOUND);
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
  }
}
