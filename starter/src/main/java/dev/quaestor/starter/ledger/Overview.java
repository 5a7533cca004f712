package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the work goes.
 *
 * @param oldestWaiting since when the oldest question waits; null when none does
 * @param weeks the last of them, the first first
 */
public record Overview(@Nullable Instant oldestWaiting, List<Week> weeks) {
  public Overview {
    weeks = List.copyOf(weeks);
  }

  /** What began in a week. */
  public record Week(Instant from, Verdicts verdicts, Actions actions) {}

  /** Its cases. */
  public record Verdicts(long cases, Spread toVerdict) {}

  /**
   * Its actions.
   *
   * @param planned by policy, as far as no newer plan took their place
   * @param automatic those of them that needed nobody
   * @param done what took effect, whoever wanted it
   * @param undone what of that was taken back
   * @param toDecide how long people took
   */
  public record Actions(long planned, long automatic, long done, long undone, Spread toDecide) {}

  /**
   * How long something took.
   *
   * @param known of how many that is known
   * @param p90Seconds nine of ten took no longer
   */
  public record Spread(long known, @Nullable Long medianSeconds, @Nullable Long p90Seconds) {
    static final Spread NONE = new Spread(0, null, null);
  }

  /** What waits for a device or a back end. */
  public record Stuck(ActionType type, long actions, Instant since) {}
}
