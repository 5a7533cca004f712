package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.Orders;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.UndoAnswer;
import dev.quaestor.starter.UndoProposal;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.UndoPreviewView;
import dev.quaestor.text.Counted;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
  /** As many as are ever shown with one. */
  private static final int MOST_OTHERS = 500;

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
   * @param holders who else needs it to stay; then only this case lets go
   * @param impossible why it cannot be undone; null when it can be tried
   * @param proposes whether this person may not undo it, and an approver will be asked
   * @param before how the last try ended; null when there was none
   * @param others what the same case did alike, in words; null where there is nothing
   */
  record Dialog(
      String actionId,
      String heading,
      String undo,
      String whatThen,
      String stateNow,
      String done,
      Tag state,
      List<Needed> holders,
      @Nullable String before,
      @Nullable String impossible,
      boolean proposes,
      List<String> others,
      @Nullable String otherWords,
      String comment) {

    static Dialog of(UndoPreviewView preview, ActionView view, String typed, Moments moments) {
      var done = preview.doneAt();
      var by = view.decision() == DecisionStatus.NOT_NEEDED ? null : preview.doneBy();
      var others = preview.instances().stream().map(UndoPreviewView.Instance::actionId).toList();
      var title = view.title().toLowerCase(Locale.ROOT);
      return new Dialog(
          preview.actionId(),
          "Undo the %s of %s?".formatted(Words.noun(view.type()), ActionSheet.targetOnDevice(view)),
          preview.how() == null ? "" : Words.sentence(preview.how()),
          Words.sentence(preview.whatThen()),
          Words.sentence(preview.stateNow().sentence()),
          (done == null ? "Not yet" : moments.at(done))
              + (by == null ? ", automatically" : ", approved by " + by),
          Words.result(view),
          Needed.of(preview, moments),
          view.undoOutcome() == null ? null : Words.said(Words.withoutHolders(view.undoOutcome())),
          preview.possible()
              ? null
              : Words.sentence(Objects.requireNonNullElse(preview.because(), "")),
          !preview.mayUndo(),
          others,
          others.isEmpty() || !preview.mayUndo()
              ? null
              : "Also %s of this case: %s"
                  .formatted(Counted.of(others.size(), "other", "others"), title),
          typed);
    }
  }

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
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) @Nullable List<String> other,
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
    if (all && other != null && caller.mayDecide(row.area())) {
      var moments = pages.frame(model, request, caller, "history");
      var answers = new ArrayList<Answer>();
      answers.add(new Answer(sheet(row, caller, moments), UNDER_WAY, true));
      others(row, other).forEach(o -> answers.add(answer(o, said, caller, moments)));
      if (!answers.stream().allMatch(Answer::underWay)) {
        return told(answers, model);
      }
    }
    return "redirect:/actions/" + id;
  }

  /** What became of one of several. */
  record Answer(ActionSheet sheet, Notice told, boolean underWay) {}

  private static final Notice UNDER_WAY = Notice.good("Its undo is under way.", null);

  /** Those that were shown with it, as they now stand: the same case's, and alike. */
  private List<ActionRow> others(ActionRow row, List<String> shown) {
    return shown.stream()
        .distinct()
        .limit(MOST_OTHERS)
        .flatMap(id -> ledger.action(id).stream())
        .filter(o -> o.type() == row.type() && !o.actionId().equals(row.actionId()))
        .filter(o -> Objects.equals(o.investigationId(), row.investigationId()))
        .toList();
  }

  /** One that cannot be asked for must not hide what became of those before it. */
  private Answer answer(ActionRow row, @Nullable String said, Caller caller, Moments moments) {
    Notice told;
    boolean underWay = false;
    try {
      @Nullable String refused = undone(row, said, caller);
      underWay = refused == null;
      told = refused == null ? UNDER_WAY : Notice.warn("Not undone.", Words.sentence(refused));
    } catch (TemporalException e) {
      told = Told.undoing(e);
    }
    return new Answer(sheet(row, caller, moments), told, underWay);
  }

  private ActionSheet sheet(ActionRow row, Caller caller, Moments moments) {
    return Actions.view(ledger, row.actionId(), caller)
        .map(view -> ActionSheet.of(view, moments))
        .orElseThrow(() -> PageRefusal.notFound("action"));
  }

  private static String told(List<Answer> answers, Model model) {
    var running = answers.stream().filter(Answer::underWay).count();
    model.addAttribute(
        "heading",
        "The undo of %s is under way."
            .formatted(Counted.of(running, answers.size(), "action", "actions")));
    model.addAttribute("answers", answers);
    model.addAttribute("onward", "/history");
    model.addAttribute("onwardWords", "To what was done");
    return "decided";
  }

  private @Nullable String undone(ActionRow row, @Nullable String said, Caller caller) {
    return switch (orders.undo(row, caller.author(), said)) {
      case UndoAnswer.Running running -> null;
      case UndoAnswer.Undone done -> null;
      case UndoAnswer.NotUndoable not -> not.because();
      case UndoAnswer.Unheard unheard -> throw unheard.why();
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
    var preview =
        ledger
            .undoOutlook(id)
            .map(outlook -> UndoPreviewView.of(outlook, caller))
            .orElseThrow(() -> PageRefusal.notFound("action"));
    var view = Actions.view(ledger, id, caller).orElseThrow(() -> PageRefusal.notFound("action"));
    var moments = pages.frame(model, request, caller, "history");
    model.addAttribute("dialog", Dialog.of(preview, view, typed, moments));
    model.addAttribute("notice", notice);
    return Pages.isPart(request) ? "undo :: dialog" : "undo";
  }

  private ActionRow row(String id) {
    return ledger.action(id).orElseThrow(() -> PageRefusal.notFound("action"));
  }
}
