package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.Overview;
import dev.quaestor.starter.ledger.Waiting;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the work goes.
 *
 * @param pending actions that wait, what several cases ask counted once
 * @param pendingMine those of them that this caller may decide
 * @param oldestWaiting since when the oldest waits; absent when nothing does
 * @param weeks the last of them, the first first; each begins on a Monday, UTC
 */
@Schema(name = "Overview", description = "How the work goes")
public record OverviewView(
    long pending, long pendingMine, @Nullable Instant oldestWaiting, List<WeekView> weeks) {

  /**
   * What began in a week.
   *
   * @param investigations how many
   * @param planned actions that policy wanted
   * @param automatic those of them that needed nobody
   * @param automaticShare of what policy wanted, 0 to 1; absent where it wanted nothing
   * @param done what took effect
   * @param undone what of that was taken back
   * @param undoRate of what took effect, 0 to 1; absent where nothing did
   */
  @Schema(name = "OverviewWeek")
  public record WeekView(
      Instant from,
      long investigations,
      SpreadView toVerdict,
      SpreadView toDecide,
      long planned,
      long automatic,
      @Nullable Double automaticShare,
      long done,
      long undone,
      @Nullable Double undoRate) {
    static WeekView of(Overview.Week week) {
      var actions = week.actions();
      return new WeekView(
          week.from(),
          week.verdicts().cases(),
          SpreadView.of(week.verdicts().toVerdict()),
          SpreadView.of(actions.toDecide()),
          actions.planned(),
          actions.automatic(),
          share(actions.automatic(), actions.planned()),
          actions.done(),
          actions.undone(),
          share(actions.undone(), actions.done()));
    }
  }

  /**
   * How long something took.
   *
   * @param known of how many that is known
   * @param medianSeconds half took no longer; absent where of none
   * @param p90Seconds nine of ten took no longer; absent where of none
   */
  @Schema(name = "OverviewSpread")
  public record SpreadView(long known, @Nullable Long medianSeconds, @Nullable Long p90Seconds) {
    static SpreadView of(Overview.Spread spread) {
      return new SpreadView(spread.known(), spread.medianSeconds(), spread.p90Seconds());
    }
  }

  /** Of the whole, 0 to 1; null of nothing. */
  static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : Math.round(1000.0 * part / whole) / 1000.0;
  }

  public static OverviewView of(Waiting waiting, Overview overview) {
    return new OverviewView(
        waiting.pending(),
        waiting.mine(),
        overview.oldestWaiting(),
        overview.weeks().stream().map(WeekView::of).toList());
  }
}
