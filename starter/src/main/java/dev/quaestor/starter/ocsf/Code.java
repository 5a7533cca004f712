package dev.quaestor.starter.ocsf;

/** A value of an OCSF enumeration with its caption. */
record Code(int id, String caption) {
  static final Code UNKNOWN = new Code(0, "Unknown");

  /** What OCSF 1.3 has no number for; the caption then says what it is. */
  static Code other(String caption) {
    return new Code(99, caption);
  }
}
