package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailMessage;
import java.util.List;

/**
 * What the organisation's own mail servers said of a message's sender; what others wrote into it is
 * not believed, because the sender can write it.
 *
 * @param believed fields of our own servers, newest first
 * @param ignored how many fields others wrote
 */
record MailAuthentication(List<AuthenticationResults> believed, int ignored) {
  private static final int MOST_FIELDS = 50;

  static MailAuthentication of(MailMessage mail, AnalysisSettings settings) {
    var fields =
        mail.authenticationResults().stream()
            .limit(MOST_FIELDS)
            .map(AuthenticationResults::parse)
            .toList();
    var believed =
        fields.stream().filter(f -> settings.authservIds().contains(f.authservId())).toList();
    return new MailAuthentication(believed, fields.size() - believed.size());
  }

  /** Whether our own server said anything. */
  boolean known() {
    return believed.stream().anyMatch(f -> !f.results().isEmpty());
  }

  boolean says(String method, String... values) {
    return believed.stream()
        .flatMap(f -> f.of(method).stream())
        .anyMatch(r -> List.of(values).contains(r.value()));
  }

  /**
   * Whether it passed. Only the newest field counts: a forged one that came in with the message
   * stands below it.
   */
  boolean passed(String method) {
    return !believed.isEmpty()
        && believed.getFirst().results().stream()
            .anyMatch(r -> r.method().equals(method) && r.value().endsWith("pass"));
  }

  /**
   * Whether our own server found that a domain answers for the mail: its signature holds, or the
   * name in From is its own and was not forged.
   */
  boolean vouchesFor(String domain) {
    var site = Domains.registrable(domain);
    return !believed.isEmpty()
        && believed.getFirst().results().stream()
            .filter(r -> r.value().endsWith("pass"))
            .filter(r -> r.method().equals("dkim") || r.method().equals("dmarc"))
            .flatMap(r -> r.properties().stream())
            .filter(p -> p.startsWith("header.d=") || p.startsWith("header.from="))
            .map(p -> p.substring(p.indexOf('=') + 1))
            .anyMatch(found -> Domains.registrable(found).equals(site));
  }

  /** Whether what was checked speaks against the name in From. */
  boolean forged() {
    return says("dmarc", "fail")
        || (!saysAnything("dmarc") && says("spf", "fail", "softfail") && !passed("dkim"));
  }

  boolean saysAnything(String method) {
    return believed.stream()
        .flatMap(f -> f.of(method).stream())
        .anyMatch(r -> !r.value().equals("none") && !r.value().endsWith("error"));
  }
}
