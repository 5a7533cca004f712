package dev.quaestor.tools.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A phishing mail that nobody has had before, by a sender of its own.
 *
 * @param to mailboxes that nobody knew before
 */
record FreshMail(byte[] raw, String sender, List<String> to) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 5;

  static FreshMail write() {
    var bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    var token = HexFormat.of().formatHex(bytes);
    var raw = template().replace("{token}", token).replace("\r\n", "\n").replace("\n", "\r\n");
    return new FreshMail(
        raw.getBytes(StandardCharsets.UTF_8),
        "alerts@support-" + token + ".example",
        List.of("ann-" + token + "@contoso.example", "ben-" + token + "@contoso.example"));
  }

  private static String template() {
    try (var in = Objects.requireNonNull(FreshMail.class.getResourceAsStream("phish.eml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
