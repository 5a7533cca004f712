package dev.quaestor.analyzer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What analyzers must know of the organisation.
 *
 * @param ownDomains the organisation's mail and web domains; what is below one is own, too
 * @param authservIds the authserv-ids of its own mail servers (RFC 8601 §2.5): no other
 *     Authentication-Results header is believed
 * @param brands names that phishing likes to borrow
 * @param tenantMail whether what is judged was read in our own tenant, and its provider is believed
 *     without its name
 */
public record AnalysisSettings(
    List<String> ownDomains, List<String> authservIds, List<Brand> brands, boolean tenantMail) {

  /** A name that readers trust, and the domains that may use it. */
  public record Brand(String name, List<String> domains) {
    public Brand {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a brand needs a name");
      }
      domains = lowerCase(domains);
    }
  }

  public AnalysisSettings {
    ownDomains = lowerCase(ownDomains);
    authservIds = lowerCase(authservIds);
    brands = brands == null ? List.of() : List.copyOf(brands);
  }

  public AnalysisSettings(List<String> ownDomains, List<String> authservIds, List<Brand> brands) {
    this(ownDomains, authservIds, brands, false);
  }

  /** The same for a message that was read in our own tenant. */
  public AnalysisSettings ofTenantMail() {
    return new AnalysisSettings(ownDomains, authservIds, brands, true);
  }

  public static AnalysisSettings none() {
    return new AnalysisSettings(List.of(), List.of(), List.of());
  }

  /** Whether a domain is one of the organisation's or below one. */
  public boolean owns(String domain) {
    return within(domain, ownDomains);
  }

  /** Whether a domain is the organisation's or may use a protected brand. */
  public boolean vouchesFor(String domain) {
    return owns(domain) || brands.stream().anyMatch(b -> within(domain, b.domains()));
  }

  /** Every domain that a phishing site would like to be taken for. */
  public List<String> protectedDomains() {
    return Stream.concat(ownDomains.stream(), brands.stream().flatMap(b -> b.domains().stream()))
        .distinct()
        .toList();
  }

  static boolean within(String domain, List<String> domains) {
    var lower = domain.toLowerCase(Locale.ROOT);
    return domains.stream().anyMatch(own -> lower.equals(own) || lower.endsWith("." + own));
  }

  private static List<String> lowerCase(List<String> values) {
    return values == null
        ? List.of()
        : values.stream()
            .map(v -> v.strip().toLowerCase(Locale.ROOT))
            .filter(v -> !v.isEmpty())
            .distinct()
            .toList();
  }
}
