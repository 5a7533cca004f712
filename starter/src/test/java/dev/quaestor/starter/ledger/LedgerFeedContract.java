package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ocsf.Occurrence;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reading on and keeping cursors promises, on every database. */
abstract class LedgerFeedContract extends LedgerFixture {
  private EventFeed feed;
  private DeliveryStore store;
  private Instant clock = Instant.now();

  @BeforeEach
  void openFeed() {
    InstantSource time = () -> clock;
    feed = new EventFeed(database, time);
    store = new DeliveryStore(database, feed, time);
  }

  private void tellOfOne(String caseId) {
    if (ledger.report(caseId).isEmpty()) {
      open(caseId);
    }
    tell(caseId, alert("al-" + clock.toEpochMilli() + Math.random(), Severity.LOW));
  }

  /** Leaves a gap, as a transaction does that was rolled back, or that has not ended yet. */
  private void takeAnId() {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "insert into ledger_event (stream, seq, at, type, body)"
                + " values ('gone', 1, timestamp with time zone '2026-03-01 10:00:00+00', 'x', '{}')");
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eventsComeInTheOrderOfTheLedgerWithWhenTheyWereTaken() {
    tellOfOne("inv-1");
    tellOfOne("inv-2");
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.RUNNING, "It runs."));

    var part = feed.after(0, 10);

    assertThat(part.events())
        .extracting(Occurrence::investigationId)
        .containsExactly("inv-1", "inv-2", "inv-1");
    assertThat(part.events()).extracting(Occurrence::id).isSorted();
    assertThat(part.events())
        .allSatisfy(
            e ->
                assertThat(e.recordedAt())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)));
    assertThat(part.more()).isFalse();
    assertThat(feed.after(part.events().get(1).id(), 10).events()).hasSize(1);
    assertThat(feed.after(0, 2).more()).isTrue();
  }

  @Test
  void aReaderOfAllWaitsAtAGapUntilItIsSureThatNothingComes() {
    tellOfOne("inv-1");
    takeAnId();
    tellOfOne("inv-2");

    var waiting = feed.after(0, 10);
    assertThat(waiting.events()).extracting(Occurrence::investigationId).containsExactly("inv-1");
    assertThat(feed.after(waiting.last(), 10).events()).isEmpty();

    clock = clock.plus(EventFeed.SETTLED).plusSeconds(5);
    assertThat(feed.after(waiting.last(), 10).events())
        .extracting(Occurrence::investigationId)
        .containsExactly("inv-2");
  }

  @Test
  void whatHappenedSinceATimeIsFoundByPlace() {
    tellOfOne("inv-1");
    tellOfOne("inv-1");
    var second = feed.after(0, 10).events().get(1);

    assertThat(feed.before(second.at()).orElseThrow()).isEqualTo(second.id() - 1);
    assertThat(feed.before(second.at().plusSeconds(1))).isEmpty();
  }

  @Test
  void anEventThatANewerReleaseWroteIsPassedOver() throws SQLException {
    tellOfOne("inv-1");
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into ledger_event (stream, seq, investigation_id, at, type, body) values"
              + " ('inv-1', 2, 'inv-1', timestamp with time zone '2026-03-01 10:00:00+00',"
              + " 'teleported', '{\"type\":\"teleported\"}')");
    }

    var part = feed.ofCase("inv-1", 0, 10);
    assertThat(part.events()).hasSize(1);
    assertThat(part.last()).isGreaterThan(part.events().getFirst().id());
  }

  @Test
  void aWebhookFindsTheCasesThatHaveSomethingNewAndAdvancesEachByItself() {
    tellOfOne("inv-old");
    store.register("soc", "https://a.example/", false);
    tellOfOne("inv-1");
    tellOfOne("inv-2");
    store.scan("soc");

    var due = store.due("soc", 10);
    assertThat(due)
        .extracting(DeliveryStore.Lane::name)
        .containsExactlyInAnyOrder("inv-1", "inv-2");
    var lane = due.getFirst();
    var events = feed.ofCase(lane.name(), lane.deliveredId(), 10).events();
    assertThat(events).hasSize(1);
    var after = store.advance("soc", lane, events.getFirst().id()).orElseThrow();
    assertThat(store.due("soc", 10))
        .extracting(DeliveryStore.Lane::name)
        .doesNotContain(lane.name());
    assertThat(store.advance("soc", lane, events.getFirst().id())).isEmpty();

    tellOfOne(lane.name());
    store.scan("soc");
    assertThat(store.due("soc", 10))
        .filteredOn(l -> l.name().equals(lane.name()))
        .singleElement()
        .satisfies(l -> assertThat(l.deliveredId()).isEqualTo(after.deliveredId()));
  }

  @Test
  void whatIsBehindAGapIsDueAtOnceAndWhatFillsTheGapIsFoundAfterwards() throws SQLException {
    store.register("soc", "https://a.example/", true);
    open("inv-late");
    tellOfOne("inv-1");
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "insert into ledger_event (stream, seq, investigation_id, at, type, body) values"
                + " ('inv-late', 1, 'inv-late', timestamp with time zone '2026-03-01 10:00:00+00',"
                + " 'x', '{}')");
        tellOfOne("inv-2");
        store.scan("soc");
        assertThat(store.due("soc", 10))
            .extracting(DeliveryStore.Lane::name)
            .containsExactlyInAnyOrder("inv-1", "inv-2");
      }
      connection.commit();
    }

    store.scan("soc");
    assertThat(store.due("soc", 10))
        .extracting(DeliveryStore.Lane::name)
        .containsExactlyInAnyOrder("inv-1", "inv-2", "inv-late");
  }

  @Test
  void aLaneThatFailedIsDueWhenItsTimeHasCome() {
    store.register("soc", "https://a.example/", true);
    tellOfOne("inv-1");
    store.scan("soc");
    var lane = store.due("soc", 10).getFirst();
    store.fail("soc", lane, "It answered 500.", clock.plusSeconds(30));

    assertThat(store.due("soc", 10)).isEmpty();
    var standing = store.standing("soc").orElseThrow();
    assertThat(standing.failingLanes()).isEqualTo(1);
    assertThat(standing.lastError()).isEqualTo("It answered 500.");
    clock = clock.plusSeconds(31);
    var again = store.due("soc", 10).getFirst();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.failingSince()).isNotNull();
    assertThat(store.giveUp("soc", again, again.pendingId()).orElseThrow().attempts()).isEqualTo(1);
    assertThat(store.standing("soc").orElseThrow().lanes()).isZero();
  }

  @Test
  void oneProcessAtATimeHasTheLease() {
    store.register("soc", "https://a.example/", false);

    assertThat(store.lease("soc", "a", Duration.ofSeconds(10))).isTrue();
    assertThat(store.lease("soc", "a", Duration.ofSeconds(10))).isTrue();
    assertThat(store.lease("soc", "b", Duration.ofSeconds(10))).isFalse();
    clock = clock.plusSeconds(11);
    assertThat(store.lease("soc", "b", Duration.ofSeconds(10))).isTrue();
    store.release("soc", "a");
    assertThat(store.lease("soc", "a", Duration.ofSeconds(10))).isFalse();
    store.release("soc", "b");
    assertThat(store.lease("soc", "a", Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aDisabledWebhookStaysSoUntilItsAddressChangesOrItIsEnabled() {
    store.register("soc", "https://a.example/", false);
    store.disable("soc", "It answered 410 Gone.");
    store.register("soc", "https://a.example/", false);
    assertThat(store.isDisabled("soc")).isTrue();
    store.register("soc", "https://b.example/", false);
    assertThat(store.isDisabled("soc")).isFalse();
    store.disable("soc", "It answered 410 Gone.");
    store.enable("soc");
    assertThat(store.isDisabled("soc")).isFalse();
    assertThat(store.standing("none")).isEmpty();
  }
}
