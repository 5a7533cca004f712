package dev.quaestor.tools.bench;

/** What is measured, in words for people. */
enum Measure {
  ALERT_TO_CONTAINED("alert → contained, nobody asked"),
  ALERT_TO_PENDING("alert → pending action shown"),
  DECISION_TO_EFFECT("decision → effect on the device");

  private final String words;

  Measure(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
