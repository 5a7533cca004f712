package dev.quaestor.tools.bench;

import dev.quaestor.action.ActionType;

/** The two ways an alert can go that are measured, each by one of the shipped alerts. */
public enum MeasuredPath {
  /** Malicious, on a device at level Full: contained without anyone. */
  AUTOMATIC("1-malicious-file.json", ActionType.STOP_AND_QUARANTINE_FILE, "StopAndQuarantineFile"),
  /** Suspicious: isolation waits for a person, who approves at once. */
  APPROVED("2-suspicious-process.json", ActionType.ISOLATE_DEVICE, "Isolate");

  private final String alert;
  private final ActionType action;
  private final String onTheLab;

  MeasuredPath(String alert, ActionType action, String onTheLab) {
    this.alert = alert;
    this.action = action;
    this.onTheLab = onTheLab;
  }

  /** The resource of the shipped alert. */
  String alert() {
    return "/dev/quaestor/lab/alerts/" + alert;
  }

  /** SHA-1 and SHA-256 of the file that the shipped alert is about. */
  public FileHashes file() {
    return switch (this) {
      case AUTOMATIC ->
          new FileHashes(
              "824b94e510d8e030d84c784ed8b886ade9bc93ae",
              "59792eacb00e8358465e42448ce339384282e3df803877a60414563cdfe85916");
      case APPROVED ->
          new FileHashes(
              "4596c5ba6eafdb81295b367e01117d5de0cd1fcc",
              "df1eae8a28db2016e419ce5c19e85ebeab554b67104494ac032c78734fdbad8a");
    };
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
