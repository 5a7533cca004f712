package dev.quaestor.starter.web;

import dev.quaestor.starter.Orders;
import dev.quaestor.starter.UndoAnswer;
import dev.quaestor.starter.UndoProposal;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Taking an action back: first what that will do is shown, then a person says so. */
@Controller
class UndoController {
  private final Ledger ledger;
  private final Orders orders;
  private final Pages pages;

  UndoController(Ledger ledger, Orders orders, Pages pages) {
    this.ledger = ledger;
    this.orders = orders;
    this.pages = pages;
  }

  /**
   * What a person is told before.
   *
   * @param impossible why it cannot be undone; null when it can be tried
   * @param proposes whether this person may not undo it, and an approver will be asked
   * @param before how the last try ended; null when there was none
   */
  record Dialog(
      String actionId,
      String heading,
      String undo,
      String done,
      Tag state,
      @Nullable String before,
      @Nullable String impossible,
      boolean proposes,
      String comment) {}

  @GetMapping("/actions/{id}/undo")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String ask(@PathVariable String id, HttpServletRequest request, Caller caller, Model model) {
    return dialog(id, null, "", request, caller, model);
  }

  @PostMapping("/actions/{id}/undo")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String undo(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var row = row(id);
    var typed = Storable.of(comment);
    if (typed.length() > PersonsWord.LONGEST_COMMENT) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return dialog(
          id,
          Notice.warn(
              "The comment is longer than %d characters.".formatted(PersonsWord.LONGEST_COMMENT),
              "Nothing was undone."),
          typed,
          request,
          caller,
          model);
    }
    @Nullable String said = typed.isBlank() ? null : typed;
    @Nullable String refused =
        caller.mayDecide(row.area()) ? undone(row, said, caller) : proposed(row, said, caller);
    if (refused != null) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return dialog(
          id,
          Notice.warn("Nothing was undone.", Words.sentence(refused)),
          typed,
          request,
          caller,
          model);
    }
    return "redirect:/actions/" + id;
  }

  private @Nullable String undone(ActionRow row, @Nullable String said, Caller caller) {
    return switch (orders.undo(row, caller.author(), said)) {
      case UndoAnswer.Running running -> null;
      case UndoAnswer.Undone done -> null;
      case UndoAnswer.NotUndoable not -> not.because();
    };
  }

  private @Nullable String proposed(ActionRow row, @Nullable String said, Caller caller) {
    return switch (orders.proposeUndo(row, caller.author(), said)) {
      case UndoProposal.Standing standing -> null;
      case UndoProposal.NotUndoable not -> not.because();
    };
  }

  private String dialog(
      String id,
      @Nullable Notice notice,
      String typed,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var view = Actions.view(ledger, id, caller).orElseThrow(() -> PageRefusal.notFound("action"));
    var moments = pages.frame(model, request, caller, "history");
    var decided = ActionSheet.decided(view, moments);
    var finished = view.finishedAt();
    model.addAttribute(
        "dialog",
        new Dialog(
            id,
            "Undo the %s of %s?".formatted(Words.noun(view.type()), ActionSheet.target(view)),
            Words.sentence(view.type().undoneHow().orElse("")),
            (finished == null ? "Not yet" : moments.at(finished))
                + (decided.by() == null ? ", automatically" : ", approved by " + decided.by()),
            Words.result(view),
            view.undoOutcome(),
            view.undo().mayBeTried()
                ? null
                : view.type()
                    .notUndoableBecause()
                    .map(Words::sentence)
                    .orElse("There is nothing to undo now: " + Words.result(view).word() + "."),
            !caller.mayDecide(view.area()),
            typed));
    model.addAttribute("notice", notice);
    return Pages.isPart(request) ? "undo :: dialog" : "undo";
  }

  private ActionRow row(String id) {
    return ledger.action(id).orElseThrow(() -> PageRefusal.notFound("action"));
  }
}
