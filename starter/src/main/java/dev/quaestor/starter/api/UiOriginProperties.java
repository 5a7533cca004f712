package dev.quaestor.starter.api;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose pages may ask for payloads to be decrypted.
 *
 * @param uiOrigin where the Temporal Web UI is opened, as {@code https://temporal.example}; the
 *     codec is off without it
 */
@ConfigurationProperties("quaestor.encryption")
record UiOriginProperties(@Nullable String uiOrigin) {
  UiOriginProperties {
    uiOrigin = uiOrigin == null || uiOrigin.isBlank() ? null : checked(uiOrigin.strip());
  }

  private static String checked(String text) {
    try {
      var uri = URI.create(text.toLowerCase(Locale.ROOT));
      var origin =
          uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && origin.equals(uri.toString())) {
        return origin;
      }
    } catch (IllegalArgumentException none) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "quaestor.encryption.ui-origin must be one origin, as https://temporal.example or"
            + " http://127.0.0.1:8233, without a path");
  }
}
