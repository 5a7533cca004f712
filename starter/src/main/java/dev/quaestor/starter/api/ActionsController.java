package dev.quaestor.starter.api;

import dev.quaestor.actioncenter.ActionSource;
import dev.quaestor.remediation.ActionType;
import dev.quaestor.starter.Investigations;
import dev.quaestor.starter.UndoAnswer;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.Role;
import dev.quaestor.starter.intake.ActionReading;
import dev.quaestor.starter.intake.ActionRequestReader;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Actions", description = "The Action Center: what waits, what was done, taking it back")
@RestController
@RequestMapping("/api/v1/actions")
class ActionsController {
  /** As many as one CSV ever has; a longer history is read page by page. */
  private static final int CSV_ROWS = 50_000;

  private final Investigations investigations;
  private final Ledger ledger;
  private final ActionRequestReader reader;

  ActionsController(Investigations investigations, Ledger ledger, ActionRequestReader reader) {
    this.investigations = investigations;
    this.ledger = ledger;
    this.reader = reader;
  }

  /** Why to take it back. */
  @Schema(name = "UndoRequest")
  record UndoBody(@Nullable String comment) {}

  /** An action on its way; {@code GET /actions/{actionId}} tells how it goes. */
  @Schema(name = "OrderedAction")
  record Ordered(String actionId, ActionType type, String workflowId) {}

  @Operation(
      summary = "List actions",
      description =
          "status=pending is what waits for a decision, the first to expire on top; history is all"
              + " the rest, newest first. With Accept: text/csv the whole list comes as CSV.")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Allowed(Role.VIEWER)
  PageView<ActionView> list(
      @Parameter(schema = @Schema(allowableValues = {"pending", "history"}))
          @RequestParam(required = false)
          ActionFilter.@Nullable Status status,
      @RequestParam(required = false) @Nullable ActionType type,
      @RequestParam(required = false) @Nullable ActionSource source,
      @RequestParam(required = false) @Nullable String investigation,
      @RequestParam(required = false) @Nullable String decidedBy,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageView.of(
        ledger.actions(filter(status, type, source, investigation, decidedBy, q, page, size)),
        ActionView::of);
  }

