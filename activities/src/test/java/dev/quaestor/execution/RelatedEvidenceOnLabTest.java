package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.ClickHistory;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.lab.fault.Fault;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where bad things were seen elsewhere, on the lab tenant. */
class RelatedEvidenceOnLabTest {
  private static final String HUNT = "POST /api/advancedqueries/run";
  private static final Url PHISH_LINK =
      new Url("http://www.woodgrovebank.example@198.51.100.23/login/confirm");

  private static LabBackEnds backEnds;

  @BeforeAll
  static void start() {
    backEnds = new LabBackEnds();
  }

  @BeforeEach
  void reset() {
    backEnds.lab.reset();
  }

  @AfterAll
  static void close() {
    backEnds.close();
  }

  private static FileArtifact worm() {
    return seeded("ws-sales-01.contoso.example", "sync-agent.exe");
  }

  private static FileArtifact loader() {
    return seeded("ws-lab-01.contoso.example", "loader.exe");
  }

  private static FileArtifact seeded(String device, String name) {
    var known = backEnds.lab.device(device).orElseThrow();
    for (var file : known.path("files")) {
      if (file.path("fileName").asString().equals(name)) {
        return new FileArtifact(
            known.path("id").asString(),
            name,
            file.path("filePath").asString(),
            file.path("sha256").asString(),
            file.path("sha1").asString(),
            null,
            null,
            null);
      }
    }
    throw new AssertionError("not seeded: " + name);
  }

  private static List<Examination> examine(int attempt, Evidence... evidence) {
    return new EvidenceExecution(
            backEnds.connectors(),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.system(),
            () -> broke -> attempt < EvidenceActivities.ATTEMPTS)
        .examine(new ExaminationRequest("case", List.of(evidence), Instant.EPOCH));
  }

