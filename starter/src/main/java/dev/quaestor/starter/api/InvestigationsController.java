package dev.quaestor.starter.api;

import dev.quaestor.action.Area;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.ManualCaseReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.ledger.CaseFilter;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.LogLine;
import dev.quaestor.starter.view.InvestigationRowView;
import dev.quaestor.starter.view.InvestigationView;
import dev.quaestor.starter.view.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@Tag(name = "Investigations", description = "What is being investigated, what was found, and why")
@RestController
@RequestMapping("/api/v1/investigations")
class InvestigationsController {
  private static final Set<Listing.Sort> SORTS =
      EnumSet.of(
          Listing.Sort.NEWEST,
          Listing.Sort.OLDEST,
          Listing.Sort.ATTENTION,
          Listing.Sort.GRAVEST,
          Listing.Sort.MILDEST);

  private final Submissions submissions;
  private final Decisions decisions;
  private final Ledger ledger;
  private final Cases cases;
  private final ManualCaseReader reader;
  private final Requests requests;

  InvestigationsController(
      Submissions submissions,
      Decisions decisions,
      Ledger ledger,
      ManualCaseReader reader,
      Requests requests) {
    this.requests = requests;
    this.submissions = submissions;
    this.decisions = decisions;
    this.ledger = ledger;
    this.cases = new Cases(submissions, ledger);
    this.reader = reader;
  }

  /** An investigation that was started or joined. */
  @Schema(name = "StartedInvestigation")
  record Started(String investigationId, String workflowId, String runId) {}

  /** Why to stop, and whether to take back what was done. */
  @Schema(name = "Cancellation")
  record Cancellation(@Nullable String comment, @Nullable Boolean rollback) {}

  /** What was asked of an investigation that goes on until it has stopped. */
  @Schema(name = "CancelRequested")
  record CancelAnswer(
      String investigationId, InvestigationStatus state, String workflowId, boolean rollback) {}

  /**
   * Events in the order in which they were recorded.
   *
   * @param next what to hand in as {@code after} for what comes later
   */
  @Schema(name = "Log")
  record LogView(List<LineView> items, long next) {}

  /** One event of the ledger. */
  @Schema(name = "LogLine")
  record LineView(
      long id,
      String stream,
      long seq,
      Instant at,
      String type,
      @Schema(types = "object", description = "The event as it was recorded") JsonNode event) {
    static LineView of(LogLine line) {
      return new LineView(
          line.id(), line.stream(), line.seq(), line.at(), line.type(), line.event());
    }
  }

