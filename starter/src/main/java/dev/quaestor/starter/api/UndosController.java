package dev.quaestor.starter.api;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.starter.Orders;
import dev.quaestor.starter.UndoAnswer;
import dev.quaestor.starter.UndoProposal;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.UndoPreviewView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Undo", description = "Undoing what was done")
@RestController
@RequestMapping("/api/v1/actions")
class UndosController {
  private static final int MOST_AT_ONCE = 1000;

  private final Orders orders;
  private final Ledger ledger;

  UndosController(Orders orders, Ledger ledger) {
    this.orders = orders;
    this.ledger = ledger;
  }

  /**
   * Why to take it back.
   *
   * @param allInstances of a quarantined file: on every device where it was quarantined
   * @param propose leave it to an approver
   */
  @Schema(name = "UndoRequest")
  record UndoBody(
      @Nullable String comment, @Nullable Boolean allInstances, @Nullable Boolean propose) {}

  /** Several actions of one type. */
  @Schema(name = "BulkUndo")
  record BulkBody(@Nullable List<String> actionIds, @Nullable String comment) {}

  /** One result each. */
  @Schema(name = "UndoResults")
  record Results(List<Result> results) {}

  /**
   * What became of it for one action.
   *
   * @param status what the call for this action alone would have answered
   */
  @Schema(name = "UndoResult")
  record Result(String actionId, int status, String detail, @Nullable ActionView action) {}

