package dev.quaestor.starter.web;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.Submissions.Submitted;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.api.ByHand;
import dev.quaestor.starter.api.ByHand.Answer;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.web.EntityForm.Kind;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Investigations that a person starts: from an alert or a message that is pasted, after what was
 * recognised in it was shown; or on things that are named one by one.
 */
@Controller
class StartPages {
  static final String TAB = "start";

  private final ByHand byHand;
  private final Ledger ledger;
  private final Pages pages;

  StartPages(ByHand byHand, Ledger ledger, Pages pages) {
    this.byHand = byHand;
    this.ledger = ledger;
    this.pages = pages;
  }

  /** What is asked of a form: to show once more what it means, or to do it. */
  enum Step {
    REVIEW,
    MORE,
    START
  }

  /** One alert that was recognised. */
  record Recognised(String sentence, String title, String severity, List<String> named) {
    static Recognised of(Alert alert) {
      return new Recognised(
          StartWords.recognised(alert),
          alert.title(),
          Words.severity(alert.severity()),
          StartWords.named(alert));
    }
  }

  /** An investigation that was started or joined. */
  record Started(String investigationId, String sentence) {
    static Started of(Submitted submitted) {
      return new Started(
          submitted.investigationId(),
          submitted.ended()
              ? "It knew the alert, and has ended."
              : submitted.joined() ? "The alert joined it." : "Started.");
    }
  }

  @GetMapping("/start")
  @Allowed(AccessRole.VIEWER)
  String start(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    Query.of(given, Set.of());
    return alertPage("", List.of(), List.of(), null, request, caller, model);
  }

  @PostMapping("/start")
  @Allowed({AccessRole.SOURCE, AccessRole.ANALYST})
  String alert(
      @RequestParam(defaultValue = "REVIEW") Step step,
      @RequestParam(defaultValue = "") String alert,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    if (alert.isBlank()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return alertPage(
          "",
          List.of(),
          List.of(),
          Notice.warn(
              "There is nothing in it.", "Paste an alert or a message. Nothing was started."),
          request,
          caller,
          model);
    }
    var body = alert.getBytes(StandardCharsets.UTF_8);
    return switch (byHand.recognise(body)) {
      case Answer.Refused<?> refused ->
          refusedAlert(refused, alert, request, response, caller, model);
      case Answer.Done<Reading.Read> read -> {
        if (step == Step.START) {
          yield submitted(byHand.submit(body, caller), alert, request, response, caller, model);
        }
        var found = read.value().alerts().stream().map(Recognised::of).toList();
        var skipped =
            read.value().leftOut().stream().map(p -> Storable.bounded(p.toString(), 300)).toList();
        yield alertPage(alert, found, skipped, null, request, caller, model);
      }
    };
  }

  private String submitted(
      Answer<List<Submitted>> answer,
      String alert,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return switch (answer) {
      case Answer.Refused<List<Submitted>> refused ->
          refusedAlert(refused, alert, request, response, caller, model);
      case Answer.Done<List<Submitted>> done -> {
        var ids = done.value().stream().map(Submitted::investigationId).distinct().toList();
        if (ids.size() == 1) {
          yield shown(ids.getFirst());
        }
        pages.frame(model, request, caller, TAB);
        model.addAttribute(
            "heading",
            Counted.of(
                ids.size(), "investigation has the alerts", "investigations have the alerts"));
        var started = new LinkedHashMap<String, Started>();
        done.value().forEach(s -> started.putIfAbsent(s.investigationId(), Started.of(s)));
        model.addAttribute("started", started.values());
        yield "started";
      }
    };
  }

  /** The page of a case is there once the ledger has heard of it. */
  private String shown(String investigationId) {
    LedgerLag.bridged(() -> ledger.caseRow(investigationId));
    return "redirect:/investigations/" + investigationId;
  }

  private String refusedAlert(
      Answer.Refused<?> refused,
      String alert,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    response.setStatus(refused.status());
    model.addAttribute("flaws", refused.sentences());
    return alertPage(
        alert,
        List.of(),
        List.of(),
        Notice.warn("It cannot be read. Nothing was started.", null),
        request,
        caller,
        model);
  }

  private String alertPage(
      String alert,
      List<Recognised> found,
      List<String> skipped,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    pages.frame(model, request, caller, TAB);
    model.addAttribute("part", "alert");
    model.addAttribute("alert", alert);
    model.addAttribute("found", found);
    model.addAttribute("skipped", skipped);
    model.addAttribute("notice", notice);
    model.addAttribute("may", caller.holdsAny(AccessRole.SOURCE, AccessRole.ANALYST));
    return "start";
  }

  /** What the form of a case by hand holds. */
  record CaseForm(
      String title,
      List<PendingController.Choice> severities,
      EntityForm things,
      List<Kind> kinds,
      String comment,
      String key) {}

  @GetMapping("/start/entities")
  @Allowed(AccessRole.VIEWER)
  String entities(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    Query.of(given, Set.of());
    return entitiesPage(
        "", Severity.MEDIUM, EntityForm.empty(), "", newKey(), null, request, caller, model);
  }

  @PostMapping("/start/entities")
  @Allowed(AccessRole.ANALYST)
  String entities(
      @RequestParam(defaultValue = "START") Step step,
      @RequestParam(defaultValue = "") String title,
      @RequestParam(defaultValue = "MEDIUM") Severity severity,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam String key,
      @RequestParam MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var things = EntityForm.of(all, 0);
    if (step == Step.MORE) {
      var more = EntityForm.of(all, things.rows().size() + EntityForm.USUAL);
      return entitiesPage(title, severity, more, comment, key, null, request, caller, model);
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("title", title);
    body.put("severity", severity.name());
    body.put("entities", things.entities());
    if (!comment.isBlank()) {
      body.put("comment", comment.strip());
    }
    return switch (byHand.investigate(json(body), key, caller)) {
      case Answer.Done<Submitted> done -> shown(done.value().investigationId());
      case Answer.Refused<Submitted> refused -> {
        response.setStatus(refused.status());
        model.addAttribute("flaws", refused.sentences());
        yield entitiesPage(
            title,
            severity,
            things,
            comment,
            key,
            Notice.warn("Nothing was started.", null),
            request,
            caller,
            model);
      }
    };
  }

  private String entitiesPage(
      String title,
      Severity severity,
      EntityForm things,
      String comment,
      String key,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    pages.frame(model, request, caller, TAB);
    model.addAttribute("part", "entities");
    model.addAttribute("notice", notice);
    model.addAttribute("may", caller.holdsAny(AccessRole.ANALYST));
    model.addAttribute(
        "form",
        new CaseForm(
            Storable.of(title),
            Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .map(s -> new PendingController.Choice(s.name(), Words.severity(s), s == severity))
                .toList(),
            things,
            List.of(Kind.values()),
            Storable.of(comment),
            key));
    return "start";
  }

  static byte[] json(Object body) {
    return QuaestorJson.mapper().writeValueAsBytes(body);
  }

  /** One form sent twice is one request. */
  static String newKey() {
    return UUID.randomUUID().toString();
  }
}