  @Operation(
      summary = "Start an investigation by hand",
      description =
          "On entities that a person wants to have investigated. The same Idempotency-Key "
              + "from the same caller returns the same investigation.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"title", "entities"},
                              example =
                                  """
                                  {"title":"Odd logons","severity":"MEDIUM",\
                                  "entities":[{"type":"user","userPrincipalName":"a@contoso.example"}],\
                                  "comment":"Seen by the help desk"}\
                                  """))))
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed(AccessRole.ANALYST)
  Started start(
      HttpServletRequest request,
      @RequestHeader(name = Requests.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var body = request.getInputStream().readAllBytes();
    if (reader.read(body, "") instanceof Reading.Refused refused) {
      throw new ProblemException(Readings.refusal("investigation", refused.problems()));
    }
    var caseId = requests.idOf(key, caller, "investigation", body);
    return switch (reader.read(body, caseId)) {
      case Reading.Refused refused ->
          throw new ProblemException(Readings.refusal("investigation", refused.problems()));
      case Reading.Read read -> {
        var started = submissions.submit(read.alerts().getFirst(), caller.author());
        yield new Started(started.investigationId(), started.workflowId(), started.runId());
      }
    };
  }

  @Operation(
      summary = "List investigations",
      description =
          "Newest first. At most 10,000 are counted; beyond that, totalIsCapped is true. To "
              + "read a long list, pass nextCursor as cursor.")
  @GetMapping
  @Allowed(AccessRole.VIEWER)
  PageView<InvestigationRowView> list(
      @RequestParam(required = false) @Nullable InvestigationStatus state,
      @RequestParam(required = false) @Nullable Severity severity,
      @RequestParam(required = false) @Nullable Verdict verdict,
      @Parameter(description = "Only those whose end a person should review")
          @RequestParam(required = false)
          @Nullable Boolean attention,
      @Parameter(description = "A device's id or name") @RequestParam(required = false)
          @Nullable String device,
      @Parameter(description = "Words in a title, an id or a piece of evidence")
          @RequestParam(required = false)
          @Nullable String q,
      @Parameter(description = "Only those with an action of this area")
          @RequestParam(required = false)
          @Nullable Area area,
      @Parameter(description = "A user's or a mailbox's name or address")
          @RequestParam(required = false)
          @Nullable String user,
      @Parameter(description = "Who takes care of it") @RequestParam(required = false)
          @Nullable String assignee,
      @Parameter(description = "One of its tags") @RequestParam(required = false)
          @Nullable String tag,
      @Parameter(
              description =
                  "Started at or after this time, or within this time span: 2026-03-01T10:00:00Z, 7d")
          @RequestParam(required = false)
          @Nullable String since,
      @Parameter(description = "Started before this time") @RequestParam(required = false)
          @Nullable String until,
      @Parameter(
              description =
                  "By default -createdAt, newest first; attention has first what a person should look at")
          @RequestParam(required = false)
          Listing.@Nullable Sort sort,
      @Parameter(
              description =
                  "The nextCursor or previousCursor of another page; not to be combined with page."
                      + " It stays correct while the list grows")
          @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(
              description = "The first 20 have a number; what is behind them, a cursor",
              schema = @Schema(type = "integer", defaultValue = "0", maximum = "19"))
          @RequestParam(required = false)
          @Nullable Integer page,
      @RequestParam(defaultValue = "50") int size) {
    return PageView.of(
        ledger.cases(
            new CaseFilter(
                state,
                severity,
                verdict,
                attention,
                Filters.text(device),
                Filters.text(q),
                area,
                Filters.text(user),
                Filters.text(assignee),
                Filters.text(tag),
                Filters.listing(
                    Filters.sort(sort, SORTS),
                    since,
                    until,
                    cursor,
                    page,
                    size,
                    id -> ledger.caseRow(id).isPresent()))),
        InvestigationRowView::of);
  }

  @Operation(
      summary = "The report of an investigation",
      description = "Every piece of evidence with its verdict and reasons, and every action.")
  @GetMapping("/{id}")
  @Allowed(AccessRole.VIEWER)
  InvestigationView report(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    return InvestigationView.of(cases.report(id), caller);
  }

  @Operation(
      summary = "The ledger's events of an investigation",
      description = "In the order in which they were recorded, undos of its actions included.")
  @GetMapping("/{id}/log")
  @Allowed(AccessRole.VIEWER)
  LogView log(
      @PathVariable String id,
      @Parameter(description = "Return the events recorded after this one")
          @RequestParam(defaultValue = "0")
          long after,
      @RequestParam(defaultValue = "1000") int limit) {
    Filters.number("after", after, 0, Long.MAX_VALUE);
    Filters.number("limit", limit, 1, Ledger.MAX_LOG_LINES);
    cases.row(id);
    var lines = ledger.log(id, after, limit).stream().map(LineView::of).toList();
    return new LogView(lines, lines.isEmpty() ? after : lines.getLast().id());
  }

  @Operation(
      summary = "Cancel an investigation",
      description =
          "Asks it to stop; with rollback, what it did is undone, newest first. The call "
              + "returns immediately; the report shows when the investigation has stopped.")
  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed(AccessRole.OPERATOR)
  CancelAnswer cancel(
      @PathVariable String id,
      @org.springframework.web.bind.annotation.RequestBody(required = false)
          @Nullable Cancellation body,
      @Parameter(hidden = true) Caller caller) {
    var summary = cases.row(id);
    var comment = ApiTexts.comment(body == null ? null : body.comment());
    boolean rollback = body != null && Boolean.TRUE.equals(body.rollback());
    if (rollback) {
      requireMayRollBack(id, caller);
    }
    if (summary.state().ended() || !decisions.cancel(summary, caller.author(), comment, rollback)) {
      throw new ProblemException(
          ApiProblem.of(
                  HttpStatus.CONFLICT,
                  "ended",
                  "The investigation has ended",
                  "It ended as %s; undo its actions one by one.".formatted(summary.state()))
              .with(InvestigationRowView.of(summary)));
    }
    return new CancelAnswer(id, summary.state(), summary.workflowId(), rollback);
  }

  /** A rollback is the undo of each of its actions. */
  private void requireMayRollBack(String id, Caller caller) {
    cases.report(id).actions().stream()
        .filter(a -> a.undo().state().mayBeTried() && !caller.mayDecide(a.area()))
        .findFirst()
        .ifPresent(
            a -> {
              throw new ProblemException(
                  ApiProblem.forbidden(
                      ("Rolling back undoes %s, which requires the role of an approver for %s "
                              + "actions; without rollback, the investigation stops and "
                              + "what it did "
                              + "stays in place")
                          .formatted(a.summary(), a.area())));
            });
  }
}
