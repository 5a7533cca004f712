package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule.WithoutUndo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every section of a policy file, read strictly. */
class PolicySectionsTest {

  private static Policy policy(String yaml) {
    var reading = PolicyFile.read("name: x\n" + yaml);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyReading.Read.class);
    return ((PolicyReading.Read) reading).policy();
  }

  private static List<String> problems(String yaml) {
    var reading = PolicyFile.read("name: x\n" + yaml);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyReading.Refused.class);
    return ((PolicyReading.Refused) reading)
        .problems().stream()
            .map(p -> p.line() + ":" + p.column() + " " + p.path() + " " + p.code())
            .toList();
  }

  private static String rules(String rule) {
    return "rules:\n  - {id: r, evidence: [PROCESS, FILE], verdicts: [MALICIOUS], " + rule + "}\n";
  }

  @Test
  void whatIsLeftOutIsAsEver() {
    var policy = policy("rules: []");
    assertThat(policy.automaticMail()).isNull();
    assertThat(policy.manual()).isEqualTo(Policy.Manual.asEver());
    assertThat(policy.exclusions()).isEmpty();
    assertThat(policy.suppressions()).isEmpty();
    assertThat(policy.limits().expansionDevices()).isEqualTo(10);
    assertThat(policy.limits().maxActions()).isEqualTo(1000);
  }

  @Test
  void everySectionIsRead() {
    var policy =
        policy(
            """
            deviceGroups:
              - {name: Servers, level: SEMI_ALL, tags: [Servers]}
            rules:
              - id: r
                evidence: [PROCESS]
                verdicts: [MALICIOUS]
                actions: [KILL_PROCESS]
                deviceGroups: [Servers]
                withoutUndo: ASK
            automaticMail: {upToMessages: 500}
            manual: {analysts: [ISOLATE_DEVICE]}
            exclusions:
              - {id: ci, folders: [/opt/ci], extensions: [o], names: ['x*'], because: compilers}
            suppressions:
              - {id: s, titles: ['a*'], devices: [lab-*], until: 2027-01-31, because: agreed}
              - {id: t, hashes: [d41d8cd98f00b204e9800998ecf8427e], until: '2027-01-31T18:00:00+01:00'}
            limits: {expansionDevices: 5, maxActions: 50}
            """);
    assertThat(policy.rules().getFirst().deviceGroups()).containsExactly("Servers");
    assertThat(policy.rules().getFirst().withoutUndo()).isEqualTo(WithoutUndo.ASK);
    assertThat(policy.automaticMail()).isEqualTo(new Policy.AutomaticMail(500));
    assertThat(policy.manual().analysts()).containsExactly(ActionType.ISOLATE_DEVICE);
    assertThat(policy.exclusions().getFirst().because()).isEqualTo("compilers");
    assertThat(policy.suppressions())
        .extracting(Policy.Suppression::until)
        .containsExactly(
            Instant.parse("2027-01-31T00:00:00Z"), Instant.parse("2027-01-31T17:00:00Z"));
    assertThat(policy.limits().expansionDevices()).isEqualTo(5);
    assertThat(policy.limits().maxActions()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource(
      value = ActionType.class,
      names = {"KILL_PROCESS", "REVOKE_SESSIONS", "FORCE_PASSWORD_RESET"})
  void automaticOnAnActionWithoutUndoNeedsAWord(ActionType action) {
    var error = "3:73 rules[0].actions[0] AUTOMATIC_WITHOUT_UNDO";
    assertThat(problems(rules("actions: [" + action + "]"))).containsExactly(error);
    assertThat(problems(rules("actions: [" + action + "], gate: AUTOMATIC")))
        .containsExactly(error);
    for (var word :
        List.of("withoutUndo: ACCEPTED", "withoutUndo: ASK", "gate: APPROVAL", "gate: NEVER")) {
      policy(rules("actions: [" + action + "], " + word));
    }
  }

  @Test
  void whatOnlyLooksOrAlwaysAsksNeedsNoWord() {
    policy(
        rules(
            "actions: [RUN_ANTIVIRUS_SCAN, REQUEST_SAMPLE, COLLECT_INVESTIGATION_PACKAGE,"
                + " OFFBOARD_DEVICE, HARD_DELETE_EMAIL]"));
  }

  @Test
  void aWordThatIsWrongIsOneErrorAndNotTwo() {
    assertThat(problems(rules("actions: [KILL_PROCESS], withoutUndo: YES")))
        .containsExactly("3:101 rules[0].withoutUndo UNKNOWN_WORD");
    assertThat(problems(rules("actions: [KILL_PROCESS], gate: ASK")))
        .containsExactly("3:94 rules[0].gate UNKNOWN_WORD");
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void noRuleOrdersAnUndoAScriptOrAnExpansion(ActionType action) {
    var reading = PolicyFile.read("name: x\n" + rules("actions: [" + action + "], gate: APPROVAL"));
    var forRules =
        !action.isInverse()
            && action != ActionType.RUN_SCRIPT
            && action != ActionType.EXPAND_INVESTIGATION;
    assertThat(reading instanceof PolicyReading.Read).as("%s", action).isEqualTo(forRules);
  }

  @Test
  void aRuleThatNamesNothingIsAnErrorAndNotLeftOut() {
    assertThat(problems(rules("actions: []"))).containsExactly("3:72 rules[0].actions MISSING");
  }

  @Test
  void aGroupThatIsNotThereIsNamed() {
    assertThat(problems(rules("actions: [DELETE_FILE], deviceGroups: [Nobody]")))
        .containsExactly("3:102 rules[0].deviceGroups[0] UNKNOWN_GROUP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "automaticMail: {}",
        "automaticMail: {upToMessages: 0}",
        "automaticMail: {upToMessages: 10001}",
        "automaticMail: {upTo: 5}",
        "manual: {}",
        "manual: {analysts: [FLY]}",
        "exclusions: [{id: a}]",
        "exclusions: [{folders: [/x]}]",
        "exclusions: [{id: a, folders: ['/x/*']}]",
        "exclusions: [{id: a, folders: [/x]}, {id: a, folders: [/y]}]",
        "suppressions: [{id: a}]",
        "suppressions: [{id: a, devices: [x]}]",
        "suppressions: [{id: a, titles: [x], until: tomorrow}]",
        "suppressions: [{id: a, titles: [x], until: 2027-02-30}]",
        "suppressions: [{id: a, hashes: [xyz]}]",
        "limits: {expansionDevices: 1}",
        "limits: {maxActions: 0}"
      })
  void whatIsWrongIsRefusedWithItsLine(String section) {
    assertThat(problems("rules: []\n" + section)).allSatisfy(p -> assertThat(p).startsWith("3:"));
  }
}
