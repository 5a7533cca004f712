package dev.quaestor.tools.bench;

/** What the activities of a floor do beside carrying bytes. Safe for use by many threads. */
interface Errands {

  /** A run begins. */
  default void begin(String run, MeasuredPath course) {}

  /** Does what that step has to do, and shows to those who wait what it brought about. */
  void perform(Parcel parcel, Shape.Step step);

  /** The run is over. */
  default void end(String run) {}

  /** Nothing to do; what a step stands for is shown at once. */
  static Errands none(Arrivals signs) {
    return (parcel, step) -> {
      switch (step.sign()) {
        case SHOWS_PENDING, TAKES_EFFECT -> signs.arrived(sign(parcel.run(), step.sign()));
        case NONE -> {}
      }
    };
  }

  /** What a run shows to those who wait for it. */
  static String sign(String run, Shape.Sign sign) {
    return run + sign;
  }
}
