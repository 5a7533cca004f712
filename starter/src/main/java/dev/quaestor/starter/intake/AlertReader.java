package dev.quaestor.starter.intake;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.defender.DefenderAlertFormat;
import dev.quaestor.starter.intake.defender.XdrAlertFormat;
import dev.quaestor.starter.intake.elastic.ElasticFormat;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.graph.GraphAlertFormat;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.JsonLines;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.intake.mail.MailAlertFormat;
import dev.quaestor.starter.intake.ocsf.OcsfFormat;
import dev.quaestor.starter.intake.own.QuaestorAlertFormat;
import dev.quaestor.starter.intake.sentinel.SentinelFormat;
import dev.quaestor.starter.intake.suricata.SuricataFormat;
import dev.quaestor.starter.intake.wazuh.WazuhFormat;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was posted into alerts. Thread-safe; pure; never throws on any body. */
public final class AlertReader {
  /** The largest body that is looked at, in bytes. */
  public static final int LARGEST_BODY = JsonBody.LARGEST_BODY;

  /** The most alerts that one body may hold. */
  public static final int MOST_ALERTS = 100;

  /**
   * The most bytes that one alert may be as JSON: Temporal ends a workflow whose input is above two
   * MiB, and the case has more to carry than its alert.
   */
  static final int LARGEST_ALERT = 1024 * 1024;

  /**
   * In the order in which they are asked, those with the surest sign first; a new format is one
   * line here. What each is seen by stands in its own comment.
   */
  private static final List<AlertFormat> FORMATS =
      List.of(
          new QuaestorAlertFormat(),
          new OcsfFormat(),
          new ElasticFormat(),
          new WazuhFormat(),
          new SuricataFormat(),
          new SentinelFormat(),
          new GraphAlertFormat(),
          new DefenderAlertFormat(),
          new XdrAlertFormat(),
          new MailAlertFormat());

  /** The short words of {@link #format}. */
  private static final Map<String, AlertSource> SHORT_NAMES =
      Map.of(
          "GRAPH", AlertSource.GRAPH_ALERT_V2,
          "MDE", AlertSource.DEFENDER_ALERT,
          "DEFENDER", AlertSource.DEFENDER_ALERT,
          "RFC822", AlertSource.RFC822_MESSAGE,
          "EML", AlertSource.RFC822_MESSAGE);

  /** The names of the formats that can be forced, sorted. */
  public static List<String> formatNames() {
    return Stream.concat(
            Stream.of(AlertSource.CLOUDEVENTS), FORMATS.stream().map(AlertFormat::source))
        .map(AlertSource::name)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The format of that name.
   *
   * @param name one of {@link #formatNames}, or a shorter word for it, in any case
   */
  public static Optional<AlertSource> format(String name) {
    var plain = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    var known = SHORT_NAMES.get(plain);
    return known != null
        ? Optional.of(known)
        : formatNames().stream().filter(plain::equals).findFirst().map(AlertSource::valueOf);
  }

  /** As {@link #read(byte[], String, AlertSource, EventId)}, of what is no event by its headers. */
  public Reading read(byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    return read(body, contentType, forced, null);
  }

  /**
   * Reads a body: one alert, an array of them, one a line, a vendor's list, search result or
   * incident with alerts, a CloudEvent or a batch of them with any of these inside, or one raw
   * message. All or nothing; what belongs to a format and is no alert is skipped and said.
   *
   * @param body the bytes as they came; larger than {@link #LARGEST_BODY} is refused
   * @param contentType the Content-Type header; only a hint: {@code message/rfc822} says that the
   *     body is a message, for anything else the shape decides
   * @param forced the format to read it as, or null to detect it alert by alert; {@code
   *     CLOUDEVENTS} forces the envelope only
   * @param event the event that the headers name; the body then is its data
   */
  public Reading read(
      byte[] body,
      @Nullable String contentType,
      @Nullable AlertSource forced,
      @Nullable EventId event) {
    var inner = event != null && forced == AlertSource.CLOUDEVENTS ? null : forced;
    var walk = new BodyWalk(FORMATS, inner);
    if (body.length > LARGEST_BODY) {
      walk.problems().add("", "the body is larger than " + LARGEST_BODY + " bytes");
    } else if (isMessage(body, contentType, inner)) {
      walk.one(new Payload.Bytes(body), "");
    } else if (JsonLines.isLines(body)) {
      walk.lines(body);
    } else {
      var root = JsonBody.parse(body, walk.problems());
      if (root != null) {
        walk.json(root, "");
      }
    }
    if (event != null && event.isComplete("ce-", walk.problems())) {
      walk.rename(event, 0);
    }
    return walk.reading();
  }

  static boolean isMessage(
      byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    if (forced != null && forced != AlertSource.CLOUDEVENTS) {
      return forced == AlertSource.RFC822_MESSAGE;
    }
    if (contentType != null
        && contentType.toLowerCase(Locale.ROOT).strip().startsWith("message/rfc822")) {
      return true;
    }
    return new MailAlertFormat().recognises(new Payload.Bytes(body));
  }

  static void requireSize(Alert alert, String path, Problems problems) {
    if (QuaestorJson.mapper().writeValueAsBytes(alert).length > LARGEST_ALERT) {
      problems.add(path, "is larger than " + LARGEST_ALERT + " bytes even when read");
    }
  }
}
