package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.ledger.AlertRow;
import dev.quaestor.starter.ledger.PastCase;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a candidate would have done otherwise. */
class BacktestTest {
  private static final String OLD =
      """
      name: old
      deviceGroups:
        - {name: Servers, level: SEMI_ALL, tags: [Servers]}
        - {name: Laptops, level: FULL, tags: [Laptops]}
      rules:
        - {id: file, evidence: [FILE], verdicts: [MALICIOUS], actions: [DELETE_FILE]}
        - {id: url, evidence: [URL], verdicts: [MALICIOUS], actions: [BLOCK_URL]}
      """;

  private static Policy policy(String yaml) {
    return ((PolicyReading.Read) PolicyFile.read(yaml)).policy();
  }

  private static Assessment judged(Entity entity, Verdict verdict) {
    return new Assessment(
        Evidence.named(entity, "a1", null),
        true,
        List.of(),
        verdict,
        List.of(ActionType.values()),
        List.of(),
        entity instanceof Device device ? device : null);
  }

  /** A malicious file on a device of that tag, and a malicious URL, as OLD planned it. */
  private static PastCase past(String id, String tag) {
    var device = new Device("d1", "pc-" + id, null, null, List.of(tag), null);
    var evidence =
        List.of(
            judged(device, Verdict.NO_THREATS_FOUND),
            judged(
                new FileArtifact("d1", "a.exe", "C:\\x", "ab", null, null, null, null),
                Verdict.MALICIOUS),
            judged(new Url("http://evil.example/"), Verdict.MALICIOUS));
    return new PastCase(
        id,
        Severity.HIGH,
        Instant.parse("2026-11-01T10:00:00Z"),
        1,
        List.of(
            new AlertRow(
                "a1",
                AlertSource.QUAESTOR,
                "Malware on " + id,
                Severity.HIGH,
                List.of(),
                null,
                Instant.parse("2026-11-01T10:00:00Z"),
                1,
                null)),
        evidence,
        Planner.plan(policy(OLD), Severity.HIGH, evidence).stream()
            .map(p -> new PastCase.Planned(p.action(), p.gate()))
            .toList());
  }

  private static List<String> differences(String candidate, PastCase... cases) {
    var test = new Backtest(policy(candidate));
    for (var c : cases) {
      test.look(c);
    }
    assertThat(test.casesLookedAt()).isEqualTo(cases.length);
    return test.differences().stream()
        .map(
            d ->
                "%s %s %s %s %d/%d %s"
                    .formatted(
                        d.change(),
                        d.action(),
                        d.deviceGroup(),
                        d.gate(),
                        d.count(),
                        d.onProtectedDevices(),
                        d.cases()))
        .toList();
  }

  @Test
  void theSamePolicyChangesNothing() {
    assertThat(differences(OLD, past("c1", "Servers"), past("c2", "Laptops"))).isEmpty();
  }

  @Test
  void aLooserGroupMakesNewlyAutomaticAndATighterOneNewlyWaiting() {
    var swapped = OLD.replace("level: FULL", "level: X").replace("SEMI_ALL", "FULL");
    assertThat(
            differences(
                swapped.replace("level: X", "level: SEMI_ALL"),
                past("c1", "Servers"),
                past("c2", "Laptops")))
        .containsExactly(
            "NEWLY_AUTOMATIC DELETE_FILE Servers AUTOMATIC 1/0 [c1]",
            "NEWLY_WAITING DELETE_FILE Laptops APPROVAL 1/0 [c2]");
  }

  @Test
  void protectedDevicesAreCounted() {
    assertThat(
            differences(
                OLD + "guardrails: {protectedDevices: [pc-c2]}\n",
                past("c1", "Laptops"),
                past("c2", "Laptops")))
        .containsExactly("NEWLY_WAITING DELETE_FILE Laptops APPROVAL 1/1 [c2]");
  }

  @Test
  void anotherRuleBringsNewActionsAndOneLessTakesThemAway() {
    var candidate = OLD.replace("id: url, evidence: [URL]", "id: f, evidence: [FILE]");
    candidate = candidate.replace("BLOCK_URL", "REQUEST_SAMPLE");
    assertThat(differences(candidate, past("c1", "of no group")))
        .containsExactly(
            "NO_LONGER_DONE BLOCK_URL (no device) NEVER 1/0 [c1]",
            "NEWLY_DONE REQUEST_SAMPLE (no group) AUTOMATIC 1/0 [c1]");
  }

  @Test
  void aSuppressedCaseDoesNothingAnyMore() {
    assertThat(
            differences(
                OLD + "suppressions: [{id: s, titles: ['malware on c1']}]\n",
                past("c1", "Laptops"),
                past("c2", "Laptops")))
        .containsExactly(
            "NO_LONGER_DONE DELETE_FILE Laptops NEVER 1/0 [c1]",
            "NO_LONGER_DONE BLOCK_URL (no device) NEVER 1/0 [c1]");
    assertThat(differences(OLD.replace("level: FULL", "level: NONE"), past("c1", "Laptops")))
        .hasSize(2);
  }

  @Test
  void atMostTenCasesAreNamed() {
    var test = new Backtest(policy(OLD.replace("level: FULL", "level: SEMI_ALL")));
    IntStream.range(0, 25).forEach(i -> test.look(past("c" + i, "Laptops")));
    assertThat(test.casesThatDiffer()).isEqualTo(25);
    assertThat(test.differences()).hasSize(1);
    assertThat(test.differences().getFirst().count()).isEqualTo(25);
    assertThat(test.differences().getFirst().cases()).hasSize(10).startsWith("c0");
  }
}
