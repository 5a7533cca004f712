package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Hop;
import java.util.List;
import java.util.Set;

/**
 * What the organisation's own mail servers said of a message's sender; what others wrote into it is
 * not believed, because the sender can write it, under our servers' names as well. So only those
 * fields count that stand together on top, and only if no server but ours has had the message
 * since.
 *
 * @param believed fields of our own servers, newest first
 * @param ignored how many fields others wrote, or may have written
 */
record MailAuthentication(List<AuthenticationResults> believed, int ignored) {
  private static final int MOST_FIELDS = 50;

  private static final Set<String> EXCHANGE_ONLINE =
      Set.of("outlook.com", "office365.com", "office365.us", "outlook.cn");

  static MailAuthentication of(MailMessage mail, AnalysisSettings settings) {
    var fields =
        mail.authenticationResults().stream()
            .limit(MOST_FIELDS)
            .map(AuthenticationResults::parse)
            .toList();
    var believed = newest(fields, mail.hops(), settings);
    return new MailAuthentication(believed, fields.size() - believed.size());
  }

  private static List<AuthenticationResults> newest(
      List<AuthenticationResults> fields, List<Hop> hops, AnalysisSettings settings) {
    if (settings.tenantMail() && isProviders(fields, hops, settings)) {
      return fields.subList(0, 1);
    }
    var start = 0;
    while (start < fields.size()
        && !settings.authservIds().contains(fields.get(start).authservId())) {
      start++;
    }
    var first = start;
    if (start == fields.size()
        || !hops.stream()
            .filter(h -> h.resultsAbove() <= first)
            .allMatch(h -> isOwn(h, settings))) {
      return List.of();
    }
    var end = start + 1;
    while (end < fields.size()
        && settings.authservIds().contains(fields.get(end).authservId())
        && !isParted(end, hops)) {
      end++;
    }
    return fields.subList(start, end);
  }

  /**
   * Whether the topmost field is what Exchange Online writes: it names nobody, only Microsoft's
   * servers and ours have had the message since, and the server beneath it is the one by which
   * Exchange Online takes mail in, because that one writes both. A message without that was never
   * taken in.
   */
  private static boolean isProviders(
      List<AuthenticationResults> fields, List<Hop> hops, AnalysisSettings settings) {
    return !fields.isEmpty()
        && fields.getFirst().authservId().isEmpty()
        && hops.stream()
            .filter(h -> h.resultsAbove() == 0)
            .allMatch(h -> isOwn(h, settings) || isProvider(h))
        && hops.stream()
            .filter(h -> h.resultsAbove() > 0)
            .findFirst()
            .filter(MailAuthentication::takesIn)
            .isPresent();
  }

  /** {@code *.mail.protection.outlook.com}, and the like in the clouds of some states. */
  private static boolean takesIn(Hop hop) {
    var by = hop.by();
    return by != null && by.contains(".protection.") && isProvider(hop);
  }

  private static boolean isProvider(Hop hop) {
    var by = hop.by();
    return by != null && EXCHANGE_ONLINE.contains(Domains.registrable(by));
  }

  /** Whether a server took the message on between that field and the one above it. */
  private static boolean isParted(int field, List<Hop> hops) {
    return hops.stream().anyMatch(h -> h.resultsAbove() == field);
  }

  private static boolean isOwn(Hop hop, AnalysisSettings settings) {
    var by = hop.by();
    return by != null
        && (settings.owns(by)
            || settings.authservIds().stream()
                .anyMatch(
                    id ->
                        by.equals(id) || Domains.registrable(by).equals(Domains.registrable(id))));
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
   * Whether it passed. Only the newest field counts: where our server writes below its Received, a
   * forged one that came in with the message stands next to it.
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
