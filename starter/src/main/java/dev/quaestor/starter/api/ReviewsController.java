package dev.quaestor.starter.api;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.starter.Reviews;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.MissedReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.InvestigationRowView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Reviews", description = "How people classify alerts and evidence afterwards")
@RestController
@RequestMapping("/api/v1")
class ReviewsController {
  private static final int LONGEST_KEY = 4000;

  private final Reviews reviews;
  private final Cases cases;
  private final Ledger ledger;
  private final MissedReader missed = new MissedReader();

  ReviewsController(Reviews reviews, Ledger ledger, Submissions submissions) {
    this.ledger = ledger;
    this.reviews = reviews;
    this.cases = new Cases(submissions, ledger);
  }

  /**
   * What something was.
   *
   * @param entityKey the evidence spoken of; not for alerts
   * @param investigationId the case whose alert is spoken of, where several hold one of its id; not
   *     for evidence
   * @param determination why; must go with the classification
   */
  @Schema(name = "Classification")
  record Classifying(
      @Nullable String entityKey,
      @Nullable String investigationId,
      @Nullable Classification classification,
      @Nullable Determination determination,
      @Nullable String comment) {

    Reviews.Word word(Caller caller) {
      if (classification == null) {
        throw bad("classification", "is missing: one of " + List.of(Classification.values()));
      }
      if (determination == null || !classification.determinations().contains(determination)) {
        throw new ProblemException(
            ApiProblem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "bad-determination",
                    "The determination does not fit",
                    "determination: must be one of %s for %s"
                        .formatted(new TreeSet<>(classification.determinations()), classification))
                .at("determination", null, null));
      }
      return new Reviews.Word(
          classification, determination, caller.author(), ApiTexts.comment(comment));
    }

    private static ProblemException bad(String field, String message) {
      return new ProblemException(ApiProblem.badField(field, message));
    }
  }

  /** The word, and what follows from it. */
  @Schema(name = "Review")
  record ReviewView(
      String investigationId,
      @Nullable String alertId,
      @Nullable String entityKey,
      Classification classification,
      Determination determination,
      String classifiedBy,
      @Nullable String comment,
      @Schema(description = "Undos that are now waiting for an approver")
          List<Reviews.ProposedUndo> proposals,
      @Schema(description = "What was done because of it and cannot be undone")
          List<Reviews.Remaining> notUndoable,
      @Schema(description = "Whether the investigation is still running and judges again")
          boolean running) {
    static ReviewView of(Reviews.Reviewed r) {
      return new ReviewView(
          r.investigationId(),
          r.alertId(),
          r.entityKey(),
          r.word().classification(),
          r.word().determination(),
          r.word().by().name(),
          r.word().comment(),
          r.proposals(),
          r.notUndoable(),
          r.running());
    }
  }

  @Operation(
      summary = "Classify an alert",
      description =
          "For a false positive or an expected activity, the undo of what was done because "
              + "of this alert alone is proposed; each proposal waits for an approver for its "
              + "area. The latest classification counts. If several investigations have an alert "
              + "with this id, investigationId selects one; without it, the answer is 409 and "
              + "lists them.")
  @PostMapping("/alerts/{alertId}/classify")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ReviewView alert(
      @PathVariable String alertId,
      @RequestBody Classifying body,
      @Parameter(hidden = true) Caller caller) {
    var word = body.word(caller);
    var found = cases.report(caseOf(alertId, body.investigationId()));
    return ReviewView.of(reviews.alert(found, alertId, word));
  }

  private String caseOf(String alertId, @Nullable String wanted) {
    var holding =
        ledger.casesOfAlert(alertId).stream()
            .filter(c -> wanted == null || c.investigationId().equals(wanted))
            .toList();
    return switch (holding.size()) {
      case 0 -> throw new ProblemException(noSuchAlert(alertId, wanted));
      case 1 -> holding.getFirst().investigationId();
      default ->
          throw new ProblemException(
              ApiProblem.of(
                      HttpStatus.CONFLICT,
                      "ambiguous-alert",
                      "Several investigations have an alert with this id",
                      "investigationId: specify one of %s"
                          .formatted(
                              holding.stream()
                                  .map(CaseRow::investigationId)
                                  .collect(Collectors.joining(", "))))
                  .at("investigationId", null, null)
                  .withAll(holding.stream().map(InvestigationRowView::of).toList()));
    };
  }

  private static ApiProblem noSuchAlert(String alertId, @Nullable String wanted) {
    return wanted == null
        ? ApiProblem.notFound("alert", alertId)
        : ApiProblem.of(
                HttpStatus.NOT_FOUND,
                "unknown-alert",
                "There is no such alert",
                "Investigation \"%s\" has no alert \"%s\""
                    .formatted(ApiTexts.shown(wanted), ApiTexts.shown(alertId)))
            .at("investigationId", null, null);
  }

  @Operation(
      summary = "Classify a piece of evidence",
      description =
          "As for an alert; verdicts that rest on this piece change with it. An "
              + "investigation that is still running judges and plans again.")
  @PostMapping("/investigations/{id}/evidence/classify")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ReviewView evidence(
      @PathVariable String id,
      @RequestBody Classifying body,
      @Parameter(hidden = true) Caller caller) {
    var found = cases.report(id);
    var word = body.word(caller);
    var key = ApiTexts.bounded("entityKey", body.entityKey(), LONGEST_KEY);
    if (key == null) {
      throw new ProblemException(
          ApiProblem.badField("entityKey", "is missing: which evidence, as named in the report?"));
    }
    return reviews
        .evidence(found, key, word)
        .map(ReviewView::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.of(
                            HttpStatus.NOT_FOUND,
                            "unknown-evidence",
                            "There is no such evidence",
                            "Investigation %s has no evidence \"%s\""
                                .formatted(ApiTexts.shown(id), ApiTexts.shown(key)))
                        .at("entityKey", null, null)));
  }

  /** The investigation that was started on what was missed. */
  @Schema(name = "MissedStarted")
  record MissedView(
      String investigationId, String missedIn, String workflowId, String runId, boolean joined) {}

  @Operation(
      summary = "Report that something bad was missed",
      description =
          "Starts an investigation of it, with the severity of the one that missed it. "
              + "Reporting the same thing for the same investigation again returns the same new "
              + "investigation while that is open. Each person's report counts as theirs: what "
              + "follows from it runs on its own only where that person may order it.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"entity"},
                              example =
                                  """
                                  {"entity":{"type":"url","value":"https://login.example/x"},\
                                  "comment":"The same kit again"}\
                                  """))))
  @PostMapping("/investigations/{id}/missed")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  MissedView missed(
      @PathVariable String id, HttpServletRequest request, @Parameter(hidden = true) Caller caller)
      throws IOException {
    var summary = cases.row(id);
    var body = request.getInputStream().readAllBytes();
    return switch (missed.read(body, id, summary.severity())) {
      case Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("missed", refused.problems()));
      case Reading.Read read -> {
        var alert = read.alerts().getFirst();
        var started =
            reviews.missed(id, alert, caller.author(), ApiTexts.comment(alert.description()));
        yield new MissedView(
            started.investigationId(), id, started.workflowId(), started.runId(), started.joined());
      }
    };
  }
}
