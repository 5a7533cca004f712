package dev.quaestor.starter.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules that never act, that say nothing new, that contradict each other. */
final class RuleLint {

  /** Takes a warning about the value at a path. */
  interface Warnings {
    void warn(String path, PolicyCode code, String message);
  }

  /** On which kinds a device's group decides. */
  private static final Set<EntityKind> ON_DEVICE = ActionType.RUN_ANTIVIRUS_SCAN.evidence();

  private final Policy policy;
  private final Warnings warnings;
  private final Positions positions;
  private final Map<String, DeviceGroup> groups;

  RuleLint(Policy policy, Warnings warnings, Positions positions) {
    this.policy = policy;
    this.warnings = warnings;
    this.positions = positions;
    this.groups =
        policy.deviceGroups().stream()
            .collect(Collectors.toMap(DeviceGroup::name, Function.identity()));
  }

  void check() {
    for (int i = 0; i < policy.rules().size(); i++) {
      var rule = policy.rules().get(i);
      var path = "rules[" + i + "]";
      var why = unreachable(rule);
      if (why != null) {
        warnings.warn(path, PolicyCode.UNREACHABLE_RULE, "it never acts: " + why);
      } else {
        pointlessActions(rule, path);
        neverAutomatic(rule, path);
        overlaps(i, path);
      }
    }
  }

  private @Nullable String unreachable(PolicyRule rule) {
    if (rule.actions().stream().allMatch(a -> kinds(rule, a).isEmpty())) {
      return "none of its actions follows from its evidence";
    }
    if (!rule.deviceGroups().isEmpty()) {
      if (rule.evidence().stream().noneMatch(ON_DEVICE::contains)) {
        return "it is for device groups, but its evidence does not belong to a device";
      }
      if (rule.deviceGroups().stream().allMatch(this::isLeftAlone)) {
        return "no device of its groups has an automated response";
      }
    }
    var levels = policy.deviceGroups().stream().map(DeviceGroup::level).toList();
    if (policy.defaultLevel() == AutomationLevel.NONE
        && levels.stream().allMatch(l -> l == AutomationLevel.NONE)
        && ON_DEVICE.containsAll(rule.evidence())) {
      return "no device has an automated response";
    }
    var forbidding =
        policy.rules().stream()
            .filter(o -> o.gate() == Gate.NEVER && rule.gate() != Gate.NEVER && saysAll(o, rule))
            .findFirst();
    return forbidding
        .map(o -> "rule " + Vocabulary.quoted(o.id()) + " forbids everything that it orders")
        .orElse(null);
  }

  /** Of level NONE, or no device comes to it. */
  private boolean isLeftAlone(String name) {
    var group = groups.get(name);
    if (group == null || group.level() == AutomationLevel.NONE) {
      return true;
    }
    var rank = policy.deviceGroups().indexOf(group);
    return policy.deviceGroups().subList(0, rank).stream().anyMatch(g -> g.covers(group));
  }

  private static List<EntityKind> kinds(PolicyRule rule, ActionType action) {
    return rule.evidence().stream().filter(action.evidence()::contains).toList();
  }

  private void pointlessActions(PolicyRule rule, String path) {
    for (int a = 0; a < rule.actions().size(); a++) {
      var action = rule.actions().get(a);
      if (kinds(rule, action).isEmpty()) {
        warnings.warn(
            path + ".actions[" + a + "]",
            PolicyCode.POINTLESS_ACTION,
            "%s never follows from %s, only from %s"
                .formatted(action, words(rule.evidence()), words(action.evidence())));
      }
    }
  }

  private void neverAutomatic(PolicyRule rule, String path) {
    if (rule.gate() != Gate.AUTOMATIC || !positions.has(path + ".gate")) {
      return;
    }
    if (!rule.verdicts().contains(Verdict.MALICIOUS)) {
      warnings.warn(
          path + ".gate",
          PolicyCode.NEVER_AUTOMATIC,
          "Suspicious evidence always requires approval");
    } else if (rule.actions().stream().allMatch(ActionType::alwaysWaits)) {
      warnings.warn(
          path + ".gate",
          PolicyCode.NEVER_AUTOMATIC,
          "an action that cannot be undone always requires approval");
    } else if (rule.actions().stream().allMatch(a -> a.area() == Area.EMAIL)
        && !isAutomaticMail(rule)) {
      warnings.warn(
          path + ".gate",
          PolicyCode.NEVER_AUTOMATIC,
          policy.automaticMail() == null
              ? "email always requires approval; automaticMail makes part of it automatic"
              : "automaticMail applies only to SOFT_DELETE_EMAIL on MAIL_CLUSTER");
    }
  }

  private boolean isAutomaticMail(PolicyRule rule) {
    return policy.automaticMail() != null
        && rule.actions().contains(ActionType.SOFT_DELETE_EMAIL)
        && rule.evidence().contains(EntityKind.MAIL_CLUSTER);
  }

  private void overlaps(int index, String path) {
    var rule = policy.rules().get(index);
    for (var other : policy.rules().subList(0, index)) {
      if (unreachable(other) != null) {
        continue;
      }
      if (saysAll(other, rule) && other.gate().compareTo(rule.gate()) >= 0) {
        warnings.warn(
            path,
            PolicyCode.RULE_CHANGES_NOTHING,
            "rule %s already says all of it".formatted(Vocabulary.quoted(other.id())));
        return;
      }
      overlap(rule, other, path);
    }
  }

  private void overlap(PolicyRule rule, PolicyRule other, String path) {
    var verdicts = rule.verdicts().stream().filter(other.verdicts()::contains).toList();
    if (verdicts.isEmpty() || !meet(rule.deviceGroups(), other.deviceGroups())) {
      return;
    }
    for (int a = 0; a < rule.actions().size(); a++) {
      var action = rule.actions().get(a);
      var kinds = kinds(rule, action).stream().filter(other.evidence()::contains).toList();
      if (other.actions().contains(action) && !kinds.isEmpty()) {
        var careful = rule.gate().orMoreCareful(other.gate());
        warnings.warn(
            path + ".actions[" + a + "]",
            PolicyCode.OVERLAPPING_RULES,
            "rule %s also orders %s on %s found %s: %s"
                .formatted(
                    Vocabulary.quoted(other.id()),
                    action,
                    words(kinds),
                    words(verdicts),
                    rule.gate() == other.gate()
                        ? "both say " + careful
                        : "of %s and %s, %s counts".formatted(other.gate(), rule.gate(), careful)));
      }
    }
  }

  private static boolean meet(List<String> some, List<String> others) {
    return some.isEmpty() || others.isEmpty() || some.stream().anyMatch(others::contains);
  }

  /** Whether one rule speaks of everything that another speaks of. */
  private static boolean saysAll(PolicyRule one, PolicyRule other) {
    return one != other
        && one.evidence().containsAll(other.evidence())
        && one.verdicts().containsAll(other.verdicts())
        && one.actions().containsAll(other.actions())
        && one.minSeverity().compareTo(other.minSeverity()) <= 0
        && (one.deviceGroups().isEmpty()
            || (!other.deviceGroups().isEmpty()
                && one.deviceGroups().containsAll(other.deviceGroups())));
  }

  private static String words(Collection<? extends Enum<?>> words) {
    return words.stream()
        .sorted(Comparator.comparingInt(Enum::ordinal))
        .map(Enum::name)
        .collect(Collectors.joining(" or "));
  }
}
