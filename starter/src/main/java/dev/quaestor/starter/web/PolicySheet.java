package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.RuleStatistics;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force, in words.
 *
 * @param since who put it in force, when and why
 * @param decisions how people decide, a sentence each
 * @param fixed what no rule can loosen
 * @param left what is not looked into
 * @param limits where a case stops growing
 */
record PolicySheet(
    int revision,
    String since,
    List<Group> groups,
    List<Rule> rules,
    List<String> decisions,
    List<String> protectedDevices,
    List<String> fixed,
    List<Silence> left,
    List<String> limits) {

  /** A device group by rank. */
  record Group(String name, String level, String members) {}

  /** A rule with what became of its actions. */
  record Rule(String id, List<PolicyWords.Part> parts, List<Tag> warnings, String figures) {}

  /** What is skipped or suppressed. */
  record Silence(String id, String what, @Nullable String because) {}

  static PolicySheet of(PolicyRevision revision, List<RuleStatistics> statistics, Moments moments) {
    var policy = revision.policy();
    var byRule =
        statistics.stream()
            .collect(Collectors.toMap(RuleStatistics::ruleId, Function.identity(), (a, b) -> a));
    return new PolicySheet(
        revision.number(),
        since(revision, moments),
        groups(policy),
        policy.rules().stream()
            .map(
                r ->
                    new Rule(
                        r.id(),
                        PolicyWords.rule(r, policy),
                        PolicyWords.warnings(r, policy),
                        figures(r.id(), byRule)))
            .toList(),
        decisions(policy),
        policy.guardrails().protectedDevices(),
        fixed(policy),
        left(policy, moments),
        limits(policy.limits()));
  }

  /** {@code Revision 7, in force since Mon 23 Nov, 10:12, by Ken Abe: “Servers ask”.} */
  static String since(PolicyRevision revision, Moments moments) {
    return "Revision %d, in force since %s, by %s%s."
        .formatted(
            revision.number(),
            inside(moments.at(revision.at())),
            revision.author(),
            revision.comment() == null ? "" : ": “" + revision.comment() + "”");
  }

  /** {@code today 11:17} within a sentence; a day of the week keeps its letter. */
  private static String inside(String at) {
    return at.startsWith("Today") || at.startsWith("Yesterday") ? Words.inside(at) : at;
  }

  private static List<Group> groups(Policy policy) {
    var groups = new ArrayList<Group>();
    IntStream.range(0, policy.deviceGroups().size())
        .forEach(
            i -> {
              var group = policy.deviceGroups().get(i);
              groups.add(
                  new Group(
                      (i + 1) + " " + group.name(),
                      PolicyWords.level(group.level()),
                      PolicyWords.members(group)));
            });
    groups.add(
        new Group(
            groups.isEmpty() ? "All devices" : "All others",
            PolicyWords.level(policy.defaultLevel()),
            groups.isEmpty() ? "there are no groups" : "in none of the above"));
    return List.copyOf(groups);
  }

  private static String figures(String rule, Map<String, RuleStatistics> byRule) {
    var row = byRule.get(rule);
    if (row == null || row.actions() == 0) {
      return "no action in 30 days";
    }
    var parts = new ArrayList<String>();
    parts.add("%,d done".formatted(row.done()));
    parts.add("%,d undone".formatted(row.undone()));
    if (row.rejected() > 0) {
      parts.add("%,d rejected".formatted(row.rejected()));
    }
    if (row.expired() > 0) {
      parts.add("%,d expired".formatted(row.expired()));
    }
    return String.join(" · ", parts);
  }

  private static List<String> decisions(Policy policy) {
    var sentences = new ArrayList<String>();
    sentences.add(
        "Silence for %s counts as no."
            .formatted(PolicyWords.span(policy.approvals().expireAfter())));
    var rules = policy.approvals().rules();
    if (rules.isEmpty()) {
      sentences.add("One approval is enough.");
    } else {
      rules.forEach(rule -> sentences.add(PolicyWords.approval(rule)));
      sentences.add(
          rules.size() == 1
              ? "Where that says nothing, one approval is enough."
              : "The first of these that matches counts; where none does, one approval is enough.");
    }
    var unsigned = policy.approvals().countsUnsigned();
    sentences.add(
        unsigned.isEmpty()
            ? "What does not come through Quaestor, as a decision from the Temporal UI, does not"
                + " count."
            : "Of what does not come through Quaestor, these count and are recorded as unverified:"
                + " %s."
                    .formatted(Words.list(unsigned.stream().map(PolicyWords::message).toList())));
    var principals = policy.approvals().principals();
    if (!principals.isEmpty()) {
      sentences.add(
          "Decisions from the Temporal UI count of those whom Temporal names as their sender: %s."
              .formatted(
                  Words.list(
                      principals.stream()
                          .map(p -> p.name() + " (" + String.join(", ", p.roles()) + ")")
                          .toList())));
    }
    var analysts = policy.manual().analysts();
    sentences.add(
        analysts.isEmpty()
            ? "Whatever an analyst orders waits for an approver."
            : "Analysts may run at once: %s. Whatever else they order waits for an approver."
                .formatted(
                    Words.list(
                        analysts.stream().map(ActionType::title).map(Words::inside).toList())));
    return List.copyOf(sentences);
  }

  private static List<String> fixed(Policy policy) {
    var sentences = new ArrayList<String>();
    sentences.add(
        "After %s in one case, a person is asked."
            .formatted(
                Counted.of(
                    policy.guardrails().maxAutomaticActions(),
                    "automatic action",
                    "automatic actions")));
    sentences.add(
        policy.automaticMail() == null
            ? "Suspicious evidence always waits for a person, and so does mail."
            : "Suspicious evidence always waits for a person.");
    sentences.add("Offboarding a device and hard delete of mail always wait for a person.");
    return List.copyOf(sentences);
  }

  private static List<Silence> left(Policy policy, Moments moments) {
    var left = new ArrayList<Silence>();
    for (var e : policy.exclusions()) {
      var what = new ArrayList<String>();
      add(what, "in ", e.folders());
      add(what, "ending in ", e.extensions());
      add(what, "named ", e.names());
      left.add(new Silence(e.id(), "Files " + String.join(", ", what), e.because()));
    }
    for (var s : policy.suppressions()) {
      var what = new ArrayList<String>();
      add(what, "titled ", s.titles());
      add(what, "on ", s.devices());
      add(what, "with the hash ", s.hashes());
      add(what, "with the file ", s.fileNames());
      add(what, "in ", s.folders());
      add(what, "with the address ", s.addresses());
      add(what, "with the URL ", s.urls());
      add(what, "with the command line ", s.commandLines());
      var until = s.until();
      left.add(
          new Silence(
              s.id(),
              "Alerts "
                  + String.join(", ", what)
                  + (until == null
                      ? ""
                      : until.isBefore(moments.now())
                          ? " (until %s, which is over)".formatted(moments.at(until))
                          : " (until %s)".formatted(moments.at(until))),
              s.because()));
    }
    return List.copyOf(left);
  }

  private static void add(List<String> to, String before, List<String> names) {
    if (!names.isEmpty()) {
      to.add(before + PolicyWords.either(names));
    }
  }

  private static List<String> limits(Policy.Limits limits) {
    return List.of(
        "A case ends beyond %,d pieces of evidence or %,d actions."
            .formatted(limits.maxEntities(), limits.maxActions()),
        "It follows what an alert names over %s, and looks back over %s."
            .formatted(
                Counted.of(limits.maxDepth(), "step", "steps"),
                PolicyWords.span(limits.searchBack())),
        "Where one piece of evidence leads to %,d devices or more, a person is asked first."
            .formatted(limits.expansionDevices()),
        "For a device or a service that is away it waits %s."
            .formatted(PolicyWords.span(limits.giveUpAfter())));
  }
}
