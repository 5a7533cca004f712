package dev.quaestor.worker;

import dev.quaestor.analyzer.AnalysisSettings;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What analyzers must know of the organisation.
 *
 * @param ownDomains the organisation's mail and web domains; what is below one is own, too
 * @param authservIds the authserv-ids of its own mail servers: no other Authentication-Results
 *     header is believed
 * @param brands names that phishing likes to borrow
 */
@ConfigurationProperties("quaestor.analysis")
public record AnalysisProperties(
    @DefaultValue List<String> ownDomains,
    @DefaultValue List<String> authservIds,
    @DefaultValue List<Brand> brands) {

  /**
   * A name that phishing borrows.
   *
   * @param domains those that may use it
   */
  public record Brand(String name, @DefaultValue List<String> domains) {}

  AnalysisSettings settings() {
    return new AnalysisSettings(
        ownDomains,
        authservIds,
        brands.stream().map(b -> new AnalysisSettings.Brand(b.name(), b.domains())).toList());
  }
}
