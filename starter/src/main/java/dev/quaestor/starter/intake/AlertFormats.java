package dev.quaestor.starter.intake;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.defender.DefenderAlertFormat;
import dev.quaestor.starter.intake.defender.XdrAlertFormat;
import dev.quaestor.starter.intake.elastic.ElasticFormat;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.graph.GraphAlertFormat;
import dev.quaestor.starter.intake.mail.MailAlertFormat;
import dev.quaestor.starter.intake.ocsf.OcsfFormat;
import dev.quaestor.starter.intake.own.QuaestorAlertFormat;
import dev.quaestor.starter.intake.sentinel.SentinelFormat;
import dev.quaestor.starter.intake.suricata.SuricataFormat;
import dev.quaestor.starter.intake.wazuh.WazuhFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats that alerts come in, and what people call them. */
public final class AlertFormats {
  private static final MailAlertFormat MAIL = new MailAlertFormat();

  /**
   * In the order in which they are asked, those with the surest sign first; a new format is one
   * line here. What each is seen by stands in its own comment.
   */
  private static final List<AlertFormat> ALL =
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
          MAIL);

  /** The short words of {@link #named}. */
  private static final Map<String, AlertSource> SHORT_NAMES =
      Map.of(
          "GRAPH", AlertSource.GRAPH_ALERT_V2,
          "MDE", AlertSource.DEFENDER_ALERT,
          "DEFENDER", AlertSource.DEFENDER_ALERT,
          "RFC822", AlertSource.RFC822_MESSAGE,
          "EML", AlertSource.RFC822_MESSAGE);

  private AlertFormats() {}

  /** The names of the formats that can be forced, sorted. */
  public static List<String> names() {
    return Stream.concat(Stream.of(AlertSource.CLOUDEVENTS), ALL.stream().map(AlertFormat::source))
        .map(AlertSource::name)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The format of that name.
   *
   * @param name one of {@link #names}, or a shorter word for it, in any case
   */
  public static Optional<AlertSource> named(String name) {
    var plain = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    var known = SHORT_NAMES.get(plain);
    return known != null
        ? Optional.of(known)
        : names().stream().filter(plain::equals).findFirst().map(AlertSource::valueOf);
  }

  /** Those that a body may be read as; all where none is forced, or only the envelope is. */
  static List<AlertFormat> allowed(@Nullable AlertSource forced) {
    return isForced(forced) ? ALL.stream().filter(f -> f.source() == forced).toList() : ALL;
  }

  /** Whether it says what the alerts are in, and not only what they are wrapped in. */
  static boolean isForced(@Nullable AlertSource forced) {
    return forced != null && forced != AlertSource.CLOUDEVENTS;
  }

  /** Whether the bytes are one raw message. */
  static boolean isMessage(
      byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    if (isForced(forced)) {
      return forced == AlertSource.RFC822_MESSAGE;
    }
    if (contentType != null
        && contentType.toLowerCase(Locale.ROOT).strip().startsWith("message/rfc822")) {
      return true;
    }
    return MAIL.recognises(new Payload.Bytes(body));
  }
}
