package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.AlertUpdates;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.FolderZone;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.ZonePatterns;
import dev.quaestor.starter.access.AccessRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the schema tells editors is what the reader says. */
class PolicySchemaTest {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final JsonNode DOCUMENT = new JsonMapper().readTree(PolicyFile.schema());
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PolicyFile.schema());

  private static boolean isValid(String yaml) {
    return SCHEMA.validate(YAML.readTree(yaml)).isEmpty();
  }

  private static boolean isRead(String yaml) {
    return PolicyFile.read(yaml) instanceof PolicyReading.Read;
  }

  @Test
  void theShippedPoliciesAreValidAndNameTheSchema() {
    for (var text : List.of(PolicyFile.defaultText(), PolicyOverridesTest.STANDALONE)) {
      assertThat(SCHEMA.validate(YAML.readTree(text))).isEmpty();
      assertThat(text).startsWith("# yaml-language-server: $schema=policy.schema.json\n");
    }
  }

  @Test
  void theOneInTheDocumentationIsTheOneThatIsShipped() throws IOException {
    assertThat(Path.of("docs/policy.schema.json")).hasContent(PolicyFile.schema());
    assertThat(Files.size(Path.of("docs/policy.schema.json"))).isPositive();
  }

  private static final String RULE = "id: r, evidence: [FILE], verdicts: [MALICIOUS]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: x, rules: []}",
        "{name: 7, rules: []}",
        "{name: x, rules: [{" + RULE + ", actions: [DELETE_FILE]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [DELETE_FILE], gate: null}]}",
        "{name: x, rules: [{" + RULE + ", actions: [KILL_PROCESS], gate: APPROVAL}]}",
        "{name: x, rules: [{" + RULE + ", actions: [KILL_PROCESS], withoutUndo: ASK}]}",
        "{name: x, rules: [], approvals: {expireAfter: 1d12h}, limits: {giveUpAfter: P3D}}",
        "{name: x, rules: [], approvals: {rules: [{id: a}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, need: 2, notAuthor: true}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, signedInWithin: 15m, remind: [1d]}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, roles: [operator], undoable: false}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, escalate: [{after: 3d, to: [x]}]}]}}",
        "{name: x, rules: [], suppressions: [{id: a, titles: [x], until: 2027-01-31}]}",
        "{name: x, rules: [], exclusions: [{id: a, folders: ['\\build']}], limits:}"
      })
  void whatOneTakesTheOtherTakes(String yaml) {
    assertThat(SCHEMA.validate(YAML.readTree(yaml))).isEmpty();
    assertThat(isRead(yaml)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{name: x}",
        "{rules: []}",
        "{name: ' ', rules: []}",
        "{name: x, rules: [], extra: 1}",
        "{name: x, rules: [], defaultLevel: SEMI}",
        "{name: x, rules: [{" + RULE + "}]}",
        "{name: x, rules: [{" + RULE + ", actions: []}]}",
        "{name: x, rules: [{" + RULE + ", actions: [FLY]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [DELETE_FILE, DELETE_FILE]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [RELEASE_DEVICE]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [RUN_SCRIPT]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [KILL_PROCESS]}]}",
        "{name: x, rules: [{" + RULE + ", actions: [DELETE_FILE], gate: MAYBE}]}",
        "{name: x, rules: [{id: r, evidence: [FILE], verdicts: [UNKNOWN], actions: [DELETE_FILE]}]}",
        "{name: x, rules: [], zones: [{zone: NOWHERE, patterns: [/x]}]}",
        "{name: x, rules: [], deviceGroups: [{name: g, level: FULL}]}",
        "{name: x, rules: [], deviceGroups: [{name: g, level: FULL, tags: []}]}",
        "{name: x, rules: [], automaticMail: {upToMessages: 10001}}",
        "{name: x, rules: [], automaticMail: {}}",
        "{name: x, rules: [], alertUpdates: {onClose: [SHOUT]}}",
        "{name: x, rules: [], alertUpdates: {onOpen: [COMMENT]}}",
        "{name: x, rules: [], manual: {analysts: [FLY]}}",
        "{name: x, rules: [], exclusions: [{id: a}]}",
        "{name: x, rules: [], exclusions: [{id: a, folders: ['/x/*']}]}",
        "{name: x, rules: [], suppressions: [{id: a, devices: [x]}]}",
        "{name: x, rules: [], suppressions: [{id: a, hashes: [xyz]}]}",
        "{name: x, rules: [], suppressions: [{id: a, titles: [x], until: tomorrow}]}",
        "{name: x, rules: [], approvals: {expireAfter: soon}}",
        "{name: x, rules: [], approvals: {unsigned: MAYBE}}",
        "{name: x, rules: [], approvals: {rules: [{need: 2}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, need: 0}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, need: 21}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, roles: [boss]}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, notAuthor: 1}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, remind: [soon]}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, escalate: [{after: 3d}]}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, escalate: [{after: 3d, to: []}]}]}}",
        "{name: x, rules: [], approvals: {rules: [{id: a, sources: [GUESSED]}]}}",
        "{name: x, rules: [], guardrails: {maxAutomaticActions: -1}}",
        "{name: x, rules: [], limits: {maxDepth: 1.5}}",
        "{name: x, rules: [], limits: {expansionDevices: 1}}"
      })
  void whatOneRefusesTheOtherRefuses(String yaml) {
    assertThat(isValid(yaml)).isFalse();
    assertThat(isRead(yaml)).isFalse();
  }

  private static List<String> words(String pointer) {
    return DOCUMENT
        .at(pointer)
        .valueStream()
        .filter(n -> !n.isNull())
        .map(JsonNode::asString)
        .toList();
  }

  private static List<String> names(Enum<?>... values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  @Test
  void itsWordsAreTheOnesOfTheCode() {
    assertThat(words("/properties/defaultLevel/enum")).isEqualTo(names(AutomationLevel.values()));
    assertThat(words("/$defs/deviceGroup/properties/level/enum"))
        .isEqualTo(names(AutomationLevel.values()));
    assertThat(words("/$defs/zone/properties/zone/enum"))
        .isEqualTo(names(FolderZone.TEMP, FolderZone.CORE, FolderZone.OTHER));
    assertThat(words("/$defs/rule/properties/evidence/items/enum"))
        .isEqualTo(names(EntityKind.values()));
    assertThat(words("/$defs/rule/properties/minSeverity/enum"))
        .isEqualTo(names(Severity.values()));
    assertThat(words("/$defs/rule/properties/gate/enum")).isEqualTo(names(Gate.values()));
    assertThat(words("/$defs/rule/properties/withoutUndo/enum"))
        .isEqualTo(names(PolicyRule.WithoutUndo.values()));
    assertThat(words("/properties/approvals/properties/unsigned/enum"))
        .isEqualTo(names(Policy.Unsigned.values()));
    assertThat(words("/properties/alertUpdates/properties/onClose/items/enum"))
        .isEqualTo(names(AlertUpdates.Part.values()));
    assertThat(words("/properties/alertUpdates/properties/onClassify/items/enum"))
        .isEqualTo(names(AlertUpdates.Part.values()));
    assertThat(words("/properties/manual/properties/analysts/items/enum"))
        .isEqualTo(names(ActionType.values()));
    assertThat(words("/$defs/approvalRule/properties/actions/items/enum"))
        .isEqualTo(names(ActionType.values()));
    assertThat(words("/$defs/approvalRule/properties/minSeverity/enum"))
        .isEqualTo(names(Severity.values()));
    assertThat(words("/$defs/approvalRule/properties/verdicts/items/enum"))
        .containsExactlyInAnyOrderElementsOf(names(Verdict.values()));
    assertThat(words("/$defs/approvalRule/properties/sources/items/enum"))
        .isEqualTo(names(ApprovalRule.Source.values()));
    assertThat(words("/$defs/approvalRule/properties/roles/items/enum"))
        .isEqualTo(Arrays.stream(AccessRole.values()).map(AccessRole::wireName).toList());
    assertThat(words("/$defs/rule/properties/actions/items/enum"))
        .isEqualTo(
            Stream.of(ActionType.values()).filter(ActionType::forRules).map(Enum::name).toList());
    assertThat(words("/$defs/rule/if/properties/actions/contains/enum"))
        .as("what a rule may order and nothing takes back")
        .isEqualTo(
            Stream.of(ActionType.values())
                .filter(a -> a.forRules() && !a.undoable() && !a.onlyReads() && !a.alwaysWaits())
                .map(Enum::name)
                .toList());
  }

  private static Stream<Arguments> sections() {
    return Stream.of(
        arguments("", Policy.class),
        arguments("/properties/automaticMail", Policy.AutomaticMail.class),
        arguments("/properties/alertUpdates", AlertUpdates.class),
        arguments("/properties/manual", Policy.Manual.class),
        arguments("/properties/approvals", Policy.Approvals.class),
        arguments("/properties/guardrails", Policy.Guardrails.class),
        arguments("/properties/limits", Policy.Limits.class),
        arguments("/$defs/approvalRule", ApprovalRule.class),
        arguments("/$defs/escalation", ApprovalRule.Escalation.class),
        arguments("/$defs/deviceGroup", DeviceGroup.class),
        arguments("/$defs/zone", ZonePatterns.class),
        arguments("/$defs/rule", PolicyRule.class),
        arguments("/$defs/exclusion", Policy.Exclusion.class),
        arguments("/$defs/suppression", Policy.Suppression.class));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void itsKeysAreTheOnesOfTheReader(String section, Class<? extends Record> type) {
    assertThat(DOCUMENT.at(section + "/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(YamlObject.keys(type));
  }
}
