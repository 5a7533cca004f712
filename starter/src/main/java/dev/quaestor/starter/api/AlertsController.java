package dev.quaestor.starter.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.Submissions.Submitted;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.EventId;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.text.Storable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Alerts", description = "Where investigations come from")
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsController {
  private final AlertIntake intake;
  private final Submissions submissions;

  AlertsController(AlertIntake intake, Submissions submissions) {
    this.intake = intake;
    this.submissions = submissions;
  }

  /**
   * Each alert of the body, in its order.
   *
   * @param skipped what was among them and is no alert, in words; null when there was nothing else
   */
  @Schema(name = "AlertAnswers")
  record Answers(
      List<Answer> alerts,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> skipped) {}

  /**
   * An alert and the investigation it is part of.
   *
   * @param version the number of what the alert says now: 1, or more when it has come before and
   *     said something else
   * @param ended whether that investigation knew the alert and has ended, so that nothing is looked
   *     at again
   */
  @Schema(name = "AlertAnswer")
  record Answer(
      String alertId, String investigationId, boolean joined, int version, boolean ended) {
    static Answer of(Submitted submitted) {
      return new Answer(
          submitted.alertId(),
          submitted.investigationId(),
          submitted.joined(),
          submitted.version(),
          submitted.ended());
    }
  }

  @Operation(
      summary = "Submit alerts",
      description =
          "One alert, an array of alerts, one alert per line, or a vendor's list; the format "
              + "is recognised by its shape. Each alert starts an investigation or joins the "
              + "running one about the same thing. Either all alerts are accepted or none. The "
              + "same alert sent again returns the same ids with joined = true. Different content "
              + "under the id of an earlier alert from the same sender is a new version of that "
              + "alert and is judged again. An accepted investigation is never lost; while the "
              + "ledger cannot write, other calls may not know it yet (404).",
      requestBody =
          @RequestBody(
              required = true,
              description =
                  "Microsoft Graph alert_v2 or incident with alerts, Defender for Endpoint "
                      + "alert or XDR incident, OCSF Detection Finding, Wazuh, Suricata EVE, "
                      + "Elastic Security, Microsoft Sentinel incident or SecurityAlert, a raw RFC "
                      + "822 message, or Quaestor's own JSON. Any of them may come in a "
                      + "CloudEvent, whose source and id then identify the alert (in binary mode, "
                      + "through its ce- headers). At most 10 MiB in all and 1 MiB for each alert",
              content = {
                @Content(mediaType = "application/json", schema = @Schema(type = "object")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(
                    mediaType = "application/cloudevents+json",
                    schema = @Schema(type = "object")),
                @Content(
                    mediaType = "application/cloudevents-batch+json",
                    schema = @Schema(type = "array")),
                @Content(mediaType = "message/rfc822", schema = @Schema(type = "string"))
              }))
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed({AccessRole.SOURCE, AccessRole.ANALYST})
  Answers submit(
      HttpServletRequest request,
      @Parameter(description = "Forces the format") @RequestParam(required = false)
          @Nullable String format,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var forced = forcedFormat(format);
    var body = request.getInputStream().readAllBytes();
    var event = EventId.ofHeaders(request::getHeader);
    return switch (intake.read(body, request.getContentType(), forced, event)) {
      case Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("alert", refused.problems()));
      case Reading.Read read ->
          new Answers(
              submissions.submit(read.alerts(), caller.alertAuthor()).stream()
                  .map(Answer::of)
                  .toList(),
              read.leftOut().isEmpty()
                  ? null
                  : read.leftOut().stream().map(p -> Storable.of(p.toString())).toList());
    };
  }

  private static @Nullable AlertSource forcedFormat(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    return AlertSource.named(given)
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.badField(
                        "format", ApiTexts.mustBe(List.copyOf(AlertSource.names())))));
  }
}
