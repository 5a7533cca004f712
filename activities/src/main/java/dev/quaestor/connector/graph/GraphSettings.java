package dev.quaestor.connector.graph;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.ApiSettings;

/**
 * @param analyzedEmails whether mail is remediated by Defender for Office instead of moved
 * @param exchangeBelieved whether what Exchange Online writes into mail without its name is
 *     believed
 */
record GraphSettings(ApiSettings api, boolean analyzedEmails, boolean exchangeBelieved) {
  private static final String BASE = "https://graph.microsoft.com";
  private static final String SCOPE = "https://graph.microsoft.com/.default";

  static GraphSettings read(ConnectorSettings settings) {
    return new GraphSettings(
        ApiSettings.read(settings, BASE, SCOPE, ""),
        switch (settings.text("mail-remediation").orElse("move")) {
          case "move" -> false;
          case "analyzed-emails" -> true;
          default ->
              throw new IllegalArgumentException(
                  settings.key("mail-remediation") + " must be move or analyzed-emails");
        },
        switch (settings.text("exchange-results").orElse("ignore")) {
          case "ignore" -> false;
          case "believe" -> true;
          default ->
              throw new IllegalArgumentException(
                  settings.key("exchange-results") + " must be ignore or believe");
        });
  }
}
