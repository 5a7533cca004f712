package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.text.Counted;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
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
  private static final int MOST_NAMED = 200;

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
  record Item(String name, ActionSheet sheet, @Nullable String leftOut) {}

  /** What became of one. */
  record Answer(ActionSheet sheet, Notice told, boolean counted) {}

  /** Shows what was ticked; decides nothing. */
  @PostMapping("/decisions/review")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String review(
      @RequestParam(defaultValue = "APPROVE") Choice decision,
      @RequestParam(required = false) @Nullable List<String> action,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var moments = pages.frame(model, request, caller, "pending");
    var items =
        named(action).entrySet().stream()
            .flatMap(e -> item(e.getKey(), e.getValue(), decision, caller, moments).stream())
            .toList();
    var going = items.stream().filter(i -> i.leftOut() == null).toList();
    if (decision == Choice.APPROVE && going.size() > MOST) {
      throw PageRefusal.badRequest(
          "No more than %d actions are approved together; %d were selected."
              .formatted(MOST, going.size()));
    }
    model.addAttribute("decision", decision.name());
    model.addAttribute("approves", decision == Choice.APPROVE);
    model.addAttribute("going", going);
    model.addAttribute("leftOut", items.stream().filter(i -> i.leftOut() != null).toList());
    model.addAttribute(
        "heading",
        (decision == Choice.APPROVE ? "Approve " : "Reject ")
            + Counted.of(going.size(), "action", "actions"));
    return "bulk";
  }

  private Optional<Item> item(
      String id, String hash, Choice decision, Caller caller, Moments moments) {
    return Actions.view(ledger, id, caller)
        .map(
            view ->
                new Item(
                    id + ":" + view.planHash(),
                    ActionSheet.of(view, moments),
                    leftOut(view, hash, decision)));
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
    named
        .keySet()
        .forEach(
            id ->
                Actions.view(ledger, id, caller)
                    .filter(v -> decision == Choice.APPROVE && ActionSheet.isForGood(v))
                    .ifPresent(
                        v -> {
                          throw PageRefusal.badRequest(
                              "Decide what cannot be undone one by one. Nothing was decided.");
                        }));
    var results =
        decisions.decide(
            List.copyOf(named.keySet()), decision, caller, typed.isBlank() ? null : typed, named);
    var moments = pages.frame(model, request, caller, "pending");
    var answers = new ArrayList<Answer>();
    for (var result : results) {
      Actions.view(ledger, result.actionId(), caller)
          .ifPresent(
              view ->
                  answers.add(
                      new Answer(
                          ActionSheet.of(view, moments),
                          Told.of(result, decision, caller, moments),
                          Told.stands(result, decision, caller))));
    }
    var counted = answers.stream().filter(Answer::counted).count();
    model.addAttribute(
        "heading",
        "%s %s."
            .formatted(
                counted == named.size()
                    ? Counted.of(counted, "action", "actions")
                    : Counted.of(counted, named.size(), "action", "actions"),
                decision == Choice.APPROVE ? "approved" : "rejected"));
    model.addAttribute("answers", answers);
    model.addAttribute("unrecorded", !typed.isBlank() && counted < named.size());
    return "decided";
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
