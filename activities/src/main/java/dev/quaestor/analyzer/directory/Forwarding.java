package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Locale;

/** Whether a rule sends mail out of the organisation. */
public final class Forwarding {
  private final AnalysisSettings settings;

  public Forwarding(AnalysisSettings settings) {
    this.settings = settings;
  }

  /** The addresses outside; inside is what the settings call own, and the mailbox's own domain. */
  public List<String> outside(MailboxRule rule) {
    var home = Domains.registrable(domain(rule.mailbox()));
    return rule.forwardsTo().stream()
        .filter(
            address -> {
              var domain = domain(address);
              return !domain.isEmpty()
                  && !settings.owns(domain)
                  && !Domains.registrable(domain).equals(home);
            })
        .toList();
  }

  private static String domain(String address) {
    // A list such as "SMTP:x@y" or "<x@y>" still ends in the domain.
    var at = address.lastIndexOf('@');
    return at < 0
        ? ""
        : address.substring(at + 1).replaceAll("[>\\s;,\"]", "").toLowerCase(Locale.ROOT);
  }
}
