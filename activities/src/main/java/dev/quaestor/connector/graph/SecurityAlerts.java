package dev.quaestor.connector.graph;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.http.AlertListing;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;
import java.util.ArrayList;

/**
 * {@code /security/alerts_v2}, which tells of the alerts of all of the vendor's services, whatever
 * incident they are in.
 */
final class SecurityAlerts implements AlertSourceReader {
  private static final AlertListing LISTING = new AlertListing("lastUpdateDateTime");

  private final BackEndClient api;

  SecurityAlerts(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Answer changed(Wanted wanted, int skip, int most) {
    var narrower = new ArrayList<String>();
    narrower.addAll(
        AlertListing.oneOf(
            "severity", wanted.severities().stream().map(SecurityAlerts::word).toList()));
    narrower.addAll(AlertListing.oneOf("serviceSource", wanted.services()));
    return LISTING.read(
        api,
        Request.get("/v1.0/security/alerts_v2").query("$filter", LISTING.filter(wanted, narrower)),
        skip,
        most);
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> "informational";
      case LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
    };
  }
}