  private static <E extends Entity> List<E> led(Examination examination, Class<E> kind) {
    return examination.related().stream()
        .map(Evidence::entity)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static Evidence said(Entity entity, Verdict verdict) {
    return Evidence.named(entity, "alert", new ReportedVerdict("vendor", verdict, null));
  }

  @Test
  void aMaliciousFileLeadsToEveryOtherDeviceThatHasItAndToWhatRunsThere() {
    var found = examine(1, named(worm())).getFirst();

    assertThat(VerdictRules.conclude(found.findings())).isEqualTo(Verdict.MALICIOUS);
    assertThat(led(found, FileArtifact.class))
        .hasSize(11)
        .allSatisfy(
            copy -> {
              assertThat(copy.sha256()).isEqualTo(worm().sha256());
              assertThat(copy.directory()).isEqualTo("C:\\ProgramData\\SyncAgent");
            });
    assertThat(led(found, ProcessArtifact.class))
        .hasSize(11)
        .allMatch(p -> p.processId() != null && p.startedAt() != null);
    assertThat(led(found, Device.class))
        .hasSize(12)
        .extracting(Device::name)
        .contains("ws-sales-12.contoso.example");
    assertThat(found.findings())
        .anyMatch(
            f -> f.code().equals("SEEN_ON_OTHER_DEVICES") && f.sentence().contains("11 other"));
  }

  @Test
  void theOwnDeviceOfAFileIsNoOtherOneWhenItIsKnownByName() {
    var w = worm();
    var byName =
        new FileArtifact(
            "ws-sales-01", w.name(), w.directory(), w.sha256(), w.sha1(), null, null, null);

    var found = examine(1, named(byName)).getFirst();

    assertThat(led(found, FileArtifact.class))
        .hasSize(11)
        .noneMatch(copy -> w.deviceId() != null && w.deviceId().equals(copy.deviceId()));
    assertThat(led(found, Device.class))
        .extracting(d -> d.key().value())
        .hasSize(12)
        .contains("device:ws-sales-01")
        .doesNotContain(w.deviceKey().orElseThrow().value());
  }

  @Test
  void aCopyFoundByItsHashIsNotHuntedForAgain() {
    var found = examine(1, named(worm())).getFirst();
    var copies =
        found.related().stream()
            .filter(e -> e.entity() instanceof FileArtifact)
            .toArray(Evidence[]::new);
    var before = backEnds.lab.requests(HUNT);

    var next = examine(1, copies);

    assertThat(backEnds.lab.requests(HUNT)).isEqualTo(before);
    assertThat(next)
        .allMatch(e -> VerdictRules.conclude(e.findings()) == Verdict.MALICIOUS)
        .allSatisfy(e -> assertThat(led(e, FileArtifact.class)).isEmpty());
  }

  @Test
  void aFileOnThreeDevicesLeadsToTwo() {
    assertThat(led(examine(1, named(loader())).getFirst(), FileArtifact.class)).hasSize(2);
  }

  @Test
  void whatIsHarmlessOrUnknownLeadsNowhere() {
    var before = backEnds.lab.requests(HUNT);
    var harmless =
        new FileArtifact(
            null,
            "backup-tool.exe",
            null,
            "3667cd6543e77d68f7ad309503bf2c51a500f2fadd0eaa86f2437ddff9dda68a",
            "67d6d4c996b78c337df488de69300122b0de104b",
            null,
            null,
            null);

    var found =
        examine(
            1,
            named(harmless),
            named(new Url("https://intranet.contoso.example/news")),
            named(new IpAddress("203.0.113.99")));

    assertThat(found).allSatisfy(e -> assertThat(e.related()).isEmpty());
    assertThat(backEnds.lab.requests(HUNT)).isEqualTo(before);
  }

  @Test
  void aMaliciousLinkLeadsToWhoClickedToTheMailThatCarriesItAndToDevicesThatFollowedIt() {
    var found = examine(1, said(PHISH_LINK, Verdict.MALICIOUS)).getFirst();

    assertThat(led(found, UserAccount.class))
        .extracting(UserAccount::userPrincipalName)
        .containsExactly("alex@contoso.example");
    assertThat(led(found, MailCluster.class))
        .singleElement()
        .satisfies(
            cluster -> {
              assertThat(cluster.criteria())
                  .containsExactly(new MailCluster.Criterion("Url", PHISH_LINK.value()));
              assertThat(cluster.count()).isEqualTo(7);
              assertThat(cluster.rootMessage()).isEqualTo(PHISH_LINK.key());
            });

    var stage = new Url("http://loader.evil.example/stage2");
    var contacted = examine(1, said(stage, Verdict.MALICIOUS)).getFirst();
    assertThat(led(contacted, Device.class)).hasSize(3);
    assertThat(led(contacted, ProcessArtifact.class))
        .hasSize(3)
        .allMatch(p -> p.image() != null && "loader.exe".equals(p.image().name()));
  }

  @Test
  void anAddressOutsideLeadsToWhoSpokeToItAndOneInsideToNobody() {
    var outside = said(new IpAddress("198.51.100.77"), Verdict.MALICIOUS);
    var inside = said(new IpAddress("10.0.0.1"), Verdict.MALICIOUS);

    var found = examine(1, outside, inside);

    assertThat(led(found.get(0), Device.class)).hasSize(3);
    assertThat(found.get(1).related()).isEmpty();
  }

  private static MailCluster toldAs(List<MailCluster.Member> members, String domain) {
    return new MailCluster(
        LabBackEnds.campaign().rootMessage(),
        List.of(new MailCluster.Criterion("P2SenderDomain", domain)),
        members,
        members.size());
  }

  @Test
  void whatSomebodySaysOfAClusterIsReplacedByWhatTheSearchFinds() {
    var told = toldAs(LabBackEnds.campaign().messages(), "contoso.example");

    var seen = (MailCluster) examine(1, named(told)).getFirst().entity();

    assertThat(seen.key()).isEqualTo(told.key());
    assertThat(seen.count()).isGreaterThan(told.count()).isEqualTo(seen.messages().size());
    assertThat(seen.messages())
        .extracting(MailCluster.Member::internetMessageId)
        .doesNotContainAnyElementsOf(
            told.messages().stream().map(MailCluster.Member::internetMessageId).toList());
  }

  @Test
  void messagesThatNothingOfTheClusterFindsAreNoneOfIt() {
    var told = toldAs(LabBackEnds.campaign().messages(), "nobody.example");

    var seen = (MailCluster) examine(1, named(told)).getFirst().entity();

    assertThat(seen.messages()).isEmpty();
    assertThat(seen.count()).isZero();
  }

  @Test
  void aClusterThatSaysNothingNewIsNotMadeAgain() {
    var whole =
        led(examine(1, said(PHISH_LINK, Verdict.MALICIOUS)).getFirst(), MailCluster.class)
            .getFirst();

    var found = examine(1, said(PHISH_LINK, Verdict.MALICIOUS), named(whole));

    assertThat(led(found.getFirst(), MailCluster.class)).isEmpty();
  }

  @Test
  void whoCannotLookElsewhereSaysSoAndTheVerdictStands() {
    backEnds.lab.fault(Fault.error(HUNT, 20, 503));
    backEnds.lab.fault(Fault.error("POST /v1.0/security/runHuntingQuery", 20, 503));

    assertThatThrownBy(() -> examine(1, named(worm()))).isInstanceOf(ApplicationFailure.class);
    var found = examine(EvidenceActivities.ATTEMPTS, named(worm())).getFirst();

    assertThat(VerdictRules.conclude(found.findings())).isEqualTo(Verdict.MALICIOUS);
    assertThat(found.findings())
        .anyMatch(f -> f.effect() == Finding.Effect.BLIND && f.source().equals("sightings"));
  }

  @Test
  void bothBackEndsSeeTheSameAndHostileValuesAreOnlyValues() {
    var offers = backEnds.connectors().offering(Sightings.class);
    assertThat(offers).hasSize(2);
    for (var sightings : offers) {
      assertThat(sightings.ofFile(worm(), Instant.EPOCH, 200)).hasSize(12);
      assertThat(sightings.ofFile(worm(), Instant.EPOCH, 5)).hasSize(5);
      assertThat(sightings.ofFile(worm(), Instant.now(), 200)).isEmpty();
      var hostile = "\") or 1 == 1 | take 9 // \\\" \n\u2028";
      assertThat(sightings.ofUrl(new Url(hostile), Instant.EPOCH, 10)).isEmpty();
      assertThat(sightings.ofAddress(new IpAddress(hostile), Instant.EPOCH, 10)).isEmpty();
    }
    for (var clicks : backEnds.connectors().offering(ClickHistory.class)) {
      assertThat(clicks.clickedThrough(new Url("x\" or 1 == 1 //"), Instant.EPOCH, 10)).isEmpty();
      assertThat(clicks.clickedThrough(PHISH_LINK, Instant.EPOCH, 10)).hasSize(1);
    }
  }
}
