package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.ApiSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * @param releaseScript the library script that gives a quarantined file back
 * @param blockFor how long a blocked URL stays blocked; zero for ever
 * @param awayAfter when a device that picks nothing up counts as away
 * @param liveResponse whether scripts may be run on devices at all
 */
record DefenderSettings(
    ApiSettings api,
    Optional<String> releaseScript,
    Duration blockFor,
    Duration awayAfter,
    boolean liveResponse) {
  private static final String BASE = "https://api.security.microsoft.com";
  private static final String SCOPE = "https://api.securitycenter.microsoft.com/.default";

  /** Where packages and results of live response come from, by the vendor's documentation. */
  private static final String DOWNLOADS = "securitycenter.windows.com,core.windows.net";

  static DefenderSettings read(ConnectorSettings settings) {
    return new DefenderSettings(
        ApiSettings.read(settings, BASE, SCOPE, DOWNLOADS),
        settings.text("release-script"),
        settings.duration("block-for", Duration.ofDays(30)),
        settings.duration("away-after", Duration.ofSeconds(30)),
        switch (settings.text("live-response").orElse("on")) {
          case "on" -> true;
          case "off" -> false;
          default ->
              throw new IllegalArgumentException(
                  settings.key("live-response") + " must be on or off");
        });
  }
}
