package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.file;
import static dev.quaestor.analyzer.Fixtures.known;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reportedPhish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.IndicatorList;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.MailboxRules.Breadth;
import dev.quaestor.connector.capability.MailboxRules.Fate;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Away;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceExecutionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void fiftyFilesAreOneCall() {
    var calls = new AtomicInteger();
    FileReputation world =
        files -> {
          calls.incrementAndGet();
          return Map.of();
        };
    var many =
        IntStream.range(0, 50)
            .<Entity>mapToObj(
                i ->
                    new FileArtifact(
                        "d", "f" + i, null, "%064x".formatted(i), null, null, null, null))
            .toArray(Entity[]::new);
    assertThat(examine(1, List.of(world), many)).hasSize(50);
    assertThat(calls).hasValue(1);
  }

  @Test
  void theAnswersComeInTheOrderOfTheQuestions() {
    Entity[] asked = {file("a.exe"), Device.ofId("d2"), new Mailbox("x@contoso.example", null)};
    assertThat(examine(1, List.of(), asked))
        .extracting(Examination::key)
        .containsExactly(asked[0].key(), asked[1].key(), asked[2].key());
  }

  @Test
  void aBackEndThatIsDownIsAskedAgainWhileThereAreAttempts() {
    FileReputation down =
        files -> {
          throw new ConnectorException(
              ConnectorException.Kind.THROTTLED, "too many", null, Duration.ofSeconds(7), null);
        };
    assertThatThrownBy(() -> examine(1, List.of(down), file("a.exe")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("THROTTLED");
              assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
              assertThat(failure.isNonRetryable()).isFalse();
            });
  }

  @Test
  void inTheLastAttemptOnlyThePiecesConcernedAreBlind() {
    FileReputation down =
        files -> {
          throw new ConnectorException(ConnectorException.Kind.DOWN, "connection refused");
        };
    DeviceDirectory directory = devices -> healthy(devices);
    var answers =
        examine(
            EvidenceActivities.ATTEMPTS,
            List.of(down, directory),
            file("a.exe"),
            Device.ofId("d2"));
    assertThat(answers.get(0).findings())
        .anyMatch(f -> f.effect() == Finding.Effect.BLIND && f.code().equals("BACK_END_DOWN"));
    assertThat(VerdictRules.conclude(answers.get(0).findings())).isEqualTo(Verdict.UNKNOWN);
    assertThat(VerdictRules.conclude(answers.get(1).findings()))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(answers.get(0).away())
        .isEqualTo(new Away("Could not look: connection refused", null));
    assertThat(answers.get(1).away()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"PT1H, false", "PT24H, false", "PT20S, false", "PT3S, true"})
  void aThrottleOfMoreThanAMomentIsSaidToBeAwayUntilThenAndAShorterOneIsWaitedFor(
      Duration wait, boolean waited) {
    FileReputation throttled =
        files -> {
          throw new ConnectorException(
              ConnectorException.Kind.THROTTLED, "GET /api/files: 429 TooMany", null, wait, null);
        };
    var request =
        new ExaminationRequest("case", List.of(named(file("a.exe")), named(Device.ofId("d"))), NOW);
    var environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    try {
      environment.registerActivitiesImplementations(
          new EvidenceExecution(
              new Connectors(List.of(new FakeBackEnd(List.of(throttled)))), contoso()));
      var activities =
          environment.newActivityStub(
              EvidenceActivities.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofMinutes(2))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build());
      if (waited) {
        assertThatThrownBy(() -> activities.examine(request)).isInstanceOf(ActivityFailure.class);
        return;
      }
      var answers = activities.examine(request);
      assertThat(answers).hasSize(2);
      assertThat(answers.getFirst().findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.effect()).isEqualTo(Finding.Effect.BLIND);
                assertThat(finding.code()).isEqualTo("THROTTLED");
                assertThat(finding.toString()).contains("429 TooMany");
              });
      assertThat(VerdictRules.conclude(answers.getFirst().findings())).isEqualTo(Verdict.UNKNOWN);
      var away = Objects.requireNonNull(answers.getFirst().away());
      assertThat(away.because()).contains("429 TooMany");
      assertThat(away.notBefore()).isAfter(Instant.now().plus(wait).minusSeconds(60));
    } finally {
      environment.close();
    }
  }

  @Test
  void aBatchByItselfAsksNobody() {
    var asked = new AtomicInteger();
    FileReputation counting =
        files -> {
          asked.incrementAndGet();
          return Map.of();
        };
    var execution =
        new EvidenceExecution(
            new Connectors(List.of(new FakeBackEnd(List.of(counting)))),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> broke -> false);
    var request = new ExaminationRequest("case", List.of(named(file("a.exe"))), NOW);

    assertThat(execution.examine(request.askingNobody())).hasSize(1);
    assertThat(asked).hasValue(0);
  }

  @Test
  void oneBadFileBlindsItselfAlone() {
    FileReputation picky =
        files -> {
          if (files.stream().anyMatch(f -> "bad.exe".equals(f.name()))) {
            throw new ConnectorException(ConnectorException.Kind.MALFORMED_ANSWER, "no JSON");
          }
          var found = new HashMap<EntityKey, FileReputation.KnownFile>();
          files.forEach(
              f -> found.put(f.key(), known(FileReputation.Determination.CLEAN, 1L, true)));
          return found;
        };
    var good = new FileArtifact("d", "good.exe", null, "11".repeat(32), null, null, null, null);
    var answers = examine(1, List.of(picky), file("bad.exe"), good);
    assertThat(VerdictRules.conclude(answers.get(0).findings())).isEqualTo(Verdict.UNKNOWN);
    assertThat(VerdictRules.conclude(answers.get(1).findings()))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void refusedCredentialsAreABlindSpotAtOnce() {
    IndicatorList forbidden =
        () -> {
          throw new ConnectorException(ConnectorException.Kind.UNAUTHORIZED, "403");
        };
    assertThat(examine(1, List.of(forbidden), file("a.exe")).getFirst().findings())
        .anyMatch(f -> f.code().equals("UNAUTHORIZED"));
  }

  @Test
  void aConnectorThatBreaksDoesNotTakeTheBatchWithIt() {
    FileReputation broken =
        files -> {
          throw new IllegalStateException("bug");
        };
    assertThat(examine(1, List.of(broken), file("a.exe")).getFirst().findings())
        .anyMatch(f -> f.code().equals("LOOK_UP_BROKE"));
  }

  @Test
  void aRefinedThingKeepsItsKey() {
    var bySha1 = new FileArtifact("d", "a.exe", "C:\\", null, "22".repeat(20), null, null, null);
    FileReputation world =
        files -> Map.of(bySha1.key(), known(FileReputation.Determination.CLEAN, 1L, true));
    var answer = examine(1, List.of(world), bySha1).getFirst();
    assertThat(answer.entity().key()).isEqualTo(bySha1.key());
    assertThat(((FileArtifact) answer.entity()).signer()).isEqualTo("Contoso");
  }

  @Test
  void aProcessLeadsToItsImageAndItsDevice() {
    var process =
        new ProcessArtifact(
            "d1",
            7L,
            NOW,
            "a.exe",
            new FileArtifact(null, "a.exe", null, "33".repeat(32), null, null, null, null),
            null);
    assertThat(examine(1, List.of(), process).getFirst().related())
        .extracting(e -> e.key().value())
        .containsExactlyInAnyOrder("file:d1:" + "33".repeat(32), "device:d1");
  }

  @Test
  void aDeviceKnownByNameIsRefinedAndLeadsToNoSecondOne() {
    var byName = new Device(null, "lap-1", null, null, List.of(), List.of());
    DeviceDirectory directory =
        devices ->
            Map.of(
                byName.key(),
                new DeviceDirectory.KnownDevice(
                    new Device(
                        "d1", "lap-1", "Windows11", "Workstations", List.of("vip"), List.of()),
                    DeviceDirectory.Health.ACTIVE,
                    DeviceDirectory.Risk.NONE,
                    NOW,
                    true));
    var answer = examine(1, List.of(directory), byName).getFirst();
    assertThat(((Device) answer.entity()).group()).isEqualTo("Workstations");
    assertThat(answer.key()).isEqualTo(byName.key());
    assertThat(answer.related()).isEmpty();
  }

  @Test
  void aDeviceWhoseSensorDoesNotReportIsNotCleanForWantOfRisk() {
    var device = Device.ofId("d1");
    for (var health : DeviceDirectory.Health.values()) {
      DeviceDirectory directory =
          devices ->
              Map.of(
                  device.key(),
                  new DeviceDirectory.KnownDevice(
                      device, health, DeviceDirectory.Risk.NONE, NOW, true));
      assertThat(
              VerdictRules.conclude(examine(1, List.of(directory), device).getFirst().findings()))
          .as("%s", health)
          .isEqualTo(
              health == DeviceDirectory.Health.ACTIVE ? Verdict.NO_THREATS_FOUND : Verdict.UNKNOWN);
    }
  }

  @Test
  void anAccountOfTheOperatingSystemIsNotCleanByItsNumber() {
    var system = new UserAccount(null, null, "S-1-5-18", null, null);

    assertThat(VerdictRules.conclude(examine(1, List.of(), system).getFirst().findings()))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aReportedPhishLeadsToLinksFilesClusterMailboxAndTheForwardingRule() {
    var phish = reportedPhish();
    var outside =
        new MailboxRule("megan@contoso.example", "r1", "x", true, List.of("drop@evil.example"));
    var inside =
        new MailboxRule("megan@contoso.example", "r2", "y", true, List.of("lee@contoso.example"));
    MailboxRules rules =
        mailboxes ->
            Map.of(
                mailboxes.getFirst().key(),
                List.of(KnownRule.sending(outside), KnownRule.sending(inside)));
    var search = new CopiesElsewhere();
    var answer = examine(1, List.of(rules, search), phish).getFirst();
    assertThat(search.asked)
        .contains(
            List.of(
                new MailCluster.Criterion("Subject", phish.subject()),
                new MailCluster.Criterion("P2SenderDomain", "woodgrove-support.example")));
    assertThat(answer.related())
        .filteredOn(e -> e.entity() instanceof MailCluster)
        .as("clusters that list the same messages are one")
        .hasSize(1);
    var cluster =
        answer.related().stream()
            .map(Evidence::entity)
            .filter(MailCluster.class::isInstance)
            .map(MailCluster.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(cluster.rootMessage()).isEqualTo(phish.key());
    assertThat(cluster.count()).isEqualTo(3);
    assertThat(cluster.messages())
        .extracting(MailCluster.Member::mailbox)
        .containsExactly("megan@contoso.example", "lee@contoso.example", "pat@contoso.example");
    assertThat(answer.related())
        .extracting(Evidence::entity)
        .contains(outside, new Mailbox("megan@contoso.example", null))
        .doesNotContain(inside);
    assertThat(answer.related()).allMatch(e -> e.depth() == 1 && phish.key().equals(e.foundFrom()));
    assertThat(examine(1, List.of(rules), outside, inside))
        .extracting(e -> VerdictRules.conclude(e.findings()))
        .containsExactly(Verdict.SUSPICIOUS, Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aMailboxLeadsToWhatItsRulesHideAndIsNotCleanBecauseTheyWereCounted() {
    var mailbox = new Mailbox("adele@contoso.example", null);
    var hiding = new MailboxRule("adele@contoso.example", "r1", "x", true, List.of());
    var filing = new MailboxRule("adele@contoso.example", "r2", "y", true, List.of());
    MailboxRules rules =
        mailboxes ->
            Map.of(
                mailbox.key(),
                List.of(
                    new KnownRule(hiding, Fate.DELETED, true, Breadth.EVERYTHING, List.of()),
                    new KnownRule(filing, Fate.FILED, false, Breadth.SENDERS, List.of())));
    MailboxRules none = mailboxes -> Map.of(mailbox.key(), List.of());

    var answer = examine(1, List.of(rules), mailbox).getFirst();

    assertThat(answer.related()).extracting(Evidence::entity).containsExactly(hiding);
    assertThat(answer.related()).allMatch(e -> mailbox.key().equals(e.foundFrom()));
    for (var one : List.of(answer, examine(1, List.of(none), mailbox).getFirst())) {
      assertThat(VerdictRules.conclude(one.findings())).isEqualTo(Verdict.UNKNOWN);
      assertThat(one.findings())
          .anyMatch(f -> f.sentence().endsWith("the mail in it was not examined."));
    }
  }

  @Test
  void aRuleThatOnlyAnAlertKnowsIsNeverClean() {
    var told = new MailboxRule("adele@contoso.example", "r9", "x", true, List.of());
    var bad =
        new MailboxRule("adele@contoso.example", "r9", "x", true, List.of("drop@evil.example"));
    MailboxRules none = mailboxes -> Map.of(mailboxes.getFirst().key(), List.of());
    MailboxRules nobody = mailboxes -> Map.of();

    for (var offers : List.of(List.of(none), List.of(nobody), List.<MailboxRules>of())) {
      assertThat(VerdictRules.conclude(examine(1, List.copyOf(offers), told).getFirst().findings()))
          .isEqualTo(Verdict.UNKNOWN);
      assertThat(VerdictRules.conclude(examine(1, List.copyOf(offers), bad).getFirst().findings()))
          .isEqualTo(Verdict.SUSPICIOUS);
    }
  }

  @Test
  void aMailIsJudgedByItsContentAndComesBackWithoutIt() {
    var shouting =
        new MailContent(
            "YOUR ACCOUNT IS LOCKED! Verify your password within 24 hours or it will be closed.",
            List.of(),
            MailContent.Markup.none());
    var mail = reportedPhish().withContent(shouting);
    var answer = examine(1, List.of(), mail).getFirst();
    assertThat(answer.findings()).extracting(Finding::source).contains("mailLooks");
    assertThat(answer.entity()).isEqualTo(mail.withContent(null));
  }

  @Test
  void aMailThatWasNotReadWholeIsNeverClean() {
    var cut =
        new MailContent(
            "Hello", List.of(), MailContent.Markup.none(), List.of("Its end was not read."));
    var answer = examine(1, List.of(), reportedPhish().withContent(cut)).getFirst();
    assertThat(answer.findings())
        .filteredOn(f -> f.code().equals("NOT_READ_WHOLE"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.effect()).isEqualTo(Finding.Effect.BLIND);
              assertThat(f.sentence()).contains("Its end was not read.");
            });
  }

  @Test
  void everyLinkOfAMailIsJudgedAndWhatIsNotIsSaid() {
    var evil = new MailMessage.Link(null, "javascript:alert(1)");
    var many = withLinks(499).links();
    var last = withLinks(Stream.concat(many.stream(), Stream.of(evil)).toList());
    assertThat(examine(1, List.of(), last).getFirst().findings())
        .extracting(Finding::code)
        .contains("LINK_DECEIVES")
        .doesNotContain("MORE_LINKS_THAN_READ");
    assertThat(examine(1, List.of(), withLinks(600)).getFirst().findings())
        .filteredOn(f -> f.code().equals("MORE_LINKS_THAN_READ"))
        .singleElement()
        .satisfies(f -> assertThat(f.effect()).isEqualTo(Finding.Effect.BLIND));
  }

  private static MailMessage withLinks(int count) {
    return withLinks(
        IntStream.range(0, count)
            .mapToObj(i -> new MailMessage.Link(null, "https://www.contoso.example/" + i))
            .toList());
  }

  private static MailMessage withLinks(List<MailMessage.Link> links) {
    return new MailMessage(
        null, "<1@x>", null, null, null, null, null, null, null, null, links, List.of(), List.of(),
        List.of());
  }

  @Test
  void aUrlThatWasCutIsNeverClean() {
    for (var url :
        List.of(
            "https://www.contoso.example/" + "a".repeat(9000),
            "https://www.contoso.example/aaaa…0123abcd")) {
      assertThat(examine(1, List.of(), new Url(url)).getFirst().findings())
          .extracting(Finding::code)
          .contains("URL_CUT");
    }
  }

  @Test
  void whatBreaksOneAnalyzerHidesNothingOfTheOthers() {
    for (Supplier<Error> breakage :
        List.<Supplier<Error>>of(StackOverflowError::new, OutOfMemoryError::new)) {
      Analyzer breaking =
          new Analyzer() {
            @Override
            public Set<EntityKind> kinds() {
              return Set.of(EntityKind.URL);
            }

            @Override
            public List<Finding> analyze(Evidence evidence, Context context) {
              throw breakage.get();
            }
          };
      var analyzers = new ArrayList<>(Analyzers.all(contoso()));
      analyzers.add(breaking);
      var execution =
          new EvidenceExecution(
              new Connectors(List.of()),
              contoso(),
              analyzers,
              InstantSource.fixed(NOW),
              () -> broke -> false);
      var answer =
          execution.examine(
              new ExaminationRequest("case", List.of(named(new Url("javascript:alert(1)"))), NOW));
      assertThat(answer.getFirst().findings())
          .extracting(Finding::code)
          .contains("URL_HOLDS_CODE", "ANALYZER_BROKE");
    }
  }

  @Test
  void whatBreaksTheLookAtOnePieceLeavesTheOthersLookedAt() {
    var bad = new FileArtifact(null, "bad.exe", null, "0".repeat(64), null, null, null, null);
    FileReputation breaking =
        files -> {
          if (files.contains(bad)) {
            throw new StackOverflowError();
          }
          return Map.of();
        };
    var url = new Url("javascript:alert(1)");
    assertThatThrownBy(() -> examine(1, List.of(breaking), bad, url))
        .as("what may pass is tried again")
        .isInstanceOf(IllegalStateException.class);
    var answers = examine(EvidenceActivities.ATTEMPTS, List.of(breaking), bad, url);
    assertThat(answers).extracting(Examination::key).containsExactly(bad.key(), url.key());
    assertThat(answers.getFirst().findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("LOOK_BROKE");
              assertThat(f.effect()).isEqualTo(Finding.Effect.BLIND);
            });
    assertThat(answers.getLast().findings()).extracting(Finding::code).contains("URL_HOLDS_CODE");
  }

  @Test
  void aKindWithoutAnalyzerStaysUnknownAndSaysWhy() {
    var task = new dev.quaestor.entity.ScheduledTask("d1", "updater", null);
    var answer = examine(1, List.of(), task).getFirst();
    assertThat(answer.findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("NOBODY_CAN_TELL");
              assertThat(f.effect()).isEqualTo(Finding.Effect.INCONCLUSIVE);
            });
  }

  private static Map<EntityKey, DeviceDirectory.KnownDevice> healthy(List<Device> devices) {
    var found = new HashMap<EntityKey, DeviceDirectory.KnownDevice>();
    devices.forEach(
        d ->
            found.put(
                d.key(),
                new DeviceDirectory.KnownDevice(
                    d, DeviceDirectory.Health.ACTIVE, DeviceDirectory.Risk.NONE, NOW, true)));
    return found;
  }

  private static List<Examination> examine(
      int attempt, List<Capability> capabilities, Entity... entities) {
    var execution =
        new EvidenceExecution(
            new Connectors(List.of(new FakeBackEnd(capabilities))),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> broke -> attempt < EvidenceActivities.ATTEMPTS);
    return execution.examine(
        new ExaminationRequest(
            "case", List.of(entities).stream().map(e -> named(e)).toList(), NOW));
  }

  private record FakeBackEnd(List<Capability> capabilities) implements Connector {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {}
  }

  private static final class CopiesElsewhere implements MailSearch {
    private final List<List<MailCluster.Criterion>> asked = new CopyOnWriteArrayList<>();

    @Override
    public Similar similar(List<MailCluster.Criterion> criteria, Instant since, int limit) {
      asked.add(criteria);
      return new Similar(
          List.of(
              new MailCluster.Member("lee@contoso.example", "n1", "<2@x>", "Inbox"),
              new MailCluster.Member("pat@contoso.example", "n2", "<3@x>", "Junk")),
          2);
    }

    @Override
    public Map<EntityKey, Location> locate(List<MailMessage> messages) {
      return Map.of();
    }
  }
}
