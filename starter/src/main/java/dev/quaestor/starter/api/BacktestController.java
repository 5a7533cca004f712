package dev.quaestor.starter.api;

import dev.quaestor.starter.Policies;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.policy.Backtest;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Policy", description = "What may run automatically, and what requires approval")
@RestController
@RequestMapping("/api/v1/policy/backtest")
class BacktestController {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Policies policies;
  private final InstantSource clock;

  BacktestController(Policies policies) {
    this.policies = policies;
    this.clock = InstantSource.system();
  }

  /**
   * What a candidate would have done otherwise.
   *
   * @param since the cases that started then or later
   * @param complete false when there were more than could be looked at in time; those that were are
   *     the newest
   */
  @Schema(name = "Backtest")
  record BacktestView(
      Instant since,
      int casesLookedAt,
      int casesThatDiffer,
      boolean complete,
      double seconds,
      double casesPerSecond,
      List<DifferenceView> differences,
      List<PolicyController.Warning> warnings) {}

  /** One kind of difference; {@code cases} are at most ten of them, newest first. */
  @Schema(name = "BacktestDifference")
  record DifferenceView(
      String change,
      String action,
      String deviceGroup,
      String gate,
      int count,
      int onProtectedDevices,
      List<String> cases) {
    static DifferenceView of(Backtest.Difference d) {
      return new DifferenceView(
          d.change().name(),
          d.action().name(),
          d.deviceGroup(),
          d.gate().name(),
          d.count(),
          d.onProtectedDevices(),
          d.cases());
    }
  }

  @Operation(
      summary = "What a policy would have done differently in past investigations",
      description =
          "Plans recorded investigations again with the policy in the body and compares the "
              + "result with what was planned under the policy of each; what people ordered is "
              + "left out. No investigation is changed. A policy with an error is refused with "
              + "422, as by PUT. It runs for at most a minute and starts with the newest "
              + "investigations.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(mediaType = "application/yaml", schema = @Schema(type = "object"))))
  @PostMapping
  @Allowed(value = AccessRole.OPERATOR, everything = true)
  BacktestView backtest(
      HttpServletRequest request,
      @Parameter(description = "A time span such as 30d, or a time in ISO 8601")
          @RequestParam(defaultValue = "30d")
          String since)
      throws IOException {
    var from = from(since, clock.instant());
    return switch (PolicyFile.read(Readings.policyText(request))) {
      case PolicyReading.Refused refused ->
          throw new ProblemException(Readings.policyRefusal(refused.problems()));
      case PolicyReading.Read read -> run(read, from);
    };
  }

  private BacktestView run(PolicyReading.Read read, Instant from) {
    var trial = policies.backtest(read.policy(), from);
    var seconds = Math.max(0.001, trial.took().toMillis() / 1000.0);
    return new BacktestView(
        from,
        trial.cases(),
        trial.casesThatDiffer(),
        trial.complete(),
        seconds,
        Math.round(trial.cases() / seconds * 10) / 10.0,
        trial.differences().stream().map(DifferenceView::of).toList(),
        read.warnings().stream().map(PolicyController.Warning::of).toList());
  }

  private static Instant from(String since, Instant now) {
    var span = Durations.parse(since);
    if (span.isPresent()) {
      if (span.get().isNegative() || span.get().compareTo(LONGEST) > 0) {
        throw wrong();
      }
      return now.minus(span.get());
    }
    try {
      var moment = Filters.instant("since", since);
      if (moment != null) {
        return moment;
      }
    } catch (ProblemException neither) {
      // Said below, with both that it may be.
    }
    throw wrong();
  }

  private static ProblemException wrong() {
    return new ProblemException(
        ApiProblem.badField(
            "since", "must be a time span such as 30d, at most 3650d, or a time in ISO 8601"));
  }
}
