package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call of a back end that the engine made for one alert, so that it can be made again for
 * another.
 *
 * @param uri path and query, with what is the alert's own left open
 * @param headers that the answer depends on, the token among them
 * @param body empty for none
 */
record BackEndCall(
    String method, String uri, Map<String, String> headers, String body, int status) {
  private static final List<String> TELLING =
      List.of("authorization", "content-type", "accept", "prefer", "consistencylevel");

  /** What of an alert is its own, and what stands for it meanwhile. */
  private static final String DEVICE = "\u0001device\u0001";

  private static final String SHA1 = "\u0001sha1\u0001";
  private static final String SHA256 = "\u0001sha256\u0001";

  /** The same of whatever alert. */
  private static BackEndCall of(LabTenant.Exchange seen, FreshAlert of) {
    var headers = new TreeMap<String, String>();
    TELLING.forEach(
        name -> {
          var value = seen.headers().get(name);
          if (value != null) {
            headers.put(name, value);
          }
        });
    return new BackEndCall(
        seen.method(),
        left(seen.uri(), of),
        headers,
        left(new String(seen.body(), StandardCharsets.UTF_8), of),
        seen.status());
  }

  private static String left(String text, FreshAlert of) {
    return text.replace(of.deviceId(), DEVICE)
        .replace(of.file().sha256(), SHA256)
        .replace(of.file().sha1(), SHA1);
  }

  /** The same for that alert. */
  BackEndCall forAlert(FreshAlert alert) {
    return new BackEndCall(method, filled(uri, alert), headers, filled(body, alert), status);
  }

  private static String filled(String text, FreshAlert alert) {
    return text.replace(DEVICE, alert.deviceId())
        .replace(SHA256, alert.file().sha256())
        .replace(SHA1, alert.file().sha1());
  }

  /**
   * What was called between two moments, in rounds: what began before the last one had ended goes
   * side by side.
   */
  static List<List<BackEndCall>> between(
      Instant from, Instant to, List<LabTenant.Exchange> seen, FreshAlert of) {
    var rounds = new ArrayList<List<BackEndCall>>();
    var ends = Instant.MIN;
    for (var exchange :
        seen.stream()
            .filter(x -> !x.began().isBefore(from) && !x.began().isAfter(to))
            .sorted(Comparator.comparing(LabTenant.Exchange::began))
            .toList()) {
      if (!exchange.began().isBefore(ends)) {
        rounds.add(new ArrayList<>());
      }
      rounds.getLast().add(of(exchange, of));
      ends = ends.isAfter(exchange.ended()) ? ends : exchange.ended();
    }
    return rounds.stream().map(List::copyOf).toList();
  }
}
