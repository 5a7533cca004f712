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
  MANUAL
}
