package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.text.Counted;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Several actions at once: what was ticked is shown once more with what is left out and why, and
 * then answered with one comment. Each answer is bound to the plan that its row showed.
 */
@Controller
class BulkController {
  /** So many, at most, are approved together. */
  private static final int MOST = 50;

  /** So many, at most, are looked at together. */
  static final int MOST_NAMED = 500;

  private final Ledger ledger;
  private final Decisions decisions;
  private final Pages pages;

  BulkController(Ledger ledger, Decisions decisions, Pages pages) {
    this.ledger = ledger;
    this.decisions = decisions;
    this.pages = pages;
  }

  /**
   * One that was ticked.
   *
   * @param name the action's id and the hash of the plan that was shown
   * @param leftOut why it is not decided with the others; null when it is
   */
  record Item(String name, ActionSheet sheet, @Nullable String leftOut) {
    /**
     * @param hash the plan that was shown
     */
    static Item of(ActionView view, String hash, Choice decision, Moments moments) {
      return new Item(
          view.actionId() + ":" + view.planHash(),
          ActionSheet.of(view, moments),
          leftOut(view, hash, decision));
    }

    private static @Nullable String leftOut(ActionView view, String hash, Choice decision) {
      var asked = view.pending();
      if (asked == null) {
        return "It was decided meanwhile.";
      }
      if (!asked.mayDecide()) {
        return Words.sentence(String.valueOf(asked.mayNotDecideBecause()));
      }
      if (!view.planHash().equals(hash)) {
        return "It changed while you looked; open it to see what it is now.";
      }
      return decision == Choice.APPROVE && ActionSheet.isForGood(view)
          ? "It cannot be undone: decide it on its own."
          : null;
    }
  }

  /**
   * What became of one.
   *
   * @param needed how many more approvals it takes where this one counts and does not decide; 0
   *     else
   */
  record Answer(ActionSheet sheet, Notice told, boolean decided, int needed) {
    static Answer of(
        ActionView view, DecisionResult result, Choice decision, Caller caller, Moments moments) {
      return new Answer(
          ActionSheet.of(view, moments),
          Told.of(result, decision, caller, moments),
          Told.stands(result, decision, caller),
          result.result() == DecisionResult.Result.MORE_NEEDED ? needed(view, caller) : 0);
    }

    /** Whether the answer is in the record, and the comment with it. */
    boolean recorded() {
      return decided || needed > 0;
    }

    private static int needed(ActionView view, Caller caller) {
      var asked = view.pending();
      if (asked == null) {
        return 1;
      }
      var approvals = asked.approvals();
      // The ledger hears of it from the workflow, perhaps only after the page.
      var others = approvals.given().stream().filter(g -> !g.by().equals(caller.name())).count();
      return Math.max(1, approvals.needed() - 1 - Math.toIntExact(others));
    }
  }

  /** Shows what was ticked, or all that match; decides nothing. */
  @PostMapping("/decisions/review")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String review(
      @RequestParam(defaultValue = "APPROVE") Choice decision,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = PendingFilter.query(given);
    var moments = pages.frame(model, request, caller, "pending");
    var items =
        all ? matching(query, decision, caller, moments) : ticked(given, decision, caller, moments);
    var going = items.stream().filter(i -> i.leftOut() == null).toList();
    if (decision == Choice.APPROVE && going.size() > MOST) {
      throw PageRefusal.of(
          HttpStatus.BAD_REQUEST,
          "No more than %d actions are approved together; %d were selected."
              .formatted(MOST, going.size()),
          "Nothing was decided. Go back and select fewer, or narrow the list first.");
    }
    model.addAttribute("decision", decision.name());
    model.addAttribute("verb", decision == Choice.APPROVE ? "Approve" : "Reject");
    model.addAttribute("going", going);
    model.addAttribute("leftOut", items.stream().filter(i -> i.leftOut() != null).toList());
    model.addAttribute("back", query.without("/"));
    model.addAttribute(
        "heading",
        (decision == Choice.APPROVE ? "Approve " : "Reject ")
            + Counted.of(going.size(), "action", "actions"));
    return "bulk";
  }

