package dev.quaestor.starter.web;

import dev.quaestor.policy.Policy;
import dev.quaestor.starter.Policies;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.policy.PolicyDiff;
import dev.quaestor.starter.policy.PolicyExamples;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A new revision of the policy: written, checked, tried, put in force. What is put is what was
 * checked, over the revision that its author saw; whatever is in the way, the text stays in the
 * form.
 */
@Controller
class DraftPages {
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private final Policies policies;
  private final PolicyStore store;
  private final Pages pages;

  DraftPages(Policies policies, PolicyStore store, Pages pages) {
    this.policies = policies;
    this.store = store;
    this.pages = pages;
  }

  /** What is asked of a draft. */
  enum Step {
    CHECK,
    EXAMPLES,
    BACKTEST,
    PUT
  }

  /**
   * What the form holds.
   *
   * @param over the revision over which it is written
   * @param checked the hash of the text that was checked
   */
  private record Form(String yaml, int over, String checked, String examples, String comment) {
    boolean isAsChecked() {
      return Sha256.of(yaml).equals(checked);
    }

    Form over(int number) {
      return new Form(yaml, number, checked, examples, comment);
    }
  }

  /** The text in force, or that of another revision, to begin with. */
  @GetMapping("/policy/draft")
  @Allowed(AccessRole.VIEWER)
  String draft(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, Set.of("from"));
    if (!PolicyPages.mayChange(caller)) {
      throw PageRefusal.of(
          HttpStatus.FORBIDDEN,
          "You may read the policy but not change it.",
          "It needs an operator who may see everything. You can still read every revision of it.");
    }
    var current = PolicyPages.current(store);
    var from = query.text("from");
    var text = from == null ? current : PolicyPages.known(store, from);
    pages.frame(model, request, caller, PolicyPages.TAB);
    model.addAttribute(
        "draft",
        new DraftSheet(
            text.yaml(),
            current.number(),
            "",
            PolicyFile.defaultExamples(),
            "",
            null,
            null,
            null,
            null,
            null,
            "Check it first."));
    return "draft";
  }

  @PostMapping("/policy/draft")
  @Allowed(value = AccessRole.OPERATOR, everything = true)
  String tried(
      @RequestParam(defaultValue = "CHECK") Step step,
      @RequestParam(defaultValue = "") String yaml,
      @RequestParam int over,
      @RequestParam(defaultValue = "") String checked,
      @RequestParam(defaultValue = "") String examples,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var form = new Form(text(yaml), over, checked, text(examples), Storable.of(comment.strip()));
    var current = PolicyPages.current(store);
    if (form.over() != current.number()) {
      return overtaken(form, current, request, response, caller, model);
    }
    if (step != Step.PUT) {
      return page(form, step, null, HttpStatus.OK, current, request, response, caller, model);
    }
    var flaw = flaw(form);
    if (flaw != null) {
      return page(
          form,
          step,
          flaw,
          HttpStatus.UNPROCESSABLE_CONTENT,
          current,
          request,
          response,
          caller,
          model);
    }
    return switch (policies.put(form.yaml(), form.over(), caller, form.comment())) {
      case Policies.Answer.InForce put -> "redirect:/policy";
      case Policies.Answer.Refused refused ->
          page(
              form,
              step,
              Notice.warn("It has errors.", "Nothing was changed."),
              HttpStatus.UNPROCESSABLE_CONTENT,
              current,
              request,
              response,
              caller,
              model);
      case Policies.Answer.Overtaken overtaken ->
          overtaken(form, PolicyPages.current(store), request, response, caller, model);
    };
  }

  private static @Nullable Notice flaw(Form form) {
    if (!form.isAsChecked()) {
      return Notice.warn(
          "The text is not the one that was checked.",
          "Nothing was changed. Read what the check says now, then put it in force.");
    }
    if (form.comment().isEmpty()) {
      return Notice.warn(
          "Say what changes, and why: the record of a revision needs it.", "Nothing was changed.");
    }
    return form.comment().length() > Policies.LONGEST_COMMENT
        ? Notice.warn(
            "The reason is longer than %d characters.".formatted(Policies.LONGEST_COMMENT),
            "Nothing was changed.")
        : null;
  }

  private String overtaken(
      Form form,
      PolicyRevision current,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return page(
        form.over(current.number()),
        Step.CHECK,
        Notice.warn(
            "Revision %d came in force while you wrote, by %s. Nothing was changed."
                .formatted(current.number(), current.author()),
            "Your text is kept. Below is what it changes in revision %d: what that one brought and"
                    .formatted(current.number())
                + " yours lacks would be lost."),
        HttpStatus.CONFLICT,
        current,
        request,
        response,
        caller,
        model);
  }

  private String page(
      Form form,
      Step step,
      @Nullable Notice notice,
      HttpStatus status,
      PolicyRevision current,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var moments = pages.frame(model, request, caller, PolicyPages.TAB);
    response.setStatus(status.value());
    var sheet =
        switch (PolicyFile.read(form.yaml(), moments.now())) {
          case PolicyReading.Refused refused ->
              sheet(
                  form,
                  "",
                  notice,
                  DraftSheet.Check.of(refused.problems(), form.yaml()),
                  Diff.of(current, form.yaml()),
                  null,
                  null,
                  "Correct the errors, then check it again.");
          case PolicyReading.Read read -> {
            var diff =
                Diff.between(
                    current, form.yaml(), PolicyDiff.between(current.policy(), read.policy()));
            yield sheet(
                form,
                Sha256.of(form.yaml()),
                notice,
                DraftSheet.Check.of(read.warnings(), form.yaml()),
                diff,
                step == Step.EXAMPLES ? examples(form.examples(), read.policy()) : null,
                step == Step.BACKTEST
                    ? DraftSheet.Trial.of(
                        policies.backtest(read.policy(), moments.now().minus(LOOK_BACK)))
                    : null,
                diff.none() ? "It is the same as revision %d.".formatted(current.number()) : null);
          }
        };
    model.addAttribute("draft", sheet);
    return "draft";
  }

  private static DraftSheet sheet(
      Form form,
      String checked,
      @Nullable Notice notice,
      DraftSheet.Check check,
      Diff diff,
      DraftSheet.@Nullable Examples examples,
      DraftSheet.@Nullable Trial trial,
      @Nullable String mayNotBecause) {
    return new DraftSheet(
        form.yaml(),
        form.over(),
        checked,
        form.examples(),
        form.comment(),
        notice,
        check,
        diff,
        examples,
        trial,
        mayNotBecause);
  }

  private static DraftSheet.Examples examples(String text, Policy policy) {
    return switch (PolicyExamples.read(text)) {
      case PolicyExamples.Reading.Refused refused ->
          DraftSheet.Examples.unreadable(refused.problems());
      case PolicyExamples.Reading.Read read ->
          DraftSheet.Examples.of(read.examples().stream().map(e -> e.run(policy)).toList());
    };
  }

  /** A browser sends the ends of lines as two characters, whatever they were. */
  private static String text(String sent) {
    return Storable.of(sent.replace("\r\n", "\n"));
  }
}
