package dev.quaestor.alert;

/** The format an alert arrived in; the wire name is what {@code ?format=} takes. */
public enum AlertSource {
  /** Microsoft Graph {@code security/alerts_v2}. */
  GRAPH_ALERT_V2,
  /** Defender for Endpoint {@code /api/alerts} with {@code $expand=evidence}. */
  DEFENDER_ALERT,
  /** A raw RFC 822 message, as a user reported it. */
  RFC822_MESSAGE,
  /** Quaestor's own JSON. */
  QUAESTOR,
  /** Started by hand on entities, by {@code POST /investigations}. */
  MANUAL
}
