package dev.quaestor.standalone.bench;

import dev.quaestor.remediation.ActionType;

/** The two ways an alert can go that are measured, each by one of the shipped alerts. */
public enum Course {
  /** Malicious, on a device at level Full: contained without anyone. */
  AUTOMATIC("1-malicious-file.json", ActionType.STOP_AND_QUARANTINE_FILE, "StopAndQuarantineFile"),
  /** Suspicious: isolation waits for a person, who approves at once. */
  APPROVED("2-suspicious-process.json", ActionType.ISOLATE_DEVICE, "Isolate");

  private final String alert;
  private final ActionType action;
  private final String onTheLab;

  Course(String alert, ActionType action, String onTheLab) {
    this.alert = alert;
    this.action = action;
    this.onTheLab = onTheLab;
  }

  /** The resource of the shipped alert. */
  String alert() {
    return "/dev/quaestor/lab/alerts/" + alert;
  }

  /** What contains the threat. */
  ActionType action() {
    return action;
  }

  /** The same by the name it has at the vendor. */
  String onTheLab() {
    return onTheLab;
  }
}
