package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Locale;

/** Whether a rule sends mail out of the organisation. */
public final class Forwarding {
  /** As the directory writes the account of a guest: {@code who_home.example#EXT#@tenant}. */
  private static final String GUEST = "#ext#";

  /** Below it everybody may have a tenant. */
  private static final String TENANTS = "onmicrosoft.com";

  private final AnalysisSettings settings;

  public Forwarding(AnalysisSettings settings) {
    this.settings = settings;
  }

  private enum Place {
    INSIDE,
    OUTSIDE,
    /** An old directory name or a bare one: whose it is only Exchange can tell. */
    UNRESOLVED
  }

  /**
   * The addresses outside; inside is what the settings call own, and the mailbox's own domain. A
   * guest is at home outside.
   */
  public List<String> outside(MailboxRule rule) {
    return at(Place.OUTSIDE, rule);
  }

  /** The recipients of whom nobody can tell whether they are outside. */
  List<String> unresolved(MailboxRule rule) {
    return at(Place.UNRESOLVED, rule);
  }

  /** All that are not known to be inside: whoever wants nothing to leave takes these away. */
  public List<String> beyond(MailboxRule rule) {
    return rule.forwardsTo().stream().filter(a -> place(a, rule) != Place.INSIDE).toList();
  }

  private List<String> at(Place place, MailboxRule rule) {
    return rule.forwardsTo().stream().filter(a -> place(a, rule) == place).toList();
  }

  private Place place(String recipient, MailboxRule rule) {
    var address = recipient.strip().toLowerCase(Locale.ROOT);
    // Wrapped in an address, the old name still is one.
    if (address.startsWith("/o=") || address.startsWith("imcea")) {
      return Place.UNRESOLVED;
    }
    var guest = address.indexOf(GUEST);
    var domain = guest < 0 ? domain(address) : home(address.substring(0, guest));
    if (domain.isEmpty()) {
      return Place.UNRESOLVED;
    }
    return isInside(domain, domain(rule.mailbox())) ? Place.INSIDE : Place.OUTSIDE;
  }

  private boolean isInside(String domain, String own) {
    var site = Domains.registrable(own);
    return settings.owns(domain)
        || domain.equals(own)
        || (!site.isEmpty() && !site.equals(TENANTS) && Domains.registrable(domain).equals(site));
  }

  /** The last underscore stands for what was the {@code @}. */
  private static String home(String guest) {
    var at = guest.lastIndexOf('_');
    return at < 0 ? "" : guest.substring(at + 1);
  }

  private static String domain(String address) {
    // A list such as "SMTP:x@y" or "<x@y>" still ends in the domain.
    var at = address.lastIndexOf('@');
    return at < 0
        ? ""
        : address.substring(at + 1).replaceAll("[>\\s;,\"]", "").toLowerCase(Locale.ROOT);
  }
}
