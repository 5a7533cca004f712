package dev.quaestor.starter.web;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/** What was recognised in what somebody hands in, in words. */
final class StartWords {
  private StartWords() {}

  /** {@code Microsoft Graph alert, 1 device, 2 files}. */
  static String recognised(Alert alert) {
    var parts = new ArrayList<String>();
    parts.add(source(alert.source()));
    var counts = new EnumMap<EntityKind, Integer>(EntityKind.class);
    alert.evidence().forEach(e -> counts.merge(e.entity().kind(), 1, Integer::sum));
    counts.forEach((kind, count) -> parts.add(counted(kind, count)));
    return String.join(", ", parts);
  }

  private static String source(AlertSource source) {
    return switch (source) {
      case GRAPH_ALERT_V2 -> "Microsoft Graph alert";
      case DEFENDER_ALERT -> "Defender for Endpoint alert";
      case RFC822_MESSAGE -> "Message";
      case QUAESTOR -> "Quaestor alert";
      case OCSF -> "OCSF finding";
      case WAZUH -> "Wazuh alert";
      case SURICATA -> "Suricata alert";
      case ELASTIC -> "Elastic Security alert";
      case SENTINEL -> "Microsoft Sentinel alert";
      case CLOUDEVENTS -> "CloudEvent";
      case MANUAL -> "Case by hand";
    };
  }

  private static String counted(EntityKind kind, int count) {
    return switch (kind) {
      case DEVICE -> Counted.of(count, "device", "devices");
      case FILE -> Counted.of(count, "file", "files");
      case PROCESS -> Counted.of(count, "process", "processes");
      case URL -> Counted.of(count, "URL", "URLs");
      case IP -> Counted.of(count, "IP address", "IP addresses");
      case MAIL_MESSAGE -> Counted.of(count, "message", "messages");
      case MAIL_CLUSTER -> Counted.of(count, "cluster of messages", "clusters of messages");
      case MAILBOX -> Counted.of(count, "mailbox", "mailboxes");
      case MAILBOX_RULE -> Counted.of(count, "mailbox rule", "mailbox rules");
      case USER -> Counted.of(count, "user", "users");
      case REGISTRY_ENTRY -> Counted.of(count, "registry entry", "registry entries");
      case SCHEDULED_TASK -> Counted.of(count, "scheduled task", "scheduled tasks");
      case SERVICE -> Counted.of(count, "service", "services");
      case DRIVER -> Counted.of(count, "driver", "drivers");
      case OTHER -> Counted.of(count, "other thing", "other things");
    };
  }

  /** What an alert names, as people call it; the first of many. */
  static List<String> named(Alert alert) {
    return alert.evidence().stream().map(e -> e.entity().label()).distinct().limit(12).toList();
  }
}
