package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.start.Histories;
import dev.quaestor.start.RunSelection;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.starter.repair.LedgerRepair;
import dev.quaestor.starter.repair.PolicyText;
import dev.quaestor.starter.repair.RepairReport;
import dev.quaestor.wire.EncryptionKey;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.ChainCodec;
import io.temporal.payload.codec.PayloadCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What recorded histories tell a ledger is told again to one that lost some of it, on every
 * database, until nobody can tell it from the ledger that lost nothing.
 */
abstract class LedgerRepairContract extends LedgerFixture {
  private static final Path RECORDED = Path.of("../workflows/src/test/resources/histories");
  private static final DataConverter CONVERTER = QuaestorJson.dataConverter();

  /** How many events of the workflows each backup is made after, in tenths of all calls. */
  private static final int BACKUPS = 10;

  private static final List<String> OWN_TO_EACH =
      List.of("id", "position", "recorded_at", "claimed_at");

  private static Map<WorkflowExecution, List<HistoryEvent>> kept = Map.of();
  private static List<Call> calls = List.of();

  /** The second run of a chain, without its first. */
  private static Map<WorkflowExecution, List<HistoryEvent>> later = Map.of();

  /** A call of the ledger, when it was answered. */
  private record Call(Instant at, long number, String name, Payloads input, Payloads answer) {
    <T> T said(Class<T> type) {
      return CONVERTER.fromPayloads(0, Optional.of(input), type, type);
    }
  }

