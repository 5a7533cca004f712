package dev.quaestor.policy;

import static dev.quaestor.fixtures.Fixtures.SHA256;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The opt-in to soft delete clusters around a malicious file or URL without a person. */
class AutomaticMailTest {
  private static final FileArtifact DROPPER =
      new FileArtifact(null, "a.html", null, SHA256, null, null, null, null);

  private static Policy optedIn(int upTo, Gate gate, ActionType action, int budget) {
    var rule =
        new PolicyRule(
            "mail",
            List.of(EntityKind.MAIL_CLUSTER, EntityKind.MAIL_MESSAGE),
            List.of(Verdict.MALICIOUS, Verdict.SUSPICIOUS),
            Severity.INFORMATIONAL,
            List.of(action),
            gate);
    var p = Fixtures.policy();
    return new Policy(
        p.name(),
        List.of(),
        p.defaultLevel(),
        p.zones(),
        List.of(rule),
        null,
        new Policy.Guardrails(List.of(), budget),
        null,
        new Policy.AutomaticMail(upTo),
        p.manual(),
        List.of(),
        List.of());
  }

  private static Policy optedIn() {
    return optedIn(100, Gate.AUTOMATIC, ActionType.SOFT_DELETE_EMAIL, 100);
  }

  private static MailCluster cluster(
      String field, String value, int count, @Nullable String location) {
    return new MailCluster(
        phish().key(),
        List.of(
            new MailCluster.Criterion(field, value),
            new MailCluster.Criterion("P2SenderDomain", "evil.example")),
        List.of(
            new MailCluster.Member(
                "megan@contoso.example", null, "<phish-1@evil.example>", "Inbox"),
            new MailCluster.Member(
                "adele@contoso.example", null, "<phish-2@evil.example>", location)),
        count);
  }

  private static MailCluster aroundTheUrl() {
    return cluster("Url", phishUrl().value(), 2, "Inbox");
  }

  private static Assessment judged(Entity entity, Verdict verdict) {
    return new Assessment(
        Evidence.named(entity, "a1", null), true, List.of(), verdict, List.of(ActionType.values()));
  }

  private static Gate gate(Policy policy, MailCluster cluster, Assessment... others) {
    var evidence = new java.util.ArrayList<>(Arrays.asList(others));
    evidence.add(judged(cluster, Verdict.MALICIOUS));
    return Planner.plan(policy, Severity.LOW, evidence).stream()
        .filter(p -> p.action().target().equals(cluster))
        .findFirst()
        .orElseThrow()
        .gate();
  }

  @Test
  void aClusterAroundAMaliciousUrlOrFileGoesByItself() {
    assertThat(gate(optedIn(), aroundTheUrl(), judged(phishUrl(), Verdict.MALICIOUS)))
        .isEqualTo(Gate.AUTOMATIC);
    assertThat(
            gate(
                optedIn(),
                cluster("FileHash", SHA256.toUpperCase(java.util.Locale.ROOT), 2, "Junk folder"),
                judged(DROPPER, Verdict.MALICIOUS)))
        .isEqualTo(Gate.AUTOMATIC);
  }

  @Test
  void whatNobodyCanSearchForMakesItWaitThoughItNamesTheMaliciousUrl() {
    var half =
        new MailCluster(
            phish().key(),
            List.of(
                new MailCluster.Criterion("Url", phishUrl().value()),
                new MailCluster.Criterion("BodyFingerprint", "123")),
            aroundTheUrl().messages(),
            2);

    assertThat(gate(optedIn(), half, judged(phishUrl(), Verdict.MALICIOUS)))
        .isEqualTo(Gate.APPROVAL);
  }

