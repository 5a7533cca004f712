package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mailbox rule as its mailbox has it. What only an alert says of one can speak against it and
 * never for it: a rule does more than an alert tells.
 */
final class MailboxRuleAnalyzer implements Analyzer {
  private final RuleJudgement judgement;

  MailboxRuleAnalyzer(RuleJudgement judgement) {
    this.judgement = judgement;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAILBOX_RULE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return evidence.entity() instanceof MailboxRule rule
        ? judge(rule, context.rules().about(new Mailbox(rule.mailbox(), null).key()))
        : List.of();
  }

  private List<Finding> judge(MailboxRule rule, Lookup<List<KnownRule>> rules) {
    return switch (rules) {
      case Lookup.Known<List<KnownRule>> known ->
          known.value().stream()
              .filter(k -> k.rule().key().equals(rule.key()))
              .findFirst()
              .map(judgement::judge)
              .orElseGet(
                  () -> told(rule, open("RULE_NOT_THERE", "The mailbox has no such inbox rule.")));
      case Lookup.NotThere<List<KnownRule>> none ->
          told(rule, open("MAILBOX_NOT_KNOWN", "No back end knows its mailbox."));
      case Lookup.CouldNotLook<List<KnownRule>> down ->
          told(rule, Finding.blind(RuleJudgement.SOURCE, down.code(), down.sentence()));
      case Lookup.NobodyToAsk<List<KnownRule>> nobody ->
          told(rule, open("NOBODY_READS_MAILBOXES", "No configured back end reads mailbox rules."));
    };
  }

  private List<Finding> told(MailboxRule rule, Finding why) {
    return Stream.concat(judgement.sending(rule).stream(), Stream.of(why)).toList();
  }

  private static Finding open(String code, String sentence) {
    return Finding.inconclusive(RuleJudgement.SOURCE, code, sentence);
  }
}
