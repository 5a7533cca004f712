package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * One action: what is asked, and the answer of a person. The answer is bound to what was shown;
 * when that is no longer what would be done, nothing is decided, the new plan is shown, and what
 * the person typed is kept.
 */
@Controller
class ActionController {
  private final Ledger ledger;
  private final Decisions decisions;
  private final Pages pages;
  private final Unsent unsent;

  ActionController(Ledger ledger, Decisions decisions, Pages pages, Unsent unsent) {
    this.unsent = unsent;
    this.ledger = ledger;
    this.decisions = decisions;
    this.pages = pages;
  }

  @GetMapping("/actions/{id}")
  @Allowed(AccessRole.VIEWER)
  String action(
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var moments = pages.frame(model, request, caller, "pending");
    var view = view(id, caller);
    var sheet = Actions.sheet(ledger, view, caller, moments);
    model.addAttribute("sheet", sheet.with(null, unsent.of(caller, id)));
    model.addAttribute("alerts", Actions.alerts(ledger, view));
    response.setHeader("Vary", "HX-Request");
    return Pages.isPart(request) ? "parts :: sheet" : "action";
  }

  /** The row of an action as it now stands, for a list of what waits that shows it or might. */
  @GetMapping("/actions/{id}/row")
  @Allowed(AccessRole.VIEWER)
  String row(
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var row = PendingList.Row.of(view(id, caller), pages.moments(request));
    response.setHeader("Waits", row.done() == null ? "yes" : "no");
    model.addAttribute("row", row);
    return "parts :: fresh-row";
  }

  /** The same for a list of what was done. */
  @GetMapping("/actions/{id}/done-row")
  @Allowed(AccessRole.VIEWER)
  String doneRow(@PathVariable String id, HttpServletRequest request, Caller caller, Model model) {
    model.addAttribute("row", HistoryList.Row.of(view(id, caller), pages.moments(request)));
    return "parts :: fresh-done";
  }

  @PostMapping("/actions/{id}/decision")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String decide(
      @PathVariable String id,
      @RequestParam Choice decision,
      @RequestParam String planHash,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var before = view(id, caller);
    var typed = Storable.of(comment);
    var flaw = flaw(before, decision, typed);
    if (flaw != null) {
      return sheet(
          before, flaw, typed, HttpStatus.UNPROCESSABLE_CONTENT, request, response, caller, model);
    }
    DecisionResult answer;
    try {
      answer =
          decisions
              .decide(
                  List.of(id),
                  decision,
                  caller,
                  typed.isBlank() ? null : typed,
                  Map.of(id, planHash))
              .getFirst();
    } catch (TemporalException e) {
      var notice = Told.of(e);
      return sheet(
          view(id, caller),
          notice,
          typed,
          HttpStatus.SERVICE_UNAVAILABLE,
          request,
          response,
          caller,
          model);
    }
    var counted = answer.result().counts();
    if (counted) {
      unsent.forget(caller, id);
    } else if (answer.result() == DecisionResult.Result.SIGN_IN_AGAIN) {
      unsent.keep(caller, id, typed);
    }
    if (counted && !Pages.isPart(request)) {
      return "redirect:/actions/" + id;
    }
    return sheet(
        view(id, caller),
        Told.of(answer, decision, caller, pages.moments(request)),
        counted || Told.stands(answer, decision, caller) ? "" : typed,
        Told.status(answer.result()),
        request,
        response,
        caller,
        model);
  }

  /**
   * Leads to where they sign in again and from there back, with what they typed so far.
   *
   * @param to where back is
   */
  @PostMapping("/actions/{id}/sign-in")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String signInAgain(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam(defaultValue = "") String to,
      Caller caller) {
    var action = view(id, caller);
    var typed = Storable.of(comment);
    if (typed.length() <= PersonsWord.LONGEST_COMMENT) {
      unsent.keep(caller, action.actionId(), typed);
    }
    var back = to.isBlank() ? "/actions/" + action.actionId() : to;
    return "redirect:/sign-in?again=&to=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
  }

  private static @Nullable Notice flaw(ActionView action, Choice decision, String comment) {
    if (comment.length() > PersonsWord.LONGEST_COMMENT) {
      return Notice.warn(
          "The comment is longer than %d characters.".formatted(PersonsWord.LONGEST_COMMENT),
          "Nothing was decided.");
    }
    return ActionSheet.isForGood(action) && decision == Choice.APPROVE && comment.isBlank()
        ? Notice.warn(
            "A reason is required, because this cannot be undone.", "Nothing was decided.")
        : null;
  }

  /** The action as it now stands, and with a part of a page also its row and the count. */
  private String sheet(
      ActionView action,
      Notice notice,
      String typed,
      HttpStatus status,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var moments = pages.frame(model, request, caller, "pending");
    response.setStatus(status.value());
    model.addAttribute("sheet", Actions.sheet(ledger, action, caller, moments).with(notice, typed));
    model.addAttribute("alerts", Actions.alerts(ledger, action));
    if (isListed(request)) {
      model.addAttribute("row", PendingList.Row.of(action, moments));
    }
    model.addAttribute("oob", true);
    return Pages.isPart(request) ? "parts :: decided" : "action";
  }

  /** Whether the drawer is open beside the list, and not on a page of its own. */
  private static boolean isListed(HttpServletRequest request) {
    var page = request.getHeader("HX-Current-URL");
    return page != null && !page.contains("/actions/") && !page.contains("/investigations");
  }

  private ActionView view(String id, Caller caller) {
    return Actions.view(ledger, id, caller).orElseThrow(() -> PageRefusal.notFound("action"));
  }
}
