package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.PayloadSize;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A case whose history grows long while it is looked at goes on in a new run, in the middle. */
class GrowingCaseTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());

  @AfterEach
  void close() {
    house.close();
  }

  private static Url url(int number) {
    return new Url("http://site-%d.example/index".formatted(number));
  }

  private static Entity[] urls(int from, int to) {
    return IntStream.range(from, to).mapToObj(GrowingCaseTest::url).toArray(Entity[]::new);
  }

  @Test
  void whatIsOnItsWayIsLetInAndWhatItLedToIsLookedAtInTheNewRun() {
    var looking = new CountDownLatch(1);
    house.world.judging(server(), Verdict.NO_THREATS_FOUND).lookingUntil(looking);
    for (var url : urls(0, 40)) {
      house.world.judging(url, Verdict.NO_THREATS_FOUND);
    }
    house.world.leading(url(3), urls(10, 40));
    var alert = deviceAlert("a1", Severity.LOW, entities(10));
    house.send(alert);
    until(() -> house.investigation(alert).report().evidence().size() == 11);
    var first = house.runOf(alert);
    house.fillHistory(alert);
    var caseId = house.investigation(alert).report().investigationId();

    looking.countDown();

    var report = house.result(alert);
    assertThat(house.runOf(alert)).isNotEqualTo(first);
    assertThat(report.investigationId()).isEqualTo(caseId);
    assertThat(report.evidence())
        .hasSize(41)
        .allMatch(a -> a.verdict() == Verdict.NO_THREATS_FOUND);
    var numbers = house.ledger.numbers(caseId);
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    var told = new HashSet<>();
    house
        .ledger
        .events(LedgerEvent.EvidenceAssessed.class)
        .forEach(e -> told.add(e.assessment().key()));
    assertThat(told).hasSize(41);
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class)).hasSize(6);
  }

  private static Entity[] entities(int urls) {
    var all = new Entity[urls + 1];
    all[0] = server();
    System.arraycopy(urls(0, urls), 0, all, 1, urls);
    return all;
  }

  @Test
  void batchesGrowWithTheCaseAndTheirNumberDoesNot() {
    assertThat(ExaminationRequest.batchSize(1)).isEqualTo(50);
    assertThat(ExaminationRequest.batchSize(1_000)).isEqualTo(50);
    assertThat(ExaminationRequest.batchSize(5_000)).isEqualTo(250);
    assertThat(ExaminationRequest.batchSize(100_000)).isEqualTo(500);
  }

  @Test
  void whoeverMayHaveMorePiecesMaySayMoreOfThem() {
    assertThat(PayloadSize.told(1_000)).isEqualTo(PayloadSize.TOLD);
    assertThat(PayloadSize.told(100_000)).isEqualTo(100_000L * 1024);
  }
}
