package dev.quaestor.tools.bench;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A shipped alert made anew on a device nobody has seen: same files and people, its own ids. The
 * lab enrols the device at first sight, and knows the file by its hash wherever it lies.
 */
public record FreshAlert(byte[] body, String deviceId, FileHashes file) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int DEVICE_ID_BYTES = 20;
  private static final int SHA256_BYTES = 32;
  private static final int ALERT_ID_BYTES = 12;

  public static FreshAlert of(MeasuredPath course) {
    return on(hex(DEVICE_ID_BYTES), course);
  }

  /** The same on a device that may have had one. */
  public static FreshAlert on(String deviceId, MeasuredPath course) {
    var alert = (ObjectNode) shipped(course);
    var id = "bench_" + hex(ALERT_ID_BYTES);
    alert.put("id", id);
    switch (course) {
      case AUTOMATIC -> {
        alert.put("machineId", deviceId);
        alert.put("computerDnsName", name(deviceId));
      }
      case APPROVED -> {
        alert.put("providerAlertId", id);
        for (var evidence : alert.path("evidence")) {
          rename((ObjectNode) evidence, deviceId);
        }
      }
    }
    // Its own file, too: one that is everywhere would be followed everywhere.
    var file = new FileHashes(hex(DEVICE_ID_BYTES), hex(SHA256_BYTES));
    var body =
        QuaestorJson.mapper()
            .writeValueAsString(alert)
            .replace(course.file().sha1(), file.sha1())
            .replace(course.file().sha256(), file.sha256());
    return new FreshAlert(body.getBytes(StandardCharsets.UTF_8), deviceId, file);
  }

  private static void rename(ObjectNode evidence, String deviceId) {
    if (evidence.has("mdeDeviceId")) {
      evidence.put("mdeDeviceId", deviceId);
    }
    if (evidence.has("deviceDnsName")) {
      evidence.put("deviceDnsName", name(deviceId));
    }
  }

  private static JsonNode shipped(MeasuredPath course) {
    try (var in =
        Objects.requireNonNull(
            FreshAlert.class.getResourceAsStream(course.alert()), course.alert())) {
      return QuaestorJson.mapper().readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hex(int length) {
    var bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String name(String deviceId) {
    return "device-" + deviceId.substring(0, 8) + ".contoso.example";
  }
}
