package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import java.util.List;
import java.util.Set;

/**
 * A mailbox is looked at for its rules; what they do is judged on each rule by itself. Nobody looks
 * at the mail in it, so that by itself it is never clean.
 */
final class MailboxAnalyzer implements Analyzer {
  private static final String SOURCE = RuleJudgement.SOURCE;

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAILBOX);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return List.of(
        switch (context.rules().about(evidence.key())) {
          case Lookup.Known<List<KnownRule>> known ->
              Finding.inconclusive(
                  SOURCE,
                  "MAILBOX_READ",
                  "The mailbox has %s; the mail in it was not examined."
                      .formatted(Counted.of(known.value().size(), "rule", "rules")));
          case Lookup.NotThere<List<KnownRule>> none ->
              Finding.inconclusive(SOURCE, "MAILBOX_NOT_KNOWN", "No back end knows this mailbox.");
          case Lookup.CouldNotLook<List<KnownRule>> down ->
              Finding.blind(SOURCE, down.code(), down.sentence());
          case Lookup.NobodyToAsk<List<KnownRule>> nobody ->
              Finding.inconclusive(
                  SOURCE, "NOBODY_READS_MAILBOXES", "No configured back end reads mailbox rules.");
        });
  }
}
