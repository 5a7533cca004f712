package dev.quaestor.tools.bench;

/**
 * All that the bare workflow's messages and activities carry.
 *
 * @param run whose it is
 * @param step which of its shape; -1 for messages
 * @param filling makes it as large as what it stands in for
 */
public record Parcel(String run, MeasuredPath course, int step, String filling) {
  /** What the other fields take, as JSON. */
  private static final int FRAME = 53;

  static Parcel of(String run, MeasuredPath course, int step, String filling) {
    var cut = Math.min(filling.length(), FRAME + run.length());
    return new Parcel(run, course, step, filling.substring(cut));
  }
}
