package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.Kpis;
import dev.quaestor.starter.ledger.Waiting;
import dev.quaestor.starter.view.OverviewView.SpreadView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a SOC reports of a period.
 *
 * @param until absent where it lasts until now
 * @param investigations that began in it
 * @param toVerdict from a case's start to its verdict
 * @param toDecide from a question to a person's answer; what expired is not in it
 * @param toRemediate from a case's start to the effect of each action; from the order, for what is
 *     in no case
 * @param planned actions that policy wanted
 * @param automatic those of them that needed nobody
 * @param automaticShare of what policy wanted, 0 to 1; absent where it wanted nothing
 * @param done what took effect
 * @param undone what of that was taken back
 * @param undoRate of what took effect, 0 to 1; absent where nothing did
 * @param pending what waits for a decision now, whenever it began
 * @param oldestWaiting since when the oldest of that waits; absent when nothing does
 */
@Schema(name = "Kpis", description = "What a SOC reports of a period")
public record KpiView(
    Instant since,
    @Nullable Instant until,
    long investigations,
    SpreadView toVerdict,
    SpreadView toDecide,
    SpreadView toRemediate,
    long planned,
    long automatic,
    @Nullable Double automaticShare,
    long done,
    long undone,
    @Nullable Double undoRate,
    long pending,
    @Nullable Instant oldestWaiting) {

  public static KpiView of(
      Instant since,
      @Nullable Instant until,
      Kpis kpis,
      Waiting waiting,
      @Nullable Instant oldestWaiting) {
    return new KpiView(
        since,
        until,
        kpis.cases(),
        SpreadView.of(kpis.toVerdict()),
        SpreadView.of(kpis.toDecide()),
        SpreadView.of(kpis.toRemediate()),
        kpis.planned(),
        kpis.automatic(),
        OverviewView.share(kpis.automatic(), kpis.planned()),
        kpis.done(),
        kpis.undone(),
        OverviewView.share(kpis.undone(), kpis.done()),
        waiting.pending(),
        oldestWaiting);
  }
}
