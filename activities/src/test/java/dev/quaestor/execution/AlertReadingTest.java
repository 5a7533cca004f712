package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.feed.AlertQuery;
import dev.quaestor.feed.AlertsRead;
import dev.quaestor.feed.SourceAlert;
import dev.quaestor.lab.LabTenant.AlertsOf;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Reading alerts: the real connectors before the lab, and readers that do their worst. */
class AlertReadingTest {
  private static final Instant NOW = Instant.now();
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));

  private final LabBackEnds backEnds = new LabBackEnds();
  private final AlertReading reading = new AlertReading(backEnds.connectors());

  @AfterEach
  void close() {
    backEnds.close();
  }

  private void raise(AlertsOf where, String id, Instant changed, String severity) {
    ObjectNode alert = QuaestorJson.mapper().createObjectNode();
    alert.put("id", id).put("title", id).put("status", "New").put("severity", severity);
    alert.put(
        where == AlertsOf.DEFENDER ? "lastUpdateTime" : "lastUpdateDateTime", changed.toString());
    alert.put("serviceSource", id.contains("mail") ? "microsoftDefenderForOffice365" : "other");
    alert.putArray("evidence").addObject().put("entityType", "File").put("fileName", "a.exe");
    backEnds.lab.raise(where, alert);
  }

  private static AlertQuery since(AlertsOf where, Instant from, int most) {
    return new AlertQuery(
        where == AlertsOf.DEFENDER ? "defender" : "graph",
        from,
        null,
        0,
        most,
        List.of(),
        List.of());
  }

  private static List<String> ids(AlertsRead read) {
    return ((AlertsRead.Batch) read).alerts().stream().map(SourceAlert::id).sorted().toList();
  }

  /** All batches of what changed since, as the starter asks for them. */
  private static List<String> everything(AlertReading reading, AlertQuery first) {
    var all = new TreeSet<String>();
    var query = first;
    for (int batches = 0; batches < 1_000; batches++) {
      var batch = (AlertsRead.Batch) reading.read(query);
      batch.alerts().forEach(alert -> all.add(alert.id()));
      if (batch.next() > query.skip()) {
        query =
            new AlertQuery(
                first.source(),
                query.from(),
                batch.until(),
                batch.next(),
                first.most(),
                List.of(),
                List.of());
      } else if (batch.until() != null && batch.until().isAfter(query.from())) {
        query =
            new AlertQuery(
                first.source(), batch.until(), null, 0, first.most(), List.of(), List.of());
      } else {
        return List.copyOf(all);
      }
    }
    throw new AssertionError("it never ends");
  }

  @ParameterizedTest
  @EnumSource(AlertsOf.class)
  void whatChangedSinceIsReadWithItsEvidence(AlertsOf where) {
    raise(where, "old", HOUR_AGO.minusSeconds(1), "low");
    raise(where, "new", HOUR_AGO.plusSeconds(1), "low");

    var read = (AlertsRead.Batch) reading.read(since(where, HOUR_AGO, 100));

    assertThat(ids(read)).containsExactly("new");
    assertThat(read.until()).isNull();
    assertThat(read.next()).isZero();
    var alert = read.alerts().getFirst();
    assertThat(alert.changedAt()).isEqualTo(HOUR_AGO.plusSeconds(1));
    assertThat(alert.body()).contains("\"fileName\":\"a.exe\"");
  }

  @ParameterizedTest
  @EnumSource(AlertsOf.class)
  void onlyTheSeveritiesThatAreAskedForAreRead(AlertsOf where) {
    var isDefender = where == AlertsOf.DEFENDER;
    raise(where, "low", NOW, isDefender ? "Low" : "low");
    raise(where, "medium", NOW, isDefender ? "Medium" : "medium");
    raise(where, "high", NOW, isDefender ? "High" : "high");

    assertThat(
            ids(
                reading.read(
                    new AlertQuery(
                        isDefender ? "defender" : "graph",
                        HOUR_AGO,
                        null,
                        0,
                        100,
                        List.of(Severity.MEDIUM, Severity.HIGH),
                        List.of()))))
        .containsExactly("high", "medium");
  }

  @Test
  void ofGraphOnlyTheServicesThatAreAskedForAreRead() {
    raise(AlertsOf.GRAPH, "mail-1", NOW, "low");
    raise(AlertsOf.GRAPH, "device-1", NOW, "low");

    assertThat(
            ids(
                reading.read(
                    new AlertQuery(
                        "graph",
                        HOUR_AGO,
                        null,
                        0,
                        100,
                        List.of(),
                        List.of("microsoftDefenderForOffice365")))))
        .containsExactly("mail-1");
  }

  @ParameterizedTest
  @EnumSource(AlertsOf.class)
  void aBacklogIsReadWholeInStretchesThatFit(AlertsOf where) {
    var raised =
        IntStream.range(0, 700)
            .mapToObj("a%03d"::formatted)
            .peek(
                id ->
                    raise(
                        where,
                        id,
                        HOUR_AGO.plusSeconds(5L * Integer.parseInt(id.substring(1))),
                        "low"))
            .toList();

    assertThat(everything(reading, since(where, HOUR_AGO, 50))).isEqualTo(raised);
  }

  @ParameterizedTest
  @EnumSource(AlertsOf.class)
  void whatAllChangedAtOneMomentIsReadPageByPage(AlertsOf where) {
    var raised =
        IntStream.range(0, 230)
            .mapToObj("a%03d"::formatted)
            .peek(id -> raise(where, id, NOW.minusSeconds(600), "low"))
            .toList();

    assertThat(everything(reading, since(where, HOUR_AGO, 50))).isEqualTo(raised);
  }

  @Test
  void aSourceThatThrottlesIsLeftAloneForAsLongAsItSays() {
    backEnds.lab.fault(
        new Fault("GET /api/alerts", Fault.Kind.THROTTLE, 1, Duration.ZERO, 3_600, 500, ""));

    assertThat(reading.read(since(AlertsOf.DEFENDER, HOUR_AGO, 100)))
        .isInstanceOfSatisfying(
            AlertsRead.NotRead.class,
            not -> {
              assertThat(not.why()).isEqualTo(FailureType.THROTTLED);
              assertThat(not.rest()).isEqualTo(Duration.ofHours(1));
            });
  }

  @Test
  void aSourceThatBreaksOrIsNotThereIsAnAnswerAndNoFailure() {
    backEnds.lab.fault(
        new Fault("GET /api/alerts", Fault.Kind.CUT, 100, Duration.ZERO, -1, 500, ""));

    assertThat(reading.read(since(AlertsOf.DEFENDER, HOUR_AGO, 100)))
        .isInstanceOfSatisfying(
            AlertsRead.NotRead.class,
            not -> assertThat(not.why()).isEqualTo(FailureType.BACK_END_DOWN));
    assertThat(
            reading.read(new AlertQuery("sentinel", HOUR_AGO, null, 0, 100, List.of(), List.of())))
        .isInstanceOfSatisfying(
            AlertsRead.NotRead.class,
            not -> assertThat(not.why()).isEqualTo(FailureType.INVALID_COMMAND));
  }

  @Test
  void anAlertThatIsTooLargeToBeSentOnIsNamedAndTheOthersAreRead() {
    raise(AlertsOf.DEFENDER, "small", NOW, "low");
    ObjectNode large = QuaestorJson.mapper().createObjectNode();
    large.put("id", "large").put("lastUpdateTime", NOW.toString());
    large.put("description", "x".repeat(5_000_000));
    backEnds.lab.raise(AlertsOf.DEFENDER, large);

    var read = (AlertsRead.Batch) reading.read(since(AlertsOf.DEFENDER, HOUR_AGO, 100));

    assertThat(ids(read)).containsExactly("large", "small");
    assertThat(read.alerts())
        .filteredOn(alert -> alert.id().equals("large"))
        .allMatch(alert -> alert.body() == null && alert.unread() != null);
  }

  @Test
  void answersThatAreTooLargeTogetherAreReadInSmallerOnes() {
    var moment = NOW.minusSeconds(30);
    IntStream.range(0, 20)
        .forEach(
            n -> {
              ObjectNode alert = QuaestorJson.mapper().createObjectNode();
              alert.put("id", "a" + n).put("lastUpdateTime", moment.toString());
              alert.put("description", "x".repeat(1_800_000));
              backEnds.lab.raise(AlertsOf.DEFENDER, alert);
            });

    // 36 MB: more than one answer may have, at one moment.
    var read =
        (AlertsRead.Batch)
            reading.read(since(AlertsOf.DEFENDER, moment, 40).until(moment.plusMillis(500)));

    assertThat(read.alerts()).isNotEmpty().allMatch(alert -> alert.body() != null);
    assertThat(read.next()).isPositive();
  }

  /** One that answers newest first, whatever happens, as it may. */
  private static final class Backwards implements AlertSourceReader, Connector {
    final List<Told> alerts = new ArrayList<>();

    void add(String id, Instant changed) {
      alerts.addFirst(new Told(id, changed, QuaestorJson.mapper().createObjectNode()));
    }

    @Override
    public Answer changed(Wanted wanted, int skip, int most) {
      var found =
          alerts.stream()
              .filter(told -> !told.changedAt().isBefore(wanted.from()))
              .filter(told -> wanted.until() == null || told.changedAt().isBefore(wanted.until()))
              .skip(skip)
              .toList();
      return new Answer(found.stream().limit(most).toList(), found.size() <= most);
    }

    @Override
    public String name() {
      return "backwards";
    }

    @Override
    public List<Capability> capabilities() {
      return List.of(this);
    }

    @Override
    public void close() {}
  }

  @Test
  void nothingIsMissedWhereNewestComesFirst() {
    var source = new Backwards();
    IntStream.range(0, 500).forEach(n -> source.add("a%03d".formatted(n), HOUR_AGO.plusSeconds(n)));

    var all =
        everything(
            new AlertReading(new Connectors(List.of(source)), InstantSource.fixed(NOW)),
            new AlertQuery("backwards", HOUR_AGO, null, 0, 20, List.of(), List.of()));

    assertThat(all).hasSize(500);
  }

  @Test
  void aClockThatIsBehindTheSourceReadsAllTheSame() {
    var source = new Backwards();
    IntStream.range(0, 500).forEach(n -> source.add("a%03d".formatted(n), NOW.plusSeconds(n)));
    var behind = InstantSource.fixed(NOW.minus(Duration.ofDays(1)));

    var all =
        everything(
            new AlertReading(new Connectors(List.of(source)), behind),
            new AlertQuery("backwards", HOUR_AGO, null, 0, 20, List.of(), List.of()));

    assertThat(all).hasSize(500);
  }

  @Test
  void whatMakesNoSenseIsToldWithoutWhatItSaid() {
    AlertSourceReader senseless =
        (wanted, skip, most) -> {
          throw new ConnectorException(
              ConnectorException.Kind.MALFORMED_ANSWER, "GET /api/alerts: not a collection");
        };
    var connector =
        new Connector() {
          @Override
          public String name() {
            return "senseless";
          }

          @Override
          public List<Capability> capabilities() {
            return List.of(senseless);
          }

          @Override
          public void close() {}
        };

    assertThat(
            new AlertReading(new Connectors(List.of(connector)))
                .read(new AlertQuery("senseless", HOUR_AGO, null, 0, 10, List.of(), List.of())))
        .isEqualTo(
            new AlertsRead.NotRead(
                FailureType.MALFORMED_ANSWER, "GET /api/alerts: not a collection", null));
  }
}
