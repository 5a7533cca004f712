package dev.quaestor.starter.api;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Decisions", description = "Approving and rejecting what is pending")
@RestController
@RequestMapping("/api/v1/actions")
class DecisionsController {
  private static final int MOST_AT_ONCE = 500;

  private final Decisions decisions;
  private final Ledger ledger;

  DecisionsController(Decisions decisions, Ledger ledger) {
    this.decisions = decisions;
    this.ledger = ledger;
  }

  /**
   * A decision on one action.
   *
   * @param planHash what the approver was shown; another plan then refuses the decision
   */
  @Schema(name = "Decision")
  record DecisionBody(@Nullable String comment, @Nullable String planHash) {}

  /**
   * A decision on several.
   *
   * @param planHashes by action id, what the approver was shown; an action whose plan is another
   *     now is not decided
   */
  @Schema(name = "BulkDecision")
  record BulkBody(
      @Nullable List<String> actionIds,
      @Nullable Choice decision,
      @Nullable String comment,
      @Nullable Map<String, String> planHashes) {}

  /** One result each, in the order asked. */
  @Schema(name = "BulkResult")
  record BulkAnswer(List<Item> results) {}

  /**
   * What became of it for one action.
   *
   * @param status what the call for this action alone would have answered
   */
  @Schema(name = "DecisionResult")
  record Item(
      String actionId,
      DecisionResult.Result result,
      int status,
      String detail,
      @Nullable ActionView action) {
    static Item of(DecisionResult ruling, Function<DecisionResult, ActionView> view) {
      var row = ruling.action();
      return new Item(
          ApiTexts.shown(ruling.actionId()),
          ruling.result(),
          statusOf(ruling.result()).value(),
          ruling.sentence(),
          row == null ? null : view.apply(ruling));
    }
  }

  @Operation(
      summary = "Approve an action",
      description =
          "Returns the action as it then stands. If it has already been decided, or if its plan no"
              + " longer matches the given planHash, the answer is 409 with the action. If the same"
              + " action is waiting in other cases under the same verdict and gate, it is decided"
              + " there too: alsoDecided tells what became of it in each. Where the policy wants"
              + " several people, an approval that is not the last one answers 200 with the action"
              + " still PENDING: pending.approvals tells what there is and what is needed. 403"
              + " four-eyes means that you proposed it or said what led to it, 403 role-needed that"
              + " it takes a role which you do not hold, 403 sign-in-again that it takes a recent"
              + " sign-in, 409 already-approved that you have approved it before.")
  @PostMapping("/{id}/approve")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ActionView approve(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable DecisionBody body,
      @Parameter(hidden = true) Caller caller) {
    return decide(id, Choice.APPROVE, body, caller);
  }

  @Operation(
      summary = "Reject an action",
      description =
          "The action will not run: one rejection by anybody who may decide ends it, however many"
              + " approvals it would take. The answers are those of approve.")
  @PostMapping("/{id}/reject")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  ActionView reject(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable DecisionBody body,
      @Parameter(hidden = true) Caller caller) {
    return decide(id, Choice.REJECT, body, caller);
  }

  private ActionView decide(String id, Choice choice, @Nullable DecisionBody body, Caller caller) {
    var comment = ApiTexts.comment(body == null ? null : body.comment());
    var planHash = ApiTexts.planHash("planHash", body == null ? null : body.planHash());
    var shown = planHash == null ? Map.<String, String>of() : Map.of(id, planHash);
    var ruling = decisions.decide(List.of(id), choice, caller, comment, shown).getFirst();
    var row = ruling.action();
    if (row == null) {
      throw new ProblemException(ApiProblem.notFound("action", id));
    }
    if (ruling.result().counts()) {
      return views(List.of(ruling), caller).apply(ruling);
    }
    throw new ProblemException(refusal(ruling).with(views(List.of(ruling), caller).apply(ruling)));
  }

