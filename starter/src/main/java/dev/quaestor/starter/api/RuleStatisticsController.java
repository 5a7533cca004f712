package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.RuleStatistics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Policy")
@RestController
@RequestMapping("/api/v1/policy/rules")
class RuleStatisticsController {
  private static final int MOST_DAYS = 3650;

  private final Ledger ledger;

  RuleStatisticsController(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What became of the actions of each rule since then. */
  @Schema(name = "RuleStatisticsList")
  record View(Instant since, List<RuleView> items) {}

  /** What became of the actions of one rule. */
  @Schema(name = "RuleStatistics")
  record RuleView(
      String rule,
      long actions,
      long done,
      long undone,
      long rejected,
      long expired,
      @Schema(
              description =
                  "The share of carried-out actions that were undone, 0 to 1; absent if none was")
          @Nullable Double undoRate) {
    static RuleView of(RuleStatistics row) {
      return new RuleView(
          row.ruleId(),
          row.actions(),
          row.done(),
          row.undone(),
          row.rejected(),
          row.expired(),
          row.undoRate().isPresent() ? row.undoRate().getAsDouble() : null);
    }
  }

  @Operation(
      summary = "Statistics of the policy's rules",
      description =
          "How many of each rule's actions were carried out, undone, rejected, or left to expire.")
  @GetMapping("/statistics")
  @Allowed(AccessRole.VIEWER)
  View statistics(
      @Parameter(description = "How far back, in days") @RequestParam(defaultValue = "30")
          int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw new ProblemException(ApiProblem.badField("days", "must be 1 to " + MOST_DAYS));
    }
    var since = Instant.now().minus(Duration.ofDays(days));
    return new View(since, ledger.ruleStatistics(since).stream().map(RuleView::of).toList());
  }
}
