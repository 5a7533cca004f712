package dev.quaestor.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The format an alert arrived in. The name of a constant is on the wire; people may type it, or a
 * shorter word.
 */
public enum AlertSource {
  /** Microsoft Graph {@code security/alerts_v2}. */
  GRAPH_ALERT_V2("GRAPH"),
  /** Defender for Endpoint {@code /api/alerts} with {@code $expand=evidence}. */
  DEFENDER_ALERT("DEFENDER", "MDE"),
  /** A raw RFC 822 message, as a user reported it. */
  RFC822_MESSAGE("EML", "RFC822"),
  /** Quaestor's own JSON. */
  QUAESTOR,
  /** OCSF Detection Finding (2004) or the older Security Finding (2001). */
  OCSF,
  /** A Wazuh alert, as {@code alerts.json} and the integrations have it. */
  WAZUH,
  /** A Suricata EVE event of type {@code alert}. */
  SURICATA,
  /** An alert document of Elastic Security. */
  ELASTIC,
  /** An incident of Microsoft Sentinel, or a row of its {@code SecurityAlert} table. */
  SENTINEL,
  /** An envelope only: the alert inside it keeps the source of its own format. */
  CLOUDEVENTS,
  /** Started by hand on entities, by {@code POST /investigations}. */
  MANUAL;

  private final List<String> shortWords;

  AlertSource(String... shortWords) {
    this.shortWords = List.of(shortWords);
  }

  /** Those that can be handed in, and so can be asked for by name. */
  public static List<AlertSource> arriving() {
    return Arrays.stream(values()).filter(source -> source != MANUAL).toList();
  }

  /** Their names, sorted. */
  public static List<String> names() {
    return arriving().stream().map(AlertSource::name).sorted().toList();
  }

  /** The one of that name or shorter word, in any case. */
  public static Optional<AlertSource> named(String word) {
    var plain = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return arriving().stream()
        .filter(source -> source.name().equals(plain) || source.shortWords.contains(plain))
        .findFirst();
  }
}
