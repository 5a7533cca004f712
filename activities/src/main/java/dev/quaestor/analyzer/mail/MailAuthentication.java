package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Hop;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the organisation's own mail servers said of a message's sender; what others wrote into it is
 * not believed, because the sender can write it, under our servers' names as well. So only those
 * fields count that stand together on top, and only if no server but ours has had the message
 * since.
 *
 * @param believed fields of our own servers, newest first
 *     <p>A server that hands a message on may be asked by whom it came: ours, or a stranger. Below
 *     the newest one of ours that took it from a stranger, a stranger wrote everything.
 * @param ignored how many fields others wrote, or may have written
 * @param from the sites of those whom From names
 */
record MailAuthentication(List<AuthenticationResults> believed, int ignored, Set<String> from) {
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
    var from =
        MailSenders.domains(mail).stream().map(Domains::registrable).collect(Collectors.toSet());
    return new MailAuthentication(believed, fields.size() - believed.size(), Set.copyOf(from));
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
    var since = hops.stream().filter(h -> h.resultsAbove() <= first).toList();
    var handedOn = since.subList(0, Math.max(0, since.size() - 1));
    if (start == fields.size()
        || !since.stream().allMatch(h -> isOwn(h.by(), settings))
        || !handedOn.stream().allMatch(h -> isOwnMachine(h.from(), settings))) {
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
            .allMatch(h -> isOwn(h.by(), settings) || isProvider(h))
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

  private static boolean isOwn(@Nullable String host, AnalysisSettings settings) {
    return host != null
        && (settings.owns(host)
            || settings.authservIds().stream()
                .anyMatch(
                    id ->
                        host.equals(id)
                            || Domains.registrable(host).equals(Domains.registrable(id))));
  }

  /** By an address that nobody outside has, or by name. */
  private static boolean isOwnMachine(@Nullable String from, AnalysisSettings settings) {
    return from != null
        && IpLiteral.of(from).map(IpLiteral::isInternal).orElseGet(() -> isOwn(from, settings));
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
   * What passed. Only the newest field counts: where our server writes below its Received, a forged
   * one that came in with the message stands next to it.
   */
  private Stream<AuthenticationResults.Result> passed(String method) {
    return believed.stream()
        .limit(1)
        .flatMap(f -> f.results().stream())
        .filter(r -> r.method().equals(method) && r.value().endsWith("pass"));
  }

  /**
   * Whether our own server found that a domain answers for the mail: its signature holds, or the
   * name in From is its own and was not forged.
   */
  boolean vouchesFor(String domain) {
    var site = Domains.registrable(domain);
    return Stream.concat(passed("dkim"), passed("dmarc"))
        .flatMap(r -> r.sites().stream())
        .anyMatch(site::equals);
  }

  /** Whether From is known to be no forgery: DMARC is about that name and no other. */
  boolean confirmsFrom() {
    return from.size() == 1
        && passed("dmarc").anyMatch(r -> r.sites().isEmpty() || from.containsAll(r.sites()))
        && !forged();
  }

  /** The same, and the server says which name that was; or it is that name's signature. */
  boolean namesFrom() {
    return isSignedByFrom()
        || (confirmsFrom() && passed("dmarc").anyMatch(r -> !r.sites().isEmpty()));
  }

  /**
   * Whether anything that passed is about the name in From. That another domain passed says
   * nothing: whoever sends has one.
   */
  boolean vouchesForFrom() {
    return confirmsFrom()
        || (from.size() == 1
            && Stream.concat(passed("dkim"), passed("spf"))
                .flatMap(r -> r.sites().stream())
                .anyMatch(from::contains));
  }

  /** Whether a signature of the name in From holds. */
  boolean isSignedByFrom() {
    return from.size() == 1
        && passed("dkim").flatMap(r -> r.sites().stream()).anyMatch(from::contains);
  }

  /** Whether what was checked speaks against the name in From. */
  boolean forged() {
    return says("dmarc", "fail")
        || (!saysAnything("dmarc") && says("spf", "fail", "softfail") && !isSignedByFrom());
  }

  boolean saysAnything(String method) {
    return believed.stream()
        .flatMap(f -> f.of(method).stream())
        .anyMatch(r -> !r.value().equals("none") && !r.value().endsWith("error"));
  }
}
