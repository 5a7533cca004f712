package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Set;

/**
 * What of a mail was not read. Whoever writes one decides how large and how tangled it is, and must
 * not be able to buy a clean verdict with that.
 */
public final class UnreadAnalyzer implements Analyzer {
  private static final String SOURCE = "mailReading";
  private static final int SHOWN = 5;

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailMessage mail)
        || mail.content() == null
        || mail.content().unread().isEmpty()) {
      return List.of();
    }
    var unread = mail.content().unread();
    return List.of(
        Finding.blind(
            SOURCE,
            "NOT_READ_WHOLE",
            String.join(" ", unread.subList(0, Math.min(unread.size(), SHOWN)))));
  }
}
