package dev.quaestor.standalone;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The shipped alerts, and the second of them on other devices, which no other test looks at. */
final class Alerts {
  private static final String SERVER_ID = "164ffc9c820d1afc68f3100083311952c4fa946b";

  private Alerts() {}

  static String shipped(String name) {
    try (var in = Alerts.class.getResourceAsStream("/dev/quaestor/lab/alerts/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String maliciousFile() {
    return shipped("1-malicious-file.json");
  }

  static String suspiciousProcess() {
    return shipped("2-suspicious-process.json");
  }

  static String reportedPhish() {
    return shipped("3-reported-phish.eml");
  }

  static String harmless() {
    return shipped("4-harmless.json");
  }

  /** The id of the device that is only this test's. */
  static String device(int number) {
    return "%08x".formatted(0xe2e00000 + number) + SERVER_ID.substring(8);
  }

  /**
   * Suspicious process and file on that device: isolation and quarantine wait. The file is its own,
   * because alerts on one file meet in one case.
   */
  static String suspiciousProcessOn(int number) {
    return suspiciousFileOn(number, hashOf(0x10000 + number));
  }

  private static String suspiciousFileOn(int number, String sha256) {
    return suspiciousProcess()
        .replace(FILE_SHA256, sha256)
        // Beside another file's it would be taken for a forged one.
        .replace(FILE_SHA1, sha256.substring(0, FILE_SHA1.length()))
        .replace(SERVER_ID, device(number))
        .replace("srv-files-01", "srv-e2e-" + number)
        .replace("da638991202000000002_1001000002", alertId(number));
  }

  static String alertId(int number) {
    return "da63899120200" + (1_000_000 + number) + "_1001000002";
  }

  private static final String FILE_SHA1 = "4596c5ba6eafdb81295b367e01117d5de0cd1fcc";

  private static final String FILE_SHA256 =
      "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a";

  /** The same with another file, which is only this test's. */
  static String suspiciousFileOn(int number) {
    return suspiciousFileOn(number, hashOf(number));
  }

  /** The malicious file on that device, in an alert of its own. */
  static String maliciousFileOn(int number) {
    var alert = QuaestorJson.mapper().readTree(maliciousFile());
    return maliciousFile()
        .replace(alert.path("machineId").asString(), device(number))
        .replace(alert.path("computerDnsName").asString(), "pc-e2e-" + number)
        .replace(alert.path("id").asString(), alertId(number));
  }

  static String hashOf(int number) {
    return "%08x".formatted(0xe2e00000 + number) + FILE_SHA256.substring(8);
  }

  /** Says much, and nothing bad, of a device. */
  static String harmlessUrlsOn(int number, int urls) {
    return IntStream.range(0, urls)
        .mapToObj("{\"type\":\"url\",\"value\":\"https://harmless-%d.example/\"}"::formatted)
        .collect(
            Collectors.joining(
                ",",
                """
                {"quaestor":"alert/v1","id":"flood-%d-%d","title":"Flood","severity":"LOW",
                "entities":[{"type":"device","deviceId":"%s"},"""
                    .formatted(number, urls, device(number)),
                "]}"));
  }
}