  @Test
  void theMessageThatItHoldsDoesNotHoldItBack() {
    assertThat(
            gate(
                optedIn(),
                aroundTheUrl(),
                judged(phishUrl(), Verdict.MALICIOUS),
                judged(phish(), Verdict.MALICIOUS)))
        .isEqualTo(Gate.AUTOMATIC);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"MALICIOUS"},
      mode = EnumSource.Mode.EXCLUDE)
  void theUrlItselfMustBeMalicious(Verdict verdict) {
    assertThat(gate(optedIn(), aroundTheUrl(), judged(phishUrl(), verdict)))
        .isEqualTo(Gate.APPROVAL);
    assertThat(gate(optedIn(), aroundTheUrl())).isEqualTo(Gate.APPROVAL);
  }

  @ParameterizedTest
  @CsvSource({"Subject, Your account", "SenderIp, 203.0.113.9", "Url, http://other.example/"})
  void anyOtherClusterWaits(String field, String value) {
    assertThat(
            gate(
                optedIn(),
                cluster(field, value, 2, "Inbox"),
                judged(phishUrl(), Verdict.MALICIOUS)))
        .isEqualTo(Gate.APPROVAL);
  }

  @ParameterizedTest
  @CsvSource({
    "Inbox, AUTOMATIC",
    "Inbox/folder, AUTOMATIC",
    "inbox_folder, AUTOMATIC",
    "junkFolder, AUTOMATIC",
    "Deleted items, AUTOMATIC",
    "Quarantine, APPROVAL",
    "onprem_external, APPROVAL",
    "dropped, APPROVAL",
    "Hard deleted, APPROVAL",
    ", APPROVAL"
  })
  void oneMessageThatLiesInNoMailboxMakesItWait(@Nullable String location, Gate expected) {
    assertThat(
            gate(
                optedIn(),
                cluster("Url", phishUrl().value(), 2, location),
                judged(phishUrl(), Verdict.MALICIOUS)))
        .isEqualTo(expected);
  }

  @Test
  void aLargerClusterWaits() {
    var at = cluster("Url", phishUrl().value(), 100, "Inbox");
    var above = cluster("Url", phishUrl().value(), 101, "Inbox");
    var bad = judged(phishUrl(), Verdict.MALICIOUS);
    assertThat(gate(optedIn(), at, bad)).isEqualTo(Gate.AUTOMATIC);
    assertThat(gate(optedIn(), above, bad)).isEqualTo(Gate.APPROVAL);
  }

  private static Stream<ActionType> otherActionsOnClusters() {
    return Stream.of(ActionType.values())
        .filter(type -> type.evidence().contains(EntityKind.MAIL_CLUSTER))
        .filter(type -> type != ActionType.SOFT_DELETE_EMAIL);
  }

  @ParameterizedTest
  @MethodSource("otherActionsOnClusters")
  void anyOtherActionOnMailWaits(ActionType action) {
    assertThat(
            gate(
                optedIn(100, Gate.AUTOMATIC, action, 100),
                aroundTheUrl(),
                judged(phishUrl(), Verdict.MALICIOUS)))
        .isEqualTo(Gate.APPROVAL);
  }

  @Test
  void aSingleMessageWaits() {
    assertThat(
            Planner.plan(
                optedIn(),
                Severity.LOW,
                List.of(judged(phish(), Verdict.MALICIOUS), judged(phishUrl(), Verdict.MALICIOUS))))
        .extracting(PlannedAction::gate)
        .containsExactly(Gate.APPROVAL);
  }

  @Test
  void aSuspiciousClusterWaits() {
    assertThat(
            Planner.plan(
                optedIn(),
                Severity.LOW,
                List.of(
                    judged(aroundTheUrl(), Verdict.SUSPICIOUS),
                    judged(phishUrl(), Verdict.MALICIOUS))))
        .extracting(PlannedAction::gate)
        .containsExactly(Gate.APPROVAL);
  }

  @Test
  void aRuleThatWantsAPersonAndTheBudgetStandAboveIt() {
    var bad = judged(phishUrl(), Verdict.MALICIOUS);
    assertThat(
            gate(
                optedIn(100, Gate.APPROVAL, ActionType.SOFT_DELETE_EMAIL, 100),
                aroundTheUrl(),
                bad))
        .isEqualTo(Gate.APPROVAL);
    assertThat(
            gate(
                optedIn(100, Gate.AUTOMATIC, ActionType.SOFT_DELETE_EMAIL, 0), aroundTheUrl(), bad))
        .isEqualTo(Gate.APPROVAL);
  }
}