  private static ApiProblem refusal(DecisionResult ruling) {
    var status = statusOf(ruling.result());
    return switch (ruling.result()) {
      case COUNTED, MORE_NEEDED, UNKNOWN_ACTION -> ApiProblem.of(status, ruling.sentence());
      case ALREADY_APPROVED ->
          ApiProblem.of(
              status,
              "already-approved",
              "You have approved this action already",
              ruling.sentence());
      case FOUR_EYES ->
          ApiProblem.of(status, "four-eyes", "Someone else must decide", ruling.sentence());
      case ROLE_NEEDED ->
          ApiProblem.of(status, "role-needed", "This takes another role", ruling.sentence());
      case SIGN_IN_AGAIN ->
          ApiProblem.of(status, "sign-in-again", "A recent sign-in is needed", ruling.sentence());
      case NOT_ALLOWED -> ApiProblem.forbidden(ruling.sentence());
      case ALREADY_DECIDED ->
          ApiProblem.of(
              status, "already-decided", "This action has already been decided", ruling.sentence());
      case STALE_PLAN ->
          ApiProblem.of(status, "stale-plan", "The plan has changed", ruling.sentence());
      case NO_ANSWER -> ApiProblem.of(status, ruling.sentence());
      case NOT_TAKEN, OTHER_PLAN ->
          ApiProblem.of(status, "not-taken", "The decision was not accepted", ruling.sentence());
    };
  }

  private static HttpStatus statusOf(DecisionResult.Result result) {
    return switch (result) {
      case COUNTED, MORE_NEEDED -> HttpStatus.OK;
      case UNKNOWN_ACTION -> HttpStatus.NOT_FOUND;
      case NOT_ALLOWED, FOUR_EYES, ROLE_NEEDED, SIGN_IN_AGAIN -> HttpStatus.FORBIDDEN;
      case ALREADY_APPROVED, ALREADY_DECIDED, STALE_PLAN, OTHER_PLAN, NOT_TAKEN ->
          HttpStatus.CONFLICT;
      case NO_ANSWER -> HttpStatus.GATEWAY_TIMEOUT;
    };
  }

  @Operation(
      summary = "Decide several actions",
      description =
          "One result for each action; a decision that is not accepted, or whose workflow does not"
              + " answer in time, does not affect the others. planHashes binds each action to the"
              + " plan that was shown. What counts is decided in the other cases that ask the same"
              + " too: alsoDecided of each action tells.")
  @PostMapping("/decisions")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  BulkAnswer decideAll(@RequestBody BulkBody body, @Parameter(hidden = true) Caller caller) {
    if (body.decision() == null) {
      throw new ProblemException(ApiProblem.badField("decision", "must be APPROVE or REJECT"));
    }
    var ids = body.actionIds();
    if (ids == null || ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
      throw new ProblemException(
          ApiProblem.badField("actionIds", "must name 1 to %d actions".formatted(MOST_AT_ONCE)));
    }
    var named = ids.stream().distinct().toList();
    var shown = shown(named, body.planHashes());
    var rulings =
        decisions.decide(named, body.decision(), caller, ApiTexts.comment(body.comment()), shown);
    var views = views(rulings, caller);
    return new BulkAnswer(rulings.stream().map(ruling -> Item.of(ruling, views)).toList());
  }

  private Function<DecisionResult, ActionView> views(List<DecisionResult> rulings, Caller caller) {
    var told =
        ledger.told(rulings.stream().map(DecisionResult::action).filter(Objects::nonNull).toList());
    return ruling ->
        ActionView.decided(
            Objects.requireNonNull(ruling.action()),
            Objects.requireNonNull(told.get(ruling.actionId())),
            caller,
            ruling.elsewhere());
  }

  /** A hash of an action that is not asked for would bind nothing. */
  private static Map<String, String> shown(
      List<String> named, @Nullable Map<String, String> planHashes) {
    var shown = new LinkedHashMap<String, String>();
    (planHashes == null ? Map.<String, String>of() : planHashes)
        .forEach(
            (id, hash) -> {
              var field = "planHashes." + ApiTexts.shown(id);
              if (!named.contains(id)) {
                throw new ProblemException(
                    ApiProblem.badField(field, "is for an action that actionIds does not name"));
              }
              shown.put(id, String.valueOf(ApiTexts.planHash(field, hash)));
            });
    return shown;
  }
}
