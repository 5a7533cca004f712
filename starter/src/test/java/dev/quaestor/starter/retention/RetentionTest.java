package dev.quaestor.starter.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.ledger.RetentionRounds;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ledger.VaultReferences;
import dev.quaestor.text.Sha256;
import dev.quaestor.vault.FileVault;
import dev.quaestor.vault.VaultSweep;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rounds over a running starter's ledger, and what its API says of what is gone. */
class RetentionTest {
  private static final Instant LONG_AGO = Instant.parse("2025-03-01T10:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private static RunningStarter starter;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    starter = RunningStarter.withLedger("jdbc:h2:mem:" + UUID.randomUUID());
  }

  @AfterAll
  static void stop() {
    starter.context().close();
  }

  /** Told what goes, and asked whether to go on. */
  private static final class Seen implements RetentionRound.Witness {
    final List<String> chosen = new ArrayList<>();
    final List<RemovedCase> gone = new ArrayList<>();
    BooleanSupplier on = () -> true;

    @Override
    public boolean goesOn() {
      return on.getAsBoolean();
    }

    @Override
    public void goes(CaseRemoval.Due due) {
      chosen.add(due.investigationId());
    }

    @Override
    public void gone(RemovedCase removed) {
      gone.add(removed);
    }

    @Override
    public void swept(CaseRemoval.Swept swept) {}
  }

  private static RetentionProperties properties(
      @Nullable Duration investigations, @Nullable Duration vault, @Nullable Path archive) {
    return new RetentionProperties(investigations, vault, archive, Duration.ofHours(1));
  }

  private RetentionRound round(RetentionProperties properties, Supplier<Duration> kept) {
    var cases = starter.bean(CaseRemoval.class);
    return new RetentionRound(
        properties,
        cases,
        properties.archive() == null
            ? null
            : new CaseArchive(properties.archive(), starter.bean(Ledger.class), cases),
        starter.bean(VaultReferences.class),
        new VaultSweep(folder.resolve("vault")),
        kept);
  }

  private static String closedCase() {
    return closedCase(LONG_AGO);
  }

  private static String closedCase(Instant at) {
    var id = "inv-" + UUID.randomUUID();
    openCase(id, at);
    ended(id, at);
    return id;
  }

  private static void openCase(String id, Instant at) {
    starter
        .bean(Ledger.class)
        .open(
            new CaseOpening(
                id, "investigation/" + id, "run-1", "Case " + id, Severity.LOW, "svc", at, null));
    told(
        id,
        id,
        at,
        new LedgerEvent.AlertAdded(
            "al-" + id,
            AlertSource.QUAESTOR,
            "Odd logons",
            Severity.LOW,
            List.of("T1059.001"),
            at,
            Sha256.of(id),
            "said " + id,
            1,
            null,
            null));
  }

