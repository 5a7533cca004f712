package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.HealthView;
import dev.quaestor.starter.view.KpiView;
import dev.quaestor.starter.view.OverviewView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Overview", description = "How the work goes, and what is not well")
@RestController
@RequestMapping("/api/v1")
class OverviewController {
  private static final int MOST_WEEKS = 53;

  private static final Duration USUAL = Duration.ofDays(30);

  private final Ledger ledger;
  private final HealthCheck health;

  OverviewController(Ledger ledger, HealthCheck health) {
    this.ledger = ledger;
    this.health = health;
  }

  @Operation(
      summary = "How the work goes",
      description =
          "What waits now, and by week how long verdicts and decisions took, how much ran without"
              + " anybody and how much was undone. Figures of past weeks may be a minute old.")
  @GetMapping("/overview")
  @Allowed(AccessRole.VIEWER)
  OverviewView overview(
      @RequestParam(defaultValue = "12") int weeks, @Parameter(hidden = true) Caller caller) {
    int asked = (int) Filters.number("weeks", weeks, 1, MOST_WEEKS);
    return OverviewView.of(ledger.waiting(caller.decides()), ledger.overview(asked));
  }

  @Operation(
      summary = "What a SOC reports of a period",
      description =
          "How long verdicts, decisions and remediation took (median and nine of ten), how much ran"
              + " without anybody, how much was undone, of what began in the period; and what waits"
              + " now. Without since, of the last 30 days, from midnight UTC.")
  @GetMapping("/kpis")
  @Allowed(AccessRole.VIEWER)
  KpiView kpis(
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(required = false) @Nullable String until,
      @Parameter(hidden = true) Caller caller) {
    var to = Filters.instant("until", until);
    var from = Filters.instant("since", since);
    if (from == null) {
      from = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(USUAL);
    }
    if (to != null && !from.isBefore(to)) {
      throw new ProblemException(ApiProblem.badField("until", "must be later than since"));
    }
    return KpiView.of(
        from,
        to,
        ledger.kpis(from, to),
        ledger.waiting(caller.decides()),
        ledger.oldestWaiting().orElse(null));
  }

  @Operation(
      summary = "What is well and what is not",
      description =
          "Temporal, who takes work from it, the ledger, webhooks, and what waits for a device or a"
              + " back end; what is broken first. Takes up to three seconds while Temporal is away.")
  @GetMapping("/health")
  @Allowed(AccessRole.VIEWER)
  HealthView health() {
    return health.now();
  }
}
