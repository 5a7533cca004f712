package dev.quaestor.starter.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.access.AccessRole;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Approval rules that never count, that nobody can satisfy, that tell somebody too late. */
final class ApprovalLint {
  private final Policy policy;
  private final RuleLint.Warnings warnings;

  ApprovalLint(Policy policy, RuleLint.Warnings warnings) {
    this.policy = policy;
    this.warnings = warnings;
  }

  void check() {
    var rules = policy.approvals().rules();
    for (int i = 0; i < rules.size(); i++) {
      var path = "approvals.rules[" + i + "]";
      var why = neverMatches(rules.get(i), rules.subList(0, i));
      if (why != null) {
        warnings.warn(path, PolicyCode.UNREACHABLE_RULE, "it never applies: " + why);
      } else {
        check(rules.get(i), path);
      }
    }
  }

  private void check(ApprovalRule rule, String path) {
    unsatisfiable(rule, path);
    for (int n = 0; n < rule.remind().size(); n++) {
      tooLate(rule.remind().get(n), path + ".remind[" + n + "]");
    }
    for (int n = 0; n < rule.escalate().size(); n++) {
      tooLate(rule.escalate().get(n).after(), path + ".escalate[" + n + "].after");
    }
  }

  private void tooLate(Duration after, String path) {
    if (after.compareTo(policy.approvals().expireAfter()) >= 0) {
      warnings.warn(
          path,
          PolicyCode.TOO_LATE,
          "nobody is ever told: what waits has expired by then (approvals.expireAfter)");
    }
  }

  private void unsatisfiable(ApprovalRule rule, String path) {
    if (rule.roles().equals(List.of(AccessRole.SOURCE.wireName()))) {
      warnings.warn(
          path + ".roles",
          PolicyCode.UNSATISFIABLE,
          "only services hold the role source, so only an admin can approve this");
    }
  }

  private @Nullable String neverMatches(ApprovalRule rule, List<ApprovalRule> before) {
    var actions = actions(rule);
    if (actions.isEmpty()) {
      return Boolean.TRUE.equals(rule.undoable())
          ? "none of its actions can be undone"
          : "all of its actions can be undone";
    }
    if (rule.sources().equals(List.of(ApprovalRule.Source.PLANNED))) {
      if (actions.stream().noneMatch(ActionType::forRules)) {
        return "no rule can order its actions";
      }
      if (!rule.verdicts().isEmpty() && rule.verdicts().stream().noneMatch(v -> v.isThreat())) {
        return "only MALICIOUS and SUSPICIOUS lead to planned actions";
      }
    }
    if (!rule.deviceGroups().isEmpty()) {
      if (actions.stream().allMatch(a -> a.area() == Area.EMAIL)) {
        return "it is for device groups, but its actions are not done on devices";
      }
      if (rule.deviceGroups().stream().allMatch(this::isEmptyGroup)) {
        return "no device is ever in its groups";
      }
    }
    return before.stream()
        .filter(b -> covers(b, rule))
        .findFirst()
        .map(b -> "rule %s comes first".formatted(Vocabulary.quoted(b.id())))
        .orElse(null);
  }

  private static List<ActionType> actions(ApprovalRule rule) {
    return (rule.actions().isEmpty() ? Arrays.asList(ActionType.values()) : rule.actions())
        .stream().filter(a -> rule.undoable() == null || rule.undoable() == a.undoable()).toList();
  }

  private boolean isEmptyGroup(String name) {
    var groups = policy.deviceGroups();
    var names = groups.stream().map(DeviceGroup::name).toList();
    var rank = names.indexOf(name);
    return rank < 0 || groups.subList(0, rank).stream().anyMatch(g -> g.covers(groups.get(rank)));
  }

  /** Whether one rule matches whatever another does. */
  private static boolean covers(ApprovalRule one, ApprovalRule other) {
    return actions(one).containsAll(actions(other))
        && coversAll(one.deviceGroups(), other.deviceGroups())
        && coversAll(one.verdicts(), other.verdicts())
        && coversAll(one.sources(), other.sources())
        && (one.minSeverity() == null
            || (other.minSeverity() != null
                && one.minSeverity().compareTo(Objects.requireNonNull(other.minSeverity())) <= 0));
  }

  private static <T> boolean coversAll(List<T> some, List<T> others) {
    return some.isEmpty() || (!others.isEmpty() && some.containsAll(others));
  }
}
