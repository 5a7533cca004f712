package dev.quaestor.starter.intake;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns what was posted into alerts. Thread-safe; pure; never throws on any body. */
public final class AlertReader {
  /** The largest body that is looked at, in bytes. */
  public static final int LARGEST_BODY = 10 * 1024 * 1024;

  /** The most alerts that one body may hold. */
  public static final int MOST_ALERTS = 100;

  /**
   * The most bytes that one alert may be as JSON: Temporal ends a workflow whose input is above two
   * MiB, and the case has more to carry than its alert.
   */
  static final int LARGEST_ALERT = 1024 * 1024;

  /** In the order in which they are asked; a new format is one line here. */
  private static final List<AlertFormat> FORMATS =
      List.of(
          new QuaestorAlertFormat(),
          new GraphAlertFormat(),
          new DefenderAlertFormat(),
          new MailAlertFormat());

  /**
   * Reads a body: one alert, an array of them, the vendors' list {@code {"value":[…]}}, or one raw
   * message. All or nothing.
   *
   * @param body the bytes as they came; larger than {@link #LARGEST_BODY} is refused
   * @param contentType the Content-Type header; only a hint: {@code message/rfc822} says that the
   *     body is a message, for anything else the shape decides
   * @param forced the format to read it as, or null to detect it alert by alert
   */
  public Reading read(byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    var problems = new Problems();
    var alerts = new ArrayList<Alert>();
    if (body.length > LARGEST_BODY) {
      problems.add("", "the body is larger than " + LARGEST_BODY + " bytes");
    } else if (isMessage(body, contentType, forced)) {
      readOne(new Payload.Bytes(body), "", AlertSource.RFC822_MESSAGE, problems, alerts);
    } else {
      readJson(body, forced, problems, alerts);
    }
    return problems.none() ? new Reading.Read(alerts) : new Reading.Refused(problems.all());
  }

  private static boolean isMessage(
      byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    if (forced != null) {
      return forced == AlertSource.RFC822_MESSAGE;
    }
    if (contentType != null
        && contentType.toLowerCase(Locale.ROOT).strip().startsWith("message/rfc822")) {
      return true;
    }
    return new MailAlertFormat().recognises(new Payload.Bytes(body));
  }

  private static void readJson(
      byte[] body, @Nullable AlertSource forced, Problems problems, List<Alert> alerts) {
    var root = JsonBody.parse(body, problems);
    if (root == null) {
      return;
    }
    var list = root.isArray() ? root : envelope(root);
    if (list == null) {
      readOne(new Payload.Json(root), "", forced, problems, alerts);
      return;
    }
    var name = root.isArray() ? "" : "value";
    if (list.isEmpty() || list.size() > MOST_ALERTS) {
      problems.add(name, "has %d alerts, 1 to %d are taken".formatted(list.size(), MOST_ALERTS));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      readOne(new Payload.Json(list.get(i)), name + "[" + i + "]", forced, problems, alerts);
    }
  }

  /** The vendors' list; an alert of its own has an id or a title beside. */
  private static @Nullable JsonNode envelope(JsonNode root) {
    var value = root.get("value");
    return value != null && value.isArray() && !root.has("id") && !root.has("title") ? value : null;
  }

  private static void readOne(
      Payload payload,
      String path,
      @Nullable AlertSource forced,
      Problems problems,
      List<Alert> alerts) {
    var format =
        FORMATS.stream()
            .filter(f -> forced == null ? f.recognises(payload) : f.source() == forced)
            .findFirst();
    if (format.isEmpty()) {
      problems.add(path, noFormat(forced));
      return;
    }
    var alert = format.get().read(payload, path, problems);
    if (alert == null || !problems.none()) {
      return;
    }
    if (alert.evidence().isEmpty()) {
      problems.add(path.isEmpty() ? "evidence" : path + ".evidence", "names nothing to look at");
      return;
    }
    requireSize(alert, path, problems);
    alerts.add(alert);
  }

  static void requireSize(Alert alert, String path, Problems problems) {
    if (QuaestorJson.mapper().writeValueAsBytes(alert).length > LARGEST_ALERT) {
      problems.add(path, "is larger than " + LARGEST_ALERT + " bytes even when read");
    }
  }

  private static String noFormat(@Nullable AlertSource forced) {
    var known =
        FORMATS.stream().map(f -> f.source().name()).sorted().collect(Collectors.joining(", "));
    return forced == null
        ? "looks like no known alert format (" + known + ")"
        : "no alerts are posted as " + forced + ", but as " + known;
  }
}