  /** Each as it is shown here: what changed since the list was shown is read anew. */
  private List<Item> matching(Query query, Choice decision, Caller caller, Moments moments) {
    var found =
        ledger.questions(
            PendingFilter.of(
                query,
                caller,
                new Listing(Listing.Sort.URGENCY, null, null, null, null, 0, MOST_NAMED)));
    if (found.total() > MOST_NAMED) {
      throw PageRefusal.of(
          HttpStatus.BAD_REQUEST,
          "%s%s match; no more than %d are decided together."
              .formatted(
                  found.capped() ? "More than " : "",
                  Counted.of(found.total(), "action", "actions"),
                  MOST_NAMED),
          "Nothing was decided. Go back and narrow the list first.");
    }
    if (found.items().isEmpty()) {
      throw PageRefusal.badRequest("Nothing waits that matches.");
    }
    return Actions.views(ledger, found.items(), caller).stream()
        .map(view -> Item.of(view, view.planHash(), decision, moments))
        .toList();
  }

  private List<Item> ticked(
      MultiValueMap<String, String> given, Choice decision, Caller caller, Moments moments) {
    var named = named(given.get("action"));
    return Actions.views(ledger, named.keySet(), caller).stream()
        .map(
            view ->
                Item.of(
                    view, Objects.requireNonNull(named.get(view.actionId())), decision, moments))
        .toList();
  }

  @PostMapping("/decisions")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String decide(
      @RequestParam Choice decision,
      @RequestParam List<String> action,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var named = named(action);
    var typed = Storable.of(comment);
    if (typed.length() > PersonsWord.LONGEST_COMMENT) {
      throw PageRefusal.badRequest(
          "The comment is longer than %d characters. Nothing was decided."
              .formatted(PersonsWord.LONGEST_COMMENT));
    }
    if (named.size() > MOST && decision == Choice.APPROVE) {
      throw PageRefusal.badRequest(
          "No more than %d actions are approved together. Nothing was decided.".formatted(MOST));
    }
    if (decision == Choice.APPROVE
        && Actions.views(ledger, named.keySet(), caller).stream()
            .anyMatch(ActionSheet::isForGood)) {
      throw PageRefusal.badRequest("Decide what cannot be undone one by one. Nothing was decided.");
    }
    var results =
        decisions.decide(
            List.copyOf(named.keySet()), decision, caller, typed.isBlank() ? null : typed, named);
    var moments = pages.frame(model, request, caller, "pending");
    var views =
        Actions.views(ledger, results.stream().map(DecisionResult::actionId).toList(), caller)
            .stream()
            .collect(Collectors.toMap(ActionView::actionId, Function.identity()));
    var answers =
        results.stream()
            .filter(result -> views.containsKey(result.actionId()))
            .map(
                result ->
                    Answer.of(
                        Objects.requireNonNull(views.get(result.actionId())),
                        result,
                        decision,
                        caller,
                        moments))
            .toList();
    model.addAttribute("heading", heading(answers, named.size(), decision));
    model.addAttribute("answers", answers);
    model.addAttribute("onward", "/");
    model.addAttribute("onwardWords", "To what waits");
    model.addAttribute(
        "unrecorded", !typed.isBlank() && !answers.stream().allMatch(Answer::recorded));
    return Pages.isPart(request) ? "decided :: main" : "decided";
  }

  /** {@code 8 of 10 actions approved.} and apart from those what counts and still waits. */
  private static String heading(List<Answer> answers, int of, Choice decision) {
    var decided = answers.stream().filter(Answer::decided).count();
    var recorded = answers.stream().filter(a -> a.needed() > 0).toList();
    var verb = decision == Choice.APPROVE ? "approved" : "rejected";
    if (recorded.isEmpty()) {
      return "%s %s."
          .formatted(
              decided == of
                  ? Counted.of(decided, "action", "actions")
                  : Counted.of(decided, of, "action", "actions"),
              verb);
    }
    var one = recorded.stream().allMatch(a -> a.needed() == 1);
    var not = of - decided - recorded.size();
    return "%d approved, %s recorded and %s needed%s."
        .formatted(
            decided,
            Counted.of(recorded.size(), "approval", "approvals"),
            one ? "one more" : "more",
            not == 0 ? "" : ", %d not decided".formatted(not));
  }

  /** The hash of what was shown, by the action's id, in the order of the page. */
  private static Map<String, String> named(@Nullable List<String> given) {
    var named = new LinkedHashMap<String, String>();
    for (var text : given == null ? List.<String>of() : given) {
      var colon = text.lastIndexOf(':');
      if (colon < 1 || colon == text.length() - 1) {
        throw PageRefusal.badRequest("What was selected does not say what was shown.");
      }
      named.put(text.substring(0, colon), text.substring(colon + 1));
    }
    if (named.isEmpty()) {
      throw PageRefusal.badRequest("Nothing is selected.");
    }
    if (named.size() > MOST_NAMED) {
      throw PageRefusal.badRequest(
          "No more than %d actions are decided together.".formatted(MOST_NAMED));
    }
    return named;
  }
}
