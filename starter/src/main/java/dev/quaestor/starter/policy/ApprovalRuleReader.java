package dev.quaestor.starter.policy;

import static dev.quaestor.starter.policy.YamlObject.keys;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.starter.access.AccessRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a policy file says that it takes to approve something. */
final class ApprovalRuleReader {
  private static final List<String> ROLES =
      Arrays.stream(AccessRole.values()).map(AccessRole::wireName).toList();

  private final YamlObject approvals;
  private final Set<String> groups;

  ApprovalRuleReader(YamlObject approvals, Set<String> groups) {
    this.approvals = approvals;
    this.groups = groups;
  }

  List<ApprovalRule> read() {
    var rules = new ArrayList<ApprovalRule>();
    var ids = new HashSet<String>();
    for (var item : approvals.objects("rules", keys(ApprovalRule.class))) {
      var rule = rule(item, ids);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable ApprovalRule rule(YamlObject item, Set<String> ids) {
    var id = item.newName("id", ids);
    var actions = item.words("actions", ActionType.class);
    var named = item.texts("deviceGroups");
    var severity = item.word("minSeverity", Severity.class);
    @Nullable Boolean undoable = item.yesOrNo("undoable");
    var verdicts = item.words("verdicts", Verdict.class);
    var sources = item.words("sources", ApprovalRule.Source.class);
    var need = item.number("need", 1, ApprovalRule.MOST_NEEDED, 1);
    var roles = item.texts("roles");
    var notAuthor = Boolean.TRUE.equals(item.yesOrNo("notAuthor"));
    @Nullable Duration within = item.durationOrNull("signedInWithin");
    var remind = item.durations("remind");
    var escalate = escalations(item);
    roles.stream()
        .filter(r -> !ROLES.contains(r))
        .forEach(
            r -> item.problem("roles", r, PolicyCode.UNKNOWN_WORD, Vocabulary.unknown(r, ROLES)));
    RuleReader.requireKnownGroups(item, named, groups);
    return id == null
        ? null
        : item.make(
            () ->
                new ApprovalRule(
                    id, actions, named, severity, undoable, verdicts, sources, need, roles,
                    notAuthor, within, remind, escalate));
  }

  private static List<ApprovalRule.Escalation> escalations(YamlObject rule) {
    var escalations = new ArrayList<ApprovalRule.Escalation>();
    for (var item : rule.objects("escalate", keys(ApprovalRule.Escalation.class))) {
      item.require("after");
      item.requireSome("to");
      @Nullable Duration after = item.durationOrNull("after");
      var to = item.texts("to");
      if (after != null && !to.isEmpty()) {
        escalations.add(new ApprovalRule.Escalation(after, to));
      }
    }
    return escalations;
  }
}
