package dev.quaestor.connector.defender;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.http.AlertListing;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;

/** {@code /api/alerts}, each with its evidence. It takes 100 calls a minute, 1,500 an hour. */
final class Alerts implements AlertSourceReader {
  private static final AlertListing LISTING = new AlertListing("lastUpdateTime");

  private final BackEndClient api;

  Alerts(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Answer changed(Wanted wanted, int skip, int most) {
    var severities = wanted.severities().stream().map(Alerts::word).toList();
    return LISTING.read(
        api,
        Request.get("/api/alerts")
            .query("$expand", "evidence")
            .query("$filter", LISTING.filter(wanted, AlertListing.oneOf("severity", severities))),
        skip,
        most);
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> "Informational";
      case LOW -> "Low";
      case MEDIUM -> "Medium";
      case HIGH -> "High";
    };
  }
}
