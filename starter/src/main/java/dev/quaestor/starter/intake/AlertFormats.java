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
import org.jspecify.annotations.Nullable;

/** The formats that alerts come in. */
final class AlertFormats {
  private static final MailAlertFormat MAIL = new MailAlertFormat();

  /**
   * In the order in which they are asked, those with the surest sign first; a new format is one
   * line here. What each is seen by stands in its own comment.
   */
  static final List<AlertFormat> ALL =
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

  private AlertFormats() {}

  /** Those that a body may be read as; all where none is forced, or only the envelope is. */
  static List<AlertFormat> allowed(List<AlertFormat> known, @Nullable AlertSource forced) {
    return isForced(forced) ? known.stream().filter(f -> f.source() == forced).toList() : known;
  }

  /** Whether it says what the alerts are in, and not only what they are wrapped in. */
  static boolean isForced(@Nullable AlertSource forced) {
    return forced != null && forced != AlertSource.CLOUDEVENTS;
  }

  /** Whether the bytes are one raw message. */
  static boolean isMessage(
      Payload.Bytes body, @Nullable String contentType, @Nullable AlertSource forced) {
    if (isForced(forced)) {
      return forced == AlertSource.RFC822_MESSAGE;
    }
    if (contentType != null
        && contentType.toLowerCase(Locale.ROOT).strip().startsWith("message/rfc822")) {
      return true;
    }
    return MAIL.recognises(body);
  }
}
