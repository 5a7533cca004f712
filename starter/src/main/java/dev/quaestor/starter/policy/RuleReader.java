package dev.quaestor.starter.policy;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.PolicyRule.WithoutUndo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a policy file. */
final class RuleReader {
  private final YamlObject file;
  private final Set<String> groups;

  RuleReader(YamlObject file, Set<String> groups) {
    this.file = file;
    this.groups = groups;
  }

  List<PolicyRule> read() {
    var rules = new ArrayList<PolicyRule>();
    var ids = new HashSet<String>();
    for (var item : file.objects("rules", YamlObject.keys(PolicyRule.class))) {
      var rule = rule(item, ids);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable PolicyRule rule(YamlObject item, Set<String> ids) {
    var id = item.newName("id", ids);
    List.of("evidence", "verdicts", "actions").forEach(item::requireSome);
    var evidence = item.words("evidence", EntityKind.class);
    var verdicts = item.words("verdicts", Verdict.class);
    var severity = item.word("minSeverity", Severity.class);
    var actions = item.words("actions", ActionType.class);
    var wanted = item.word("gate", Gate.class);
    var gate = requireNonNullElse(wanted, Gate.AUTOMATIC);
    var named = item.texts("deviceGroups");
    var withoutUndo = item.word("withoutUndo", WithoutUndo.class);
    actions.forEach(a -> checkForRules(item, a));
    // A word that is wrong is an error already and should not look like two.
    if (gate == Gate.AUTOMATIC
        && (wanted != null || !item.has("gate"))
        && !item.has("withoutUndo")) {
      actions.forEach(a -> checkUndo(item, a));
    }
    requireKnownGroups(item, named, groups);
    return id == null || evidence.isEmpty() || verdicts.isEmpty() || actions.isEmpty()
        ? null
        : item.make(
            () ->
                new PolicyRule(
                    id,
                    evidence,
                    verdicts,
                    requireNonNullElse(severity, Severity.INFORMATIONAL),
                    actions,
                    gate,
                    named,
                    withoutUndo));
  }

  private static void checkForRules(YamlObject item, ActionType action) {
    if (action.isInverse()) {
      item.problem(
          "actions",
          action.name(),
          PolicyCode.NOT_FOR_RULES,
          action + " is an undo: no rule can order it");
    } else if (!action.forRules()) {
      item.problem(
          "actions",
          action.name(),
          PolicyCode.NOT_FOR_RULES,
          action + " does not follow from a verdict: no rule can order it");
    }
  }

  /**
   * What is not for rules is refused already; what waits whatever is written has nothing to accept.
   */
  private static void checkUndo(YamlObject item, ActionType action) {
    if (action.forRules() && !action.undoable() && !action.onlyReads() && !action.alwaysWaits()) {
      item.problem(
          "actions",
          action.name(),
          PolicyCode.AUTOMATIC_WITHOUT_UNDO,
          "%s cannot be undone (%s): specify withoutUndo: ACCEPTED or ASK, or gate: APPROVAL"
              .formatted(
                  action, decapitalized(action.notUndoableBecause().orElse("it has no inverse"))));
    }
  }

  private static String decapitalized(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  static void requireKnownGroups(YamlObject item, List<String> named, Set<String> groups) {
    named.stream().filter(g -> !groups.contains(g)).forEach(g -> unknownGroup(item, g, groups));
  }

  private static void unknownGroup(YamlObject item, String group, Set<String> groups) {
    item.problem(
        "deviceGroups",
        group,
        PolicyCode.UNKNOWN_GROUP,
        groups.isEmpty()
            ? Vocabulary.quoted(group) + " is unknown; the policy has no device groups"
            : Vocabulary.unknown(group, groups.stream().sorted().toList()));
  }
}
