package dev.quaestor.alert;

/** How much an alert matters, least first, so that the natural order is the order of urgency. */
public enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH;

  public Severity orHigher(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