  @BeforeAll
  static void readHistories() throws IOException {
    var all = new LinkedHashMap<WorkflowExecution, List<HistoryEvent>>();
    try (var files = Files.walk(RECORDED)) {
      for (var file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        var history = WorkflowExecutionHistory.fromJson(Files.readString(file));
        var started = history.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes();
        // The same run may be recorded under two names.
        all.putIfAbsent(
            WorkflowExecution.newBuilder()
                .setWorkflowId(file.getParent().getFileName() + "/" + file.getFileName())
                .setRunId(started.getOriginalExecutionRunId())
                .build(),
            history.getEvents());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    later =
        all.entrySet().stream()
            .filter(e -> e.getKey().getWorkflowId().contains("carried"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(later).hasSize(1);
    all.keySet().removeAll(later.keySet());
    kept = all;
    calls = all.values().stream().flatMap(e -> calls(e).stream()).sorted(IN_ORDER).toList();
    assertThat(calls).hasSizeGreaterThan(200);
  }

  private static final Comparator<Call> IN_ORDER =
      Comparator.comparing(Call::at).thenComparing(Call::number);

  private static List<Call> calls(List<HistoryEvent> history) {
    var asked = new TreeMap<Long, HistoryEvent>();
    var calls = new ArrayList<Call>();
    for (var event : history) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        asked.put(event.getEventId(), event);
      } else if (event.hasActivityTaskCompletedEventAttributes()) {
        var answer = event.getActivityTaskCompletedEventAttributes();
        var to = asked.get(answer.getScheduledEventId()).getActivityTaskScheduledEventAttributes();
        calls.add(
            new Call(
                Instant.ofEpochSecond(
                    event.getEventTime().getSeconds(), event.getEventTime().getNanos()),
                event.getEventId(),
                to.getActivityType().getName(),
                to.getInput(),
                answer.getResult()));
      }
    }
    return calls;
  }

  private record Kept(Map<WorkflowExecution, List<HistoryEvent>> all) implements Histories {
    @Override
    public Stream<WorkflowExecution> runs(RunSelection selection) {
      return all.keySet().stream();
    }

    @Override
    public Iterator<HistoryEvent> events(WorkflowExecution run) {
      return all.getOrDefault(run, List.of()).iterator();
    }
  }

  private RetoldLedger retold;

  @BeforeEach
  void openRetold() {
    retold = new RetoldLedger(database, policies);
  }

  private RepairReport repair(Histories histories, boolean dryRun) {
    return new LedgerRepair(retold, histories, CONVERTER)
        .run(new RunSelection(LedgerRepair.WORKFLOWS, Instant.EPOCH), dryRun, id -> {});
  }

  private RepairReport repair() {
    return repair(new Kept(kept), false);
  }

  /** As workflows did, one call after the other. */
  private void tell(List<Call> some) {
    for (var call : some) {
      switch (call.name()) {
        case "OpenCase" -> {
          var policy =
              CONVERTER.fromPayloads(
                  0, Optional.of(call.answer()), PolicySnapshot.class, PolicySnapshot.class);
          policies.restore(policy.revision(), "name: x", policy.policy(), call.at());
          ledger.open(pinnedTo(call.said(CaseOpening.class), policy.revision()));
        }
        case "RecordEvents" -> ledger.record(call.said(LedgerBatch.class));
        case "BeginActions" -> ledger.begin(call.said(Undertaking.class));
        case "ClaimState" -> ledger.claim(call.said(Claim.class));
        case "LetGo" -> ledger.letGo(call.said(LettingGo.class));
        default -> {
          // Changes nothing.
        }
      }
    }
  }

  /** All that a ledger says of its cases, in words that do not depend on when it was written. */
  private List<String> said() {
    var jdbc = JdbcClient.create(database);
    return Stream.of(
            "ledger_event",
            "investigation",
            "alert",
            "alert_version",
            "evidence",
            "evidence_mention",
            "action",
            "action_mention",
            "classification",
            "state_hold")
        .flatMap(
            table ->
                jdbc.sql("select * from " + table).query().listOfRows().stream()
                    .map(
                        row -> {
                          var told = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
                          told.putAll(row);
                          OWN_TO_EACH.forEach(told::remove);
                          return table + " " + told;
                        }))
        .sorted()
        .toList();
  }

  private void forgetEverything() {
    closeLedger();
    openLedger();
    openRetold();
  }

  @Test
  void aBackupOfAnyMomentBecomesTheLedgerThatWasLost() {
    tell(calls);
    var before = said();

    for (int part = 0; part <= BACKUPS; part++) {
      forgetEverything();
      tell(calls.subList(0, calls.size() * part / BACKUPS));
      var report = repair();

      assertThat(report.unread()).isEmpty();
      assertThat(said())
          .as("a backup after %d of %d", part, BACKUPS)
          .containsExactlyElementsOf(before);
      assertThat(report.isWhole()).isTrue();
      assertThat(report.found().isEmpty()).isEqualTo(part == BACKUPS);
    }
  }

  @Test
  void aSecondRepairFindsNothing() {
    tell(calls.subList(0, calls.size() / 2));
    repair();
    var before = said();

    var again = repair();

    assertThat(again.found()).isEmpty();
    assertThat(said()).isEqualTo(before);
  }

  @Test
  void aDryRunSaysWhatIsMissingAndRecordsNothing() {
    tell(calls.subList(0, calls.size() / 2));
    var before = said();

    var missing = repair(new Kept(kept), true);

    assertThat(said()).isEqualTo(before);
    var recorded = repair();
    assertThat(missing.found())
        .extracting(RepairReport.Found::workflowId, RepairReport.Found::events)
        .containsExactlyInAnyOrderElementsOf(
            recorded.found().stream().map(f -> tuple(f.workflowId(), f.events())).toList());
    assertThat(missing.events()).isPositive();
  }

  @Test
  void aCaseThatWasRemovedStaysRemovedWhileItsHistoryIsStillThere() {
    tell(calls);
    var inTime = Instant.parse("2100-01-01T00:00:00Z");
    var cases = new CaseRemoval(database, () -> inTime);
    var due = cases.due(inTime, null, 100);
    assertThat(due).hasSizeGreaterThan(3);
    evenYoungOnesMayGo();
    for (var one : due) {
      var traces = cases.traces(one.investigationId(), line -> {});
      assertThat(cases.remove(one, inTime, "test", traces, null)).isPresent();
    }
    var before = said();

    var report = repair();

    assertThat(report.found())
        .extracting(RepairReport.Found::investigationId)
        .doesNotContainAnyElementsOf(due.stream().map(CaseRemoval.Due::investigationId).toList());
    assertThat(report.isWhole()).isTrue();
    assertThat(said()).isEqualTo(before);
  }

  /** Histories were recorded lately, and PostgreSQL believes its own clock. */
  void evenYoungOnesMayGo() {}

  @Test
  void whatBreaksOffIsGoneOnWith() {
    tell(calls);
    var before = said();
    forgetEverything();
    tell(calls.subList(0, calls.size() / 3));
    var broken =
        new Histories() {
          private int read;

          @Override
          public Stream<WorkflowExecution> runs(RunSelection selection) {
            return kept.keySet().stream();
          }

          @Override
          public Iterator<HistoryEvent> events(WorkflowExecution run) {
            // Once all were looked through, a third of them is told.
            if (++read > kept.size() + kept.size() / 3) {
              throw new IllegalStateException("Temporal is away");
            }
            return kept.get(run).iterator();
          }
        };

    assertThatThrownBy(() -> repair(broken, false)).hasMessage("Temporal is away");

    assertThat(said()).isNotEqualTo(before);
    repair();
    assertThat(said()).isEqualTo(before);
  }

  @Test
  void eventsThatNoHistoryHasAreNamedAndNothingIsRecordedPastThem() {
    var all = new LinkedHashMap<>(kept);
    all.putAll(later);

    var report = repair(new Kept(all), false);

    var lost = report.found().stream().filter(f -> f.problem() != null).toList();
    assertThat(lost).hasSize(1);
    assertThat(lost.getFirst().problem())
        .containsPattern("events 1 to \\d+ are in no history that Temporal has kept");
    assertThat(report.isWhole()).isFalse();
    assertThat(report.found()).hasSizeGreaterThan(5);
  }

  @Test
  void encryptedHistoriesAreReadWithTheirKeysAndWithoutThemSaidToBeUnreadable() {
    var encryption =
        new PayloadEncryption(
            List.of(new EncryptionKey("soc-1", new byte[32])),
            "soc-1",
            () -> new SecureRandom().generateSeed(12));
    var codec = new ChainCodec(QuaestorJson.codecs(null, encryption));
    var encrypted = new LinkedHashMap<>(kept);
    encrypted.replaceAll((run, events) -> events.stream().map(e -> encoded(e, codec)).toList());

    var without = repair(new Kept(encrypted), false);

    assertThat(without.isWhole()).isFalse();
    assertThat(without.unread()).hasSizeGreaterThan(30);
    assertThat(without.found()).isEmpty();

    var with =
        new LedgerRepair(retold, new Kept(encrypted), QuaestorJson.dataConverter(null, encryption))
            .run(new RunSelection(LedgerRepair.WORKFLOWS, Instant.EPOCH), false, id -> {});

    assertThat(with.unread()).isEmpty();
    assertThat(with.isWhole()).isTrue();
    assertThat(with.opened()).isPositive();
  }

  private static HistoryEvent encoded(HistoryEvent event, PayloadCodec codec) {
    var encoded = event.toBuilder();
    if (event.hasActivityTaskScheduledEventAttributes()) {
      encoded
          .getActivityTaskScheduledEventAttributesBuilder()
          .setInput(encoded(event.getActivityTaskScheduledEventAttributes().getInput(), codec));
    } else if (event.hasActivityTaskCompletedEventAttributes()) {
      encoded
          .getActivityTaskCompletedEventAttributesBuilder()
          .setResult(encoded(event.getActivityTaskCompletedEventAttributes().getResult(), codec));
    }
    return encoded.build();
  }

  private static Payloads encoded(Payloads plain, PayloadCodec codec) {
    return Payloads.newBuilder().addAllPayloads(codec.encode(plain.getPayloadsList())).build();
  }

  @Test
  void aRevisionOfThePolicyThatIsLostStandsAgainAndCanBeReadAsAFile() {
    var lost = calls.stream().filter(c -> c.name().equals("OpenCase")).findFirst().orElseThrow();
    var policy =
        CONVERTER.fromPayloads(
            0, Optional.of(lost.answer()), PolicySnapshot.class, PolicySnapshot.class);
    var number = policy.revision() + 7;

    assertThat(
            retold.restore(
                number, PolicyText.of(policy.policy()), policy.policy(), now.plusSeconds(1)))
        .isEqualTo(PolicyStore.Restored.RESTORED);

    var restored = policies.current().orElseThrow();
    assertThat(restored.number()).isEqualTo(number);
    assertThat(PolicyFile.read(restored.yaml()))
        .isInstanceOfSatisfying(
            PolicyReading.Read.class, read -> assertThat(read.policy()).isEqualTo(policy.policy()));
  }

  @Test
  void whatSomebodyPutSinceStaysInForce() {
    policies.put("name: since", POLICY, "ann", null);

    retold.restore(5, "name: before", POLICY, now.minusSeconds(60));

    assertThat(policies.current().orElseThrow().yaml()).isEqualTo("name: since");
    assertThat(policies.current().orElseThrow().number()).isEqualTo(6);
    assertThat(policies.revision(5).orElseThrow().yaml()).isEqualTo("name: before");
  }
}