  private static void ended(String id, Instant at) {
    told(
        "end-" + id,
        id,
        at.plusSeconds(60),
        new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "all is well"));
  }

  private static void told(String stream, String id, Instant at, LedgerEvent... events) {
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      entries.add(new LedgerEntry(entries.size() + 1, at, event));
    }
    starter.bean(Ledger.class).record(new LedgerBatch(stream, id, entries));
  }

  private static int status(String path) {
    return starter.get("/api/v1/" + path).status();
  }

  private static List<String> lines(Path archive) {
    try (var in = new GZIPInputStream(Files.newInputStream(archive))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCaseIsArchivedAndGoneAndTheApiSaysSo() {
    var id = closedCase();
    var young = closedCase(Instant.now().minus(Duration.ofDays(300)));
    var before = starter.get("/api/v1/investigations/" + id).body();
    var archives = folder.resolve("archive");
    var seen = new Seen();

    round(properties(YEAR, null, archives), () -> Duration.ofDays(30)).cases(false, seen);

    var gone = seen.gone.stream().filter(g -> g.investigationId().equals(id)).findFirst();
    assertThat(gone).isPresent();
    assertThat(gone.get().archive()).isEqualTo("2025-03/" + id + ".jsonl.gz");
    var lines = lines(archives.resolve(gone.get().archive()));
    var report = QuaestorJson.mapper().readTree(lines.getFirst());
    for (var field :
        List.of("investigationId", "state", "title", "alerts", "startedAt", "verdict")) {
      assertThat(report.path(field)).as(field).isEqualTo(before.path(field));
    }
    assertThat(lines).hasSize(3);
    assertThat(Sha256.of(lines.stream().skip(1).collect(Collectors.joining("\n", "", "\n"))))
        .isEqualTo(gone.get().traces().sha256());
    var answer = starter.get("/api/v1/investigations/" + id);
    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("type").asString())
        .isEqualTo("urn:quaestor:problem:removed-investigation");
    assertThat(answer.body().path("detail").asString())
        .contains("2025-03-01T10:01:00Z", "quaestor.retention.investigations=365d", id);
    assertThat(status("investigations/" + id + "/log")).isEqualTo(410);
    assertThat(starter.post("/api/v1/investigations/" + id + "/notes", "{\"text\":\"x\"}").status())
        .isEqualTo(410);
    assertThat(starter.post("/api/v1/investigations/" + id + "/cancel", "{}").status())
        .isEqualTo(410);
    assertThat(status("investigations/" + young)).isEqualTo(200);
    assertThat(status("investigations/inv-never")).isEqualTo(404);
    var page = starter.browserOf(starter.person(Scope.ALL, "viewer")).get("/investigations/" + id);
    assertThat(page.status()).isEqualTo(410);
    assertThat(page.http().body())
        .contains(
            "was removed, because it was past its time",
            "It ended on 2025-03-01",
            "quaestor.retention.investigations=365d",
            "2025-03/" + id + ".jsonl.gz");
  }

  @Test
  void whoeverIsConfinedIsToldOfNothingThatIsGone() {
    var id = closedCase();
    round(properties(YEAR, null, null), () -> Duration.ZERO).cases(false, new Seen());

    var confined = starter.browserOf(starter.person(new Scope(Set.of("Servers"), null), "viewer"));

    assertThat(confined.get("/investigations/" + id).status()).isEqualTo(404);
  }

  @Test
  void nothingGoesWhoseArchiveCannotBeWritten() throws IOException {
    var id = closedCase();
    var archives = Files.createFile(folder.resolve("a-file"));

    assertThatThrownBy(
            () ->
                round(properties(YEAR, null, archives), () -> Duration.ZERO)
                    .cases(false, new Seen()))
        .isInstanceOf(RetentionFailure.class)
        .hasMessageContaining("cannot be archived")
        .hasMessageContaining("a-file");

    assertThat(status("investigations/" + id)).isEqualTo(200);
  }

  /** Killed between the archive and the removal, the next one writes the archive over. */
  @Test
  void aRoundThatIsBrokenOffAfterTheArchiveIsGoneOnWith() {
    var id = closedCase();
    var archives = folder.resolve("archive");
    var cases = starter.bean(CaseRemoval.class);
    var due =
        cases.due(Instant.now(), null, 100).stream()
            .filter(one -> one.investigationId().equals(id))
            .findFirst()
            .orElseThrow();
    try {
      new CaseArchive(archives, starter.bean(Ledger.class), cases).put(due);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(status("investigations/" + id)).isEqualTo(200);
    told("late-" + id, id, LONG_AGO, new LedgerEvent.NoteAdded("Late", "ann"));

    round(properties(YEAR, null, archives), () -> Duration.ZERO).cases(false, new Seen());

    assertThat(status("investigations/" + id)).isEqualTo(410);
    assertThat(lines(archives.resolve("2025-03/" + id + ".jsonl.gz")))
        .hasSize(4)
        .anyMatch(line -> line.contains("Late"));
    assertThat(archives.resolve("2025-03"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".draft"));
  }

  @Test
  void aCaseThatCannotBeReadKeepsNoOther() {
    var unreadable = closedCase(LONG_AGO.minusSeconds(60));
    var other = closedCase();
    JdbcClient.create(starter.bean(DataSource.class))
        .sql("update alert set body = '{' where investigation_id = ?")
        .param(unreadable)
        .update();
    var round = round(properties(YEAR, null, folder.resolve("archive")), () -> Duration.ZERO);

    assertThatThrownBy(() -> round.cases(false, new Seen()))
        .isInstanceOf(RetentionFailure.class)
        .hasMessageContaining(unreadable + " cannot be removed");

    assertThat(status("investigations/" + other)).isEqualTo(410);
    // Without an archive nobody has to read it.
    round(properties(YEAR, null, null), () -> Duration.ZERO).cases(false, new Seen());
    assertThat(status("investigations/" + unreadable)).isEqualTo(410);
  }

  @Test
  void aNameThatIsNoFileNameStaysInTheFolder() {
    var id = "../../" + UUID.randomUUID() + "/x";
    openCase(id, LONG_AGO);
    ended(id, LONG_AGO);
    var archives = folder.resolve("archive");
    var seen = new Seen();

    round(properties(YEAR, null, archives), () -> Duration.ZERO).cases(false, seen);

    assertThat(seen.gone)
        .filteredOn(gone -> gone.investigationId().equals(id))
        .singleElement()
        .extracting(RemovedCase::archive)
        .isEqualTo("2025-03/" + Sha256.of(id) + ".jsonl.gz");
    assertThat(archives.resolve("2025-03/" + Sha256.of(id) + ".jsonl.gz")).exists();
  }

  @Test
  void aDryRunNamesWhatWouldGoAndRemovesNothing() {
    var id = closedCase();
    var seen = new Seen();

    round(properties(YEAR, null, folder.resolve("archive")), () -> Duration.ZERO).cases(true, seen);

    assertThat(seen.chosen).contains(id);
    assertThat(seen.gone).isEmpty();
    assertThat(status("investigations/" + id)).isEqualTo(200);
    assertThat(folder.resolve("archive")).doesNotExist();
  }

  @Test
  void aRoundStopsWhenItIsTold() {
    closedCase();
    closedCase();
    var seen = new Seen();
    seen.on = seen.gone::isEmpty;

    round(properties(YEAR, null, null), () -> Duration.ZERO).cases(false, seen);

    assertThat(seen.gone).hasSize(1);
    seen.on = () -> true;
    round(properties(YEAR, null, null), () -> Duration.ZERO).cases(false, seen);
    assertThat(seen.gone).hasSizeGreaterThan(1);
  }

  @Test
  void nothingGoesWhileTemporalStillHasItsHistory() {
    var id = closedCase();

    assertThatThrownBy(
            () ->
                round(properties(YEAR, null, null), () -> Duration.ofDays(365))
                    .cases(false, new Seen()))
        .hasMessage(
            "quaestor.retention.investigations (365d) must be longer than Temporal keeps histories (365d)");
    assertThat(status("investigations/" + id)).isEqualTo(200);
  }

  private String stored(String text, Instant at) {
    try {
      var hash =
          new FileVault(folder.resolve("vault"), 1000)
              .store(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
              .sha256();
      Files.setLastModifiedTime(file(hash), FileTime.from(at));
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String hash) {
    return folder.resolve("vault").resolve(hash.substring(0, 2)).resolve(hash);
  }

  private static void quarantined(String caseId, String actionId, String keptAs, Instant at) {
    var mail =
        new Receipt.MovedMessage(
                "b@corp.example",
                "<1@x>",
                null,
                "in",
                "Inbox",
                "m1",
                "m2",
                "q",
                Receipt.MessageResult.MOVED,
                null)
            .kept(keptAs);
    told(
        actionId,
        caseId,
        at,
        new LedgerEvent.ActionPlanned(
            actionId,
            new EmailAction.QuarantineEmail(
                new MailMessage(
                    null,
                    "<1@x>",
                    "b@corp.example",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of())),
            ActionSource.AUTOMATED_EMAIL_ACTION,
            Gate.AUTOMATIC,
            "rule-1",
            "the level says so",
            Verdict.MALICIOUS,
            "hash-" + actionId,
            new Decision.NotNeeded(),
            null,
            null,
            null),
        new LedgerEvent.ActionProgressed(
            actionId, new Outcome.Succeeded(new Receipt.Messages(List.of(mail)), "It was moved.")));
  }

  @Test
  void aBodyThatAnUndoWouldPutBackStaysAndGoesOnceTheCaseIsGone() {
    var at = Instant.now().minus(Duration.ofDays(200));
    var id = "inv-" + UUID.randomUUID();
    openCase(id, at);
    var kept = stored("a mail", at);
    var sample = stored("a sample", at);
    quarantined(id, "act-" + id, kept, at);
    ended(id, at);
    var ninety = properties(null, Duration.ofDays(90), null);

    var swept = round(ninety, () -> Duration.ofDays(30)).vault(false);

    assertThat(swept.files()).isOne();
    assertThat(file(kept)).exists();
    assertThat(file(sample)).doesNotExist();

    round(properties(Duration.ofDays(100), null, null), () -> Duration.ZERO)
        .cases(false, new Seen());
    round(ninety, () -> Duration.ofDays(30)).vault(false);
    assertThat(file(kept)).doesNotExist();
  }

  @Test
  void nothingGoesThatIsYoungerThanTheOldestOpenCase() {
    var at = Instant.now().minus(Duration.ofDays(200));
    var old = stored("long before", at.minus(Duration.ofDays(10)));
    var ofIt = stored("seen by it", at.plusSeconds(60));
    var id = "inv-" + UUID.randomUUID();
    openCase(id, at);
    var round = round(properties(null, Duration.ofDays(90), null), () -> Duration.ofDays(30));

    round.vault(false);

    assertThat(file(old)).doesNotExist();
    assertThat(file(ofIt)).exists();
    ended(id, at.plusSeconds(120));
    round.vault(false);
    assertThat(file(ofIt)).doesNotExist();
  }

  @Test
  void aRoundOfAllStartersIsOneAndSaysHowItWent() {
    var rounds = starter.bean(RetentionRounds.class);
    var id = closedCase();
    var file = folder.resolve("a-file");
    var meters = starter.bean(MeterRegistry.class);
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var properties = properties(YEAR, null, file);
    var retention =
        new Retention(
            properties,
            round(properties, () -> Duration.ZERO),
            rounds,
            meters,
            starter.bean(SharedGauges.class),
            InstantSource.system());
    assertThat(retention.go()).isTrue();
    assertThat(retention.states())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.of()).isEqualTo("investigations");
              assertThat(state.failingSince()).isNotNull();
              assertThat(state.failure()).contains("cannot be archived");
            });

    var mended =
        new Retention(
            properties(YEAR, null, null),
            round(properties(YEAR, null, null), () -> Duration.ZERO),
            rounds,
            meters,
            starter.bean(SharedGauges.class),
            InstantSource.system());
    var counted = removedSoFar(meters);
    assertThat(mended.go()).isTrue();
    assertThat(mended.states()).singleElement().satisfies(s -> assertThat(s.failure()).isNull());
    assertThat(status("investigations/" + id)).isEqualTo(410);
    assertThat(removedSoFar(meters)).isGreaterThan(counted);
  }

  private static double removedSoFar(MeterRegistry meters) {
    return meters.get("quaestor.retention.removed").tag("what", "investigation").counter().count();
  }
}
