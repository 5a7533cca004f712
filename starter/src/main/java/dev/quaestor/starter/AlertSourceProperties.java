package dev.quaestor.starter;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.setup.ConnectorName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which back ends are asked for alerts: {@code quaestor.alert-sources[n]}. The worker must have the
 * connector, and its application the right to read alerts.
 *
 * @param alertSources none by default
 */
@ConfigurationProperties("quaestor")
public record AlertSourceProperties(@DefaultValue List<Source> alertSources) {
  /** What a source is, and so how its alerts are written. */
  public enum Kind {
    DEFENDER(AlertSource.DEFENDER_ALERT),
    GRAPH(AlertSource.GRAPH_ALERT_V2),
    WAZUH(AlertSource.WAZUH);

    private final AlertSource format;

    Kind(AlertSource format) {
      this.format = format;
    }

    static @Nullable Kind named(String connector) {
      return switch (connector) {
        case "defender" -> DEFENDER;
        case "graph" -> GRAPH;
        case "wazuh" -> WAZUH;
        default -> null;
      };
    }
  }

  private static final Duration MOST_OFTEN = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(180);

  /**
   * One of them.
   *
   * @param connector the worker's name of it, as {@code defender}, {@code graph} or {@code wazuh}
   * @param kind what it is; the name says so of those
   * @param every how often it is asked
   * @param lookBack how far before its first reading alerts are taken in
   * @param overlap what changed so long before the newest alert is read again each time, because
   *     alerts appear there later than their times say
   * @param severities only alerts of these; all by default
   * @param services only alerts of these services, in Graph's words
   *     (microsoftDefenderForOffice365); of graph alone; all by default
   * @param resolved whether alerts are taken in that were resolved there before they were read for
   *     the first time
   */
  public record Source(
      @Nullable String connector,
      @Nullable Kind kind,
      @DefaultValue("1m") Duration every,
      @DefaultValue("1h") Duration lookBack,
      @DefaultValue("10m") Duration overlap,
      @DefaultValue List<Severity> severities,
      @DefaultValue List<String> services,
      @DefaultValue("false") boolean resolved) {

    /** What its alerts are read as. */
    AlertSource format() {
      return Objects.requireNonNull(what()).format;
    }

    boolean isGraph() {
      return what() == Kind.GRAPH;
    }

    private @Nullable Kind what() {
      return kind == null ? Kind.named(name()) : kind;
    }

    String name() {
      return String.valueOf(connector);
    }
  }

  public AlertSourceProperties {
    alertSources = List.copyOf(alertSources);
    var names = new HashSet<String>();
    for (int n = 0; n < alertSources.size(); n++) {
      var source = alertSources.get(n);
      var at = "quaestor.alert-sources[" + n + "].";
      require(
          ConnectorName.is(source.connector()),
          at + "connector must be the name of a connector, as defender, graph or wazuh");
      require(
          source.what() != null,
          at
              + "kind must be defender, graph or wazuh: the name of the connector does not say"
              + " which");
      require(names.add(source.name()), at + "connector appears twice: " + source.name());
      require(source.every().compareTo(MOST_OFTEN) >= 0, at + "every must be a second or more");
      require(
          !source.lookBack().isNegative() && source.lookBack().compareTo(LONGEST_LOOK_BACK) <= 0,
          at + "look-back must be from 0 to 180 days");
      require(
          !source.overlap().isNegative() && source.overlap().compareTo(Duration.ofDays(1)) <= 0,
          at + "overlap must be from 0 to 24 hours");
      require(
          source.services().isEmpty() || source.isGraph(),
          at + "services can be chosen of graph only");
      require(
          source.services().stream().allMatch(word -> word.matches("[A-Za-z0-9]{1,80}")),
          at + "services must be the names of services, as microsoftDefenderForOffice365");
    }
  }

  private static void require(boolean is, String sentence) {
    if (!is) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