  @Operation(
      summary = "What an undo would do",
      description =
          "Changes nothing: what would be given back, who did it and when, who else needs it to"
              + " stay, and what else the same case did that could be undone too.")
  @GetMapping("/{id}/undo")
  @Allowed(AccessRole.VIEWER)
  UndoPreviewView preview(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    return ledger
        .undoOutlook(id)
        .map(outlook -> UndoPreviewView.of(outlook, caller))
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("action", id)));
  }

  @Operation(
      summary = "Undo an action",
      description =
          "Gives up what the action holds. If others still need it, it stays in place and "
              + "the undo ends as HELD_BY_OTHERS. Otherwise the undo checks that the state is "
              + "still as the action left it (if not, it ends as CHANGED_SINCE), runs the inverse "
              + "action and verifies it. A second call joins the running undo; if the action has "
              + "already been undone, the answer is 200 with the action. With allInstances, every "
              + "quarantine of the same file that can be undone is undone, with one result for "
              + "each. A caller who may not undo it proposes the undo to an approver, unless "
              + "\"propose\" is false; the answer is then the proposal. There is at most one "
              + "pending proposal for an action, whoever asks for it.",
      responses = {
        @ApiResponse(
            responseCode = "202",
            description = "It is being undone; with allInstances, each one",
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(anyOf = {ActionView.class, Results.class}))),
        @ApiResponse(
            responseCode = "200",
            description = "It has already been undone",
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = ActionView.class)))
      })
  @PostMapping("/{id}/undo")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ResponseEntity<?> undo(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable UndoBody body,
      @Parameter(hidden = true) Caller caller) {
    var row =
        ledger
            .action(id)
            .orElseThrow(() -> new ProblemException(ApiProblem.notFound("action", id)));
    var comment = ApiTexts.comment(body == null ? null : body.comment());
    boolean all = body != null && Boolean.TRUE.equals(body.allInstances());
    var propose = body == null ? null : body.propose();
    if (Boolean.TRUE.equals(propose)
        || (propose == null && !all && !caller.mayDecide(row.area()))) {
      return ResponseEntity.accepted().body(proposed(row, comment, caller));
    }
    requireMayUndo(row, caller);
    if (all) {
      return ResponseEntity.accepted()
          .body(new Results(undoAll(instancesOf(row), comment, caller)));
    }
    return switch (orders.undo(row, caller.author(), comment)) {
      case UndoAnswer.Running running ->
          ResponseEntity.accepted().body(ActionView.of(running.action()));
      case UndoAnswer.Undone undone -> ResponseEntity.ok(ActionView.of(undone.action()));
      case UndoAnswer.NotUndoable not -> throw notUndoable(not.action(), not.because());
      case UndoAnswer.Unheard unheard -> throw unheard.why();
    };
  }

  private static void requireMayUndo(ActionRow row, Caller caller) {
    if (!caller.mayDecide(row.area())) {
      throw new ProblemException(
          ApiProblem.forbidden(
              ("Undoing this requires the role of an approver for %s " + "actions")
                  .formatted(row.area())));
    }
  }

  private ActionView proposed(ActionRow row, @Nullable String comment, Caller caller) {
    return switch (orders.proposeUndo(row, caller.author(), comment)) {
      case UndoProposal.NotUndoable not -> throw notUndoable(row, not.because());
      case UndoProposal.Standing proposal ->
          ActionView.of(proposal.row().orElseThrow(() -> notYetKnown(proposal)));
    };
  }

  private static ProblemException notYetKnown(UndoProposal.Standing proposal) {
    return new ProblemException(
        ApiProblem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "ledger-behind",
            "The ledger has not recorded it yet",
            ("The proposal %s was submitted. Send the same call again; it does not create a "
                    + "second one.")
                .formatted(proposal.actionId())));
  }

  private static ProblemException notUndoable(ActionRow row, String because) {
    return new ProblemException(
        ApiProblem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "not-undoable",
                "The action cannot be undone",
                because)
            .with(ActionView.of(row)));
  }

  /** The quarantines of the same file, by its hash, that can be undone now. */
  private List<ActionRow> instancesOf(ActionRow row) {
    if (row.type() != ActionType.STOP_AND_QUARANTINE_FILE
        || !(row.target() instanceof FileArtifact file)) {
      throw new ProblemException(
          ApiProblem.of(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "bad-field",
                  "A field is not valid",
                  "allInstances: is only for %s".formatted(ActionType.STOP_AND_QUARANTINE_FILE))
              .at("allInstances", null, null));
    }
    var hashes =
        Stream.of(file.sha256(), file.sha1()).flatMap(Stream::ofNullable).distinct().toList();
    if (hashes.isEmpty()) {
      return List.of(row);
    }
    return ledger.actionsNaming(hashes, row.type(), MOST_AT_ONCE).stream()
        .filter(a -> a.target() instanceof FileArtifact other && isSame(file, other))
        .filter(a -> a.undo().state().mayBeTried())
        .toList();
  }

  private static boolean isSame(FileArtifact one, FileArtifact other) {
    return one.sha256() != null && other.sha256() != null
        ? one.sha256().equals(other.sha256())
        : one.sha1() != null && one.sha1().equals(other.sha1());
  }

  @Operation(
      summary = "Undo several actions of one type",
      description =
          "One result for each action; one that cannot be undone does not affect the others.")
  @PostMapping("/undo")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  Results undoSeveral(@RequestBody BulkBody body, @Parameter(hidden = true) Caller caller) {
    var ids = body.actionIds();
    if (ids == null || ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
      throw new ProblemException(
          ApiProblem.badField("actionIds", "must name 1 to %d actions".formatted(MOST_AT_ONCE)));
    }
    var rows = new ArrayList<ActionRow>();
    var unknown = new ArrayList<Result>();
    for (var id : ids.stream().distinct().toList()) {
      ledger
          .action(id)
          .ifPresentOrElse(
              rows::add,
              () ->
                  unknown.add(
                      new Result(
                          ApiTexts.shown(id),
                          HttpStatus.NOT_FOUND.value(),
                          "There is no action with this id.",
                          null)));
    }
    var types = rows.stream().map(ActionRow::type).distinct().toList();
    if (types.size() > 1) {
      throw new ProblemException(
          ApiProblem.of(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "bad-field",
                  "A field is not valid",
                  "actionIds: must be of one type, but are of " + types)
              .at("actionIds", null, null));
    }
    var results = new ArrayList<>(undoAll(rows, ApiTexts.comment(body.comment()), caller));
    results.addAll(unknown);
    return new Results(List.copyOf(results));
  }

  private List<Result> undoAll(List<ActionRow> rows, @Nullable String comment, Caller caller) {
    var mine = rows.stream().filter(row -> caller.mayDecide(row.area())).toList();
    return Stream.concat(
            orders.undo(mine, caller.author(), comment).stream().map(UndosController::result),
            rows.stream()
                .filter(row -> !caller.mayDecide(row.area()))
                .map(
                    row ->
                        result(
                            row,
                            HttpStatus.FORBIDDEN,
                            "Only an approver for its area can undo it.")))
        .toList();
  }

  private static Result result(UndoAnswer answer) {
    return switch (answer) {
      case UndoAnswer.Running running ->
          result(running.action(), HttpStatus.ACCEPTED, "It is being undone.");
      case UndoAnswer.Undone undone ->
          result(undone.action(), HttpStatus.OK, "It has already been undone.");
      case UndoAnswer.NotUndoable not ->
          result(not.action(), HttpStatus.UNPROCESSABLE_CONTENT, not.because());
      case UndoAnswer.Unheard unheard ->
          result(
              unheard.action(),
              HttpStatus.SERVICE_UNAVAILABLE,
              String.valueOf(unheard.why().getMessage()));
    };
  }

  private static Result result(ActionRow row, HttpStatus status, String detail) {
    return new Result(row.actionId(), status.value(), detail, ActionView.of(row));
  }
}
