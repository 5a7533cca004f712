package dev.quaestor.telemetry;

import java.net.URI;

/** Where something is sent by OTLP. */
final class Receiver {
  private Receiver() {}

  /**
   * @throws IllegalArgumentException naming the setting, without its value
   */
  static void require(URI url, String prefix) {
    var isWeb =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!isWeb || url.getHost() == null) {
      throw new IllegalArgumentException(prefix + ".url must be an http or https address");
    }
    if (url.getRawUserInfo() != null) {
      // It would be in the log with each push that fails.
      throw new IllegalArgumentException(prefix + ".url must not contain credentials");
    }
  }
}
