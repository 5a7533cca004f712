package dev.quaestor.starter.policy;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.FolderZone;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.ZonePatterns;
import dev.quaestor.remediation.ActionType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mapping of a policy file to {@link Policy}; a key that is left out has its default here. */
final class PolicyReader {
  static final List<String> KEYS =
      List.of(
          "name",
          "deviceGroups",
          "defaultLevel",
          "zones",
          "rules",
          "approvals",
          "guardrails",
          "limits");
  private static final List<String> GROUP_KEYS =
      List.of("name", "level", "names", "domains", "tags", "osPlatforms");
  private static final List<String> RULE_KEYS =
      List.of("id", "evidence", "verdicts", "minSeverity", "actions", "gate");

  /** They take something back; what they need, a rule cannot know. */
  private static final Set<ActionType> UNDO_ONLY =
      EnumSet.of(
          ActionType.RELEASE_DEVICE,
          ActionType.RELEASE_CODE_EXECUTION,
          ActionType.RELEASE_FROM_QUARANTINE,
          ActionType.UNBLOCK_URL,
          ActionType.RESTORE_EMAIL,
          ActionType.RESTORE_FORWARDING,
          ActionType.ENABLE_USER,
          ActionType.DISMISS_USER_RISK);

  private final YamlObject file;

  PolicyReader(YamlObject file) {
    this.file = file;
  }

  /** Null only when something was noted. */
  @Nullable Policy read() {
    var name = file.requiredText("name");
    file.require("rules");
    var groups = groups();
    var level = file.word("defaultLevel", AutomationLevel.class);
    var zones = zones();
    var rules = rules();
    var approvals = approvals(file.object("approvals", List.of("expireAfter", "unsigned")));
    var guardrails =
        guardrails(file.object("guardrails", List.of("protectedDevices", "maxAutomaticActions")));
    var limits =
        limits(
            file.object("limits", List.of("maxEntities", "maxDepth", "searchBack", "giveUpAfter")));
    return name == null || approvals == null || guardrails == null || limits == null
        ? null
        : file.make(
            () ->
                new Policy(
                    name,
                    groups,
                    requireNonNullElse(level, AutomationLevel.FULL),
                    zones,
                    rules,
                    approvals,
                    guardrails,
                    limits));
  }

  private List<DeviceGroup> groups() {
    var groups = new ArrayList<DeviceGroup>();
    var names = new HashSet<String>();
    for (var item : file.objects("deviceGroups", GROUP_KEYS)) {
      var name = item.requiredText("name");
      item.require("level");
      var level = item.word("level", AutomationLevel.class);
      var patterns =
          List.of(
              item.texts("names"),
              item.texts("domains"),
              item.texts("tags"),
              item.texts("osPlatforms"));
      if (name != null && !names.add(name)) {
        item.problem("name", Vocabulary.quoted(name) + " is there twice");
      } else if (name != null && level != null) {
        var group =
            item.make(
                () ->
                    new DeviceGroup(
                        name,
                        level,
                        patterns.get(0),
                        patterns.get(1),
                        patterns.get(2),
                        patterns.get(3)));
        if (group != null) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  private List<ZonePatterns> zones() {
    var zones = new ArrayList<ZonePatterns>();
    for (var item : file.objects("zones", List.of("zone", "patterns"))) {
      item.require("zone");
      item.require("patterns");
      var zone = item.word("zone", FolderZone.class);
      if (zone == FolderZone.NOWHERE) {
        item.problem("zone", "NOWHERE is where no path is known: it has no folders");
      }
      var patterns = item.texts("patterns");
      if (zone != null) {
        zones.add(new ZonePatterns(zone, patterns));
      }
    }
    return zones;
  }

  private List<PolicyRule> rules() {
    var rules = new ArrayList<PolicyRule>();
    var ids = new HashSet<String>();
    for (var item : file.objects("rules", RULE_KEYS)) {
      var id = item.requiredText("id");
      List.of("evidence", "verdicts", "actions").forEach(item::require);
      var evidence = item.words("evidence", EntityKind.class);
      var verdicts = item.words("verdicts", Verdict.class);
      var severity = item.word("minSeverity", Severity.class);
      var actions = item.words("actions", ActionType.class);
      var gate = item.word("gate", Gate.class);
      actions.stream()
          .filter(UNDO_ONLY::contains)
          .forEach(a -> item.problem("actions", a + " is an undo: no rule can order it"));
      if (id != null && !ids.add(id)) {
        item.problem("id", Vocabulary.quoted(id) + " is there twice");
      } else if (id != null && !evidence.isEmpty() && !verdicts.isEmpty() && !actions.isEmpty()) {
        var rule =
            item.make(
                () ->
                    new PolicyRule(
                        id,
                        evidence,
                        verdicts,
                        requireNonNullElse(severity, Severity.INFORMATIONAL),
                        actions,
                        requireNonNullElse(gate, Gate.AUTOMATIC)));
        if (rule != null) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  private static Policy.@Nullable Approvals approvals(@Nullable YamlObject item) {
    if (item == null) {
      return new Policy.Approvals(Duration.ofDays(7), Policy.Unsigned.REFUSE);
    }
    var expireAfter = item.duration("expireAfter", Duration.ofDays(7));
    var unsigned = item.word("unsigned", Policy.Unsigned.class);
    return item.make(
        () ->
            new Policy.Approvals(
                expireAfter, requireNonNullElse(unsigned, Policy.Unsigned.REFUSE)));
  }

  private static Policy.@Nullable Guardrails guardrails(@Nullable YamlObject item) {
    if (item == null) {
      return new Policy.Guardrails(List.of(), 100);
    }
    var devices = item.texts("protectedDevices");
    var actions = item.number("maxAutomaticActions", 0, 100_000, 100);
    return item.make(() -> new Policy.Guardrails(devices, actions));
  }

  private static Policy.@Nullable Limits limits(@Nullable YamlObject item) {
    if (item == null) {
      return new Policy.Limits(1000, 3, Duration.ofDays(30), Duration.ofDays(3));
    }
    var entities = item.number("maxEntities", 1, 10_000, 1000);
    var depth = item.number("maxDepth", 0, 20, 3);
    var back = item.duration("searchBack", Duration.ofDays(30));
    var giveUp = item.duration("giveUpAfter", Duration.ofDays(3));
    return item.make(() -> new Policy.Limits(entities, depth, back, giveUp));
  }
}
