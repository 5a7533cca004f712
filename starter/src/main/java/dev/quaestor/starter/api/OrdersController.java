package dev.quaestor.starter.api;

import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.intake.order.ActionRequestReader;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Orders", description = "Ordering actions by hand, and proposing them to approvers")
@RestController
@RequestMapping("/api/v1/actions")
class OrdersController {
  private final Decisions decisions;
  private final Ledger ledger;
  private final ActionRequestReader reader;
  private final Ordering ordering;
  private final Requests requests;

  OrdersController(
      Decisions decisions,
      Ledger ledger,
      ActionRequestReader reader,
      Ordering ordering,
      Requests requests) {
    this.requests = requests;
    this.decisions = decisions;
    this.ledger = ledger;
    this.reader = reader;
    this.ordering = ordering;
  }

  /** Why it is taken back. */
  @Schema(name = "Withdrawal")
  record WithdrawalBody(@Nullable String comment) {}

  @Operation(
      summary = "Order an action by hand, or propose it",
      description =
          "The action runs immediately, is verified and can be undone like any other. "
              + "Approvers can run the actions of their area, analysts those that the policy lists "
              + "under manual.analysts; anything else is proposed and waits for an approver, "
              + "unless \"propose\" is false. \"targets\", or \"devices\" together with a file, "
              + "orders up to 1000 actions in one group. GET /actions/types lists types, "
              + "parameters and sources. The same Idempotency-Key from the same caller is the same "
              + "order.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"type"},
                              example =
                                  """
                                  {"type":"ISOLATE_DEVICE",\
                                  "target":{"type":"device","deviceId":"1e5bc9d7e413ddd7902c2932e418702b84d0cc07"},\
                                  "parameters":{"isolation":"FULL"},"comment":"Beaconing"}\
                                  """))),
      responses =
          @ApiResponse(
              responseCode = "202",
              description = "Started, or waiting for approval; for several, each with its target",
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(anyOf = {Ordering.Ordered.class, Ordering.OrderedGroup.class}))))
  @PostMapping
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ResponseEntity<?> order(
      HttpServletRequest request,
      @RequestHeader(name = Requests.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    var body = request.getInputStream().readAllBytes();
    var read = read(body);
    return ResponseEntity.accepted()
        .body(
            read.several()
                ? ordering.group(read, key, caller, body)
                : ordering.one(read, key, caller, body));
  }

  @Operation(
      summary = "Tell what would become of an order",
      description =
          "Takes what POST /actions takes and orders nothing: RUNS_NOW, WAITS for an approver, or"
              + " NEEDS_ANOTHER person than the caller, as the policy in force says. What a back end"
              + " says of the target when it is examined may still make it wait.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema =
                          @Schema(
                              type = "object",
                              requiredProperties = {"type"}))),
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "What the policy says",
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = Ordering.Preview.class))))
  @PostMapping("/preview")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  Ordering.Preview preview(HttpServletRequest request, @Parameter(hidden = true) Caller caller)
      throws IOException {
    return ordering.preview(read(request.getInputStream().readAllBytes()), caller);
  }

  private ActionReading.Read read(byte[] body) {
    return switch (reader.read(body)) {
      case ActionReading.Refused refused ->
          throw new ProblemException(Readings.refusal("action", refused.problems()));
      case ActionReading.Read read -> read;
    };
  }

  @Operation(
      summary = "Withdraw a proposal",
      description =
          "For the person who proposed it and for operators, while it is pending. It will "
              + "not run; it is recorded as rejected by the person who withdraws it.")
  @PostMapping("/{id}/withdraw")
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  ActionView withdraw(
      @PathVariable String id,
      @org.springframework.web.bind.annotation.RequestBody(required = false)
          @Nullable WithdrawalBody body,
      @Parameter(hidden = true) Caller caller) {
    var row =
        ledger
            .action(id)
            .orElseThrow(() -> new ProblemException(ApiProblem.notFound("action", id)));
    var comment = ApiTexts.comment(body == null ? null : body.comment());
    var proposer = row.plan().requestedBy();
    if (!requests.isOwn(row, caller) && !caller.holdsAny(AccessRole.OPERATOR)) {
      throw new ProblemException(
          ApiProblem.forbidden(
              "Only the person who proposed it and operators can withdraw a proposal; "
                  + "approvers can reject it"));
    }
    var workflowId = row.workflowId();
    if (proposer == null
        || workflowId == null
        || !isPending(row)
        || !decisions.withdraw(workflowId, caller.author(), comment)) {
      throw notPending(row);
    }
    var now =
        LedgerLag.bridged(() -> ledger.action(id).filter(r -> !isPending(r)))
            .or(() -> ledger.action(id))
            .orElse(Objects.requireNonNull(row));
    // Somebody may have decided between the look and the word.
    if (!isPending(now) && !isWithdrawnBy(caller, now.decision())) {
      throw notPending(now);
    }
    return ActionView.of(now);
  }

  private static boolean isWithdrawnBy(Caller caller, ActionRow.DecisionView decision) {
    return decision.status() != DecisionStatus.APPROVED
        && caller.author().name().equals(decision.decidedBy());
  }

  private static ProblemException notPending(ActionRow row) {
    return new ProblemException(
        ApiProblem.of(
                HttpStatus.CONFLICT,
                "not-pending",
                "It is not a pending proposal",
                "Its decision is %s.".formatted(row.decision().status()))
            .with(ActionView.of(row)));
  }

  private static boolean isPending(ActionRow row) {
    return row.decision().status() == DecisionStatus.PENDING;
  }
}