  @Operation(hidden = true)
  @GetMapping(produces = "text/csv")
  @Allowed(Role.VIEWER)
  void csv(
      @RequestParam(required = false) ActionFilter.@Nullable Status status,
      @RequestParam(required = false) @Nullable ActionType type,
      @RequestParam(required = false) @Nullable ActionSource source,
      @RequestParam(required = false) @Nullable String investigation,
      @RequestParam(required = false) @Nullable String decidedBy,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      HttpServletResponse response)
      throws IOException {
    boolean all = page == null && size == null;
    int wanted = all ? Page.MAX_SIZE : size == null ? Page.DEFAULT_SIZE : size;
    int at = page == null ? 0 : page;
    // The first page is read before the first byte goes out, so that a failure is still a problem.
    var rows =
        ledger.actions(filter(status, type, source, investigation, decidedBy, q, at, wanted));
    response.setContentType("text/csv;charset=UTF-8;header=present");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"quaestor-actions.csv\"");
    try (var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
      out.write(ActionCsv.header());
      for (int written = 0; ; ) {
        for (var row : rows.items()) {
          out.write(ActionCsv.row(ActionView.of(row)));
        }
        written += rows.items().size();
        if (!all || rows.items().size() < rows.size() || written >= CSV_ROWS) {
          return;
        }
        rows =
            ledger.actions(filter(status, type, source, investigation, decidedBy, q, ++at, wanted));
      }
    }
  }

  private static ActionFilter filter(
      ActionFilter.@Nullable Status status,
      @Nullable ActionType type,
      @Nullable ActionSource source,
      @Nullable String investigation,
      @Nullable String decidedBy,
      @Nullable String q,
      int page,
      int size) {
    return new ActionFilter(
        status,
        type,
        source,
        Filters.text(investigation),
        Filters.text(decidedBy),
        Filters.text(q),
        page,
        size);
  }

  @Operation(
      summary = "One action",
      description = "Whether it was agreed to, whether it worked, whether it was taken back.")
  @GetMapping("/{id}")
  @Allowed(Role.VIEWER)
  ActionView action(@PathVariable String id) {
    return ActionView.of(require(id));
  }

  @Operation(
      summary = "Order an action by hand",
      description =
          "Runs at once, is verified and can be undone as any other. Analysts may order what only"
              + " looks; what changes something needs the approver's role of its area. The same"
              + " Idempotency-Key of the same caller is the same action.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"type", "target"},
                              example =
                                  """
                                  {"type":"ISOLATE_DEVICE",\
                                  "target":{"type":"device","deviceId":"1e5bc9d7e413ddd7902c2932e418702b84d0cc07"},\
                                  "parameters":{"isolation":"FULL"},"comment":"Beaconing"}"""))))
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed({Role.ANALYST, Role.DEVICE_APPROVER, Role.EMAIL_APPROVER})
  Ordered order(
      HttpServletRequest request,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var actionId = "act-" + IdempotencyKey.idOf(key, caller, "action");
    var body = request.getInputStream().readAllBytes();
    return switch (reader.read(body)) {
      case ActionReading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case ActionReading.Read read -> order(actionId, read, caller);
    };
  }

  private Ordered order(String actionId, ActionReading.Read read, Caller caller) {
    var action = read.action();
    if (!caller.mayOrder(action.type())) {
      throw new ProblemException(
          Problem.of(
              HttpStatus.FORBIDDEN,
              "%s needs the role of an approver for %s actions"
                  .formatted(action.type(), action.type().area())));
    }
    var before = ledger.action(actionId);
    if (before.isPresent()) {
      if (!before.get().action().equals(action)) {
        throw new ProblemException(
            Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "key-reused",
                    "The Idempotency-Key was used for something else",
                    "Take another key for another action.")
                .at(IdempotencyKey.HEADER, null, null));
      }
      return new Ordered(
          actionId, action.type(), dev.quaestor.wire.WorkflowIds.remediation(actionId));
    }
    var ordered =
        investigations.order(actionId, action, caller.name(), Texts.comment(read.comment()));
    return new Ordered(ordered.actionId(), action.type(), ordered.workflowId());
  }

  @Operation(
      summary = "Undo an action",
      description =
          "Checks that the world still looks as the action left it, runs the inverse and verifies"
              + " it. A second call joins the undo that runs; what was undone already is answered"
              + " with 200 as it stands.")
  @PostMapping("/{id}/undo")
  @Allowed({Role.DEVICE_APPROVER, Role.EMAIL_APPROVER})
  ResponseEntity<ActionView> undo(
      @PathVariable String id,
      @org.springframework.web.bind.annotation.RequestBody(required = false)
          @Nullable UndoBody body,
      @Parameter(hidden = true) Caller caller) {
    var row = require(id);
    if (!caller.mayDecide(row.area())) {
      throw new ProblemException(
          Problem.of(
              HttpStatus.FORBIDDEN,
              "Undoing this needs the role of an approver for %s actions".formatted(row.area())));
    }
    var comment = Texts.comment(body == null ? null : body.comment());
    return switch (investigations.undo(row, caller.name(), comment)) {
      case UndoAnswer.Running running ->
          ResponseEntity.accepted().body(ActionView.of(running.action()));
      case UndoAnswer.Undone undone -> ResponseEntity.ok(ActionView.of(undone.action()));
      case UndoAnswer.NotUndoable not ->
          throw new ProblemException(
              Problem.of(
                      HttpStatus.UNPROCESSABLE_CONTENT,
                      "not-undoable",
                      "The action cannot be undone",
                      not.because())
                  .with(ActionView.of(not.action())));
    };
  }

  private ActionRow require(String id) {
    return ledger
        .action(id)
        .orElseThrow(() -> new ProblemException(Problem.notFound("action", id)));
  }
}
