package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a valid policy says that its author hardly meant. */
class PolicyLintTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static List<String> warnings(String yaml) {
    var reading = PolicyFile.read("name: x\n" + yaml, NOW);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyReading.Read.class);
    return ((PolicyReading.Read) reading)
        .warnings().stream().map(w -> w.line() + " " + w.path() + " " + w.code()).toList();
  }

  private static String rule(String id, String evidence, String actions, String more) {
    return "  - {id: %s, evidence: [%s], verdicts: [MALICIOUS], actions: [%s]%s}\n"
        .formatted(id, evidence, actions, more);
  }

  private static List<String> ofRules(String... rules) {
    return warnings("rules:\n" + String.join("", rules));
  }

  @Test
  void theShippedPoliciesAreWithoutWarnings() {
    for (var text : List.of(PolicyFile.defaultText(), PolicyOverridesTest.STANDALONE)) {
      assertThat(PolicyFile.read(text, NOW))
          .isInstanceOfSatisfying(
              PolicyReading.Read.class, r -> assertThat(r.warnings()).isEmpty());
    }
  }

  @Test
  void aRuleWhoseActionsMakeNoSenseForItsEvidenceIsNeverReached() {
    assertThat(ofRules(rule("a", "URL", "ISOLATE_DEVICE", "")))
        .containsExactly("3 rules[0] UNREACHABLE_RULE");
    assertThat(ofRules(rule("a", "URL, FILE", "BLOCK_URL, KILL_PROCESS", ", withoutUndo: ASK")))
        .containsExactly("3 rules[0].actions[1] POINTLESS_ACTION");
  }

  @Test
  void aRuleForGroupsThatWantNoAnswerIsNeverReached() {
    var groups =
        """
        deviceGroups:
          - {name: Kiosks, level: NONE, tags: [Kiosk]}
          - {name: Laptops, level: FULL, tags: [Laptop]}
        rules:
        """;
    assertThat(
            warnings(
                groups
                    + rule("a", "FILE", "RUN_ANTIVIRUS_SCAN", ", deviceGroups: [Kiosks]")
                    + rule("b", "FILE", "REQUEST_SAMPLE", ", deviceGroups: [Kiosks, Laptops]")
                    + rule("c", "URL", "BLOCK_URL", ", deviceGroups: [Laptops]")))
        .containsExactly("6 rules[0] UNREACHABLE_RULE", "8 rules[2] UNREACHABLE_RULE");
    assertThat(warnings("defaultLevel: NONE\nrules:\n" + rule("a", "FILE", "REQUEST_SAMPLE", "")))
        .containsExactly("4 rules[0] UNREACHABLE_RULE");
  }

  @Test
  void aRuleThatAnotherForbidsWhollyIsNeverReached() {
    assertThat(
            ofRules(
                rule("want", "FILE", "DELETE_FILE", ", minSeverity: HIGH"),
                rule("forbid", "FILE, PROCESS", "DELETE_FILE", ", gate: NEVER")))
        .containsExactly("3 rules[0] UNREACHABLE_RULE");
  }

  @Test
  void aRuleThatIsSaidAlreadyChangesNothing() {
    assertThat(
            ofRules(
                rule("all", "FILE, PROCESS", "DELETE_FILE", ", gate: APPROVAL"),
                rule("high", "FILE", "DELETE_FILE", ", minSeverity: HIGH")))
        .containsExactly("4 rules[1] RULE_CHANGES_NOTHING");
  }

  @Test
  void twoRulesForOneActionOnTheSameEvidenceAreNamedWithTheGateThatCounts() {
    var yaml =
        "name: x\nrules:\n"
            + rule("one", "FILE", "DELETE_FILE, REQUEST_SAMPLE", "")
            + rule("two", "FILE, PROCESS", "DELETE_FILE", ", gate: APPROVAL");
    var warnings = ((PolicyReading.Read) PolicyFile.read(yaml, NOW)).warnings();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst().code()).isEqualTo(PolicyCode.OVERLAPPING_RULES);
    assertThat(warnings.getFirst().path()).isEqualTo("rules[1].actions[0]");
    assertThat(warnings.getFirst().message())
        .contains("\"one\"", "DELETE_FILE on FILE found MALICIOUS", "APPROVAL counts");
  }

  @Test
  void rulesForOtherGroupsVerdictsOrEvidenceDoNotOverlap() {
    assertThat(
            warnings(
                """
                deviceGroups:
                  - {name: A, level: FULL, tags: [a]}
                  - {name: B, level: FULL, tags: [b]}
                rules:
                """
                    + rule("one", "FILE", "DELETE_FILE", ", deviceGroups: [A]")
                    + rule("two", "FILE", "DELETE_FILE", ", deviceGroups: [B], gate: APPROVAL")
                    + rule("three", "PROCESS", "DELETE_FILE", "")))
        .isEmpty();
  }

  @Test
  void aGroupAfterOneThatTakesAllItsDevicesIsNeverReached() {
    assertThat(
            warnings(
                """
                deviceGroups:
                  - {name: servers, level: SEMI_ALL, names: ['srv-*', 'sql-*']}
                  - {name: database, level: FULL, names: ['srv-db*'], tags: [db]}
                  - {name: other, level: FULL, names: ['pc-*']}
                  - {name: mixed, level: FULL, names: ['srv-x', 'pc-x']}
                  - {name: any, level: FULL, domains: ['*']}
                  - {name: late, level: FULL, osPlatforms: [Linux]}
                rules: []
                """))
        .containsExactly(
            "4 deviceGroups[1] UNREACHABLE_GROUP", "8 deviceGroups[5] UNREACHABLE_GROUP");
  }

  @Test
  void automaticThatCanNeverBeIsNamed() {
    var mail = rule("a", "MAIL_CLUSTER", "SOFT_DELETE_EMAIL", ", gate: AUTOMATIC");
    assertThat(ofRules(mail)).containsExactly("3 rules[0].gate NEVER_AUTOMATIC");
    assertThat(warnings("automaticMail: {upToMessages: 5}\nrules:\n" + mail)).isEmpty();
    assertThat(ofRules(rule("a", "MAIL_CLUSTER", "SOFT_DELETE_EMAIL", ""))).isEmpty();
    assertThat(ofRules(rule("a", "FILE", "OFFBOARD_DEVICE", ", gate: AUTOMATIC")))
        .containsExactly("3 rules[0].gate NEVER_AUTOMATIC");
    assertThat(
            ofRules(
                rule("a", "FILE", "REQUEST_SAMPLE", ", gate: AUTOMATIC")
                    .replace("MALICIOUS", "SUSPICIOUS")))
        .containsExactly("3 rules[0].gate NEVER_AUTOMATIC");
    assertThat(
            warnings(
                "automaticMail: {upToMessages: 5}\nrules:\n"
                    + rule("a", "MAIL_CLUSTER", "SOFT_DELETE_EMAIL", ", gate: APPROVAL")))
        .containsExactly("2 automaticMail NEVER_AUTOMATIC");
  }

  @Test
  void whatIsOverOrExcludesEverythingOrProtectsNothingIsNamed() {
    assertThat(
            warnings(
                """
                rules: []
                exclusions:
                  - {id: a, folders: ['C:\\', '\\build']}
                  - {id: b, folders: [/]}
                  - {id: c, names: ['*']}
                  - {id: d, folders: ['/opt'], names: ['*']}
                suppressions:
                  - {id: a, titles: [x], until: 2026-11-23}
                  - {id: b, titles: [x], until: 2026-11-24}
                  - {id: c, titles: [x], until: '2026-11-23T12:00:00Z'}
                guardrails: {protectedDevices: ['dc*', 'CONTOSO\\dc1', '^srv$']}
                """))
        .containsExactly(
            "4 exclusions[0].folders[0] EXCLUDES_EVERYTHING",
            "5 exclusions[1].folders[0] EXCLUDES_EVERYTHING",
            "6 exclusions[2].names EXCLUDES_EVERYTHING",
            "9 suppressions[0].until EXPIRED_SUPPRESSION",
            "11 suppressions[2].until EXPIRED_SUPPRESSION",
            "12 guardrails.protectedDevices[1] PROTECTS_NOTHING",
            "12 guardrails.protectedDevices[2] PROTECTS_NOTHING");
    assertThat(warnings("rules: []\nguardrails: {protectedDevices: []}"))
        .containsExactly("3 guardrails.protectedDevices PROTECTS_NOTHING");
  }
}
