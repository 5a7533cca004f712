package dev.quaestor.starter.web;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.CaseFile;
import dev.quaestor.starter.Decisions;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.Reviews;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.CaseFilter;
import dev.quaestor.starter.ledger.CaseReport;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.LogLine;
import dev.quaestor.starter.view.InvestigationRowView;
import dev.quaestor.starter.view.InvestigationView;
import dev.quaestor.starter.view.PageView;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Investigations: all of them, and one with what people may say to it. */
@Controller
class CaseController {
  private static final List<String> NARROWING =
      List.of("q", "state", "severity", "verdict", "attention", "device", "assignee", "tag");
  private static final Set<String> KNOWN =
      Set.of(
          "q",
          "state",
          "severity",
          "verdict",
          "attention",
          "device",
          "assignee",
          "tag",
          "size",
          Query.CURSOR);
  private static final int USUAL_ROWS = 50;
  private static final int MOST_ROWS = 200;

  /** A log line's event is cut here; the API has it whole. */
  private static final int LONGEST_EVENT = 600;

  private final Ledger ledger;
  private final Submissions submissions;
  private final Decisions decisions;
  private final Reviews reviews;
  private final Lookups lookups;
  private final CaseFile file;
  private final Pages pages;
  private final WebProperties properties;
  private final TemporalDoor temporal;

  CaseController(
      Ledger ledger,
      Submissions submissions,
      Decisions decisions,
      Reviews reviews,
      Lookups lookups,
      CaseFile file,
      Pages pages,
      WebProperties properties,
      TemporalDoor temporal) {
    this.ledger = ledger;
    this.submissions = submissions;
    this.decisions = decisions;
    this.reviews = reviews;
    this.lookups = lookups;
    this.file = file;
    this.pages = pages;
    this.properties = properties;
    this.temporal = temporal;
  }

  /** What the list was narrowed to, as the fields show it. */
  record Shown(
      @Nullable String q,
      @Nullable String device,
      @Nullable String assignee,
      @Nullable String tag,
      boolean attention,
      List<PendingController.Choice> states,
      List<PendingController.Choice> severities,
      List<PendingController.Choice> verdicts) {}

  /** One event of the log. */
  record Event(String at, String type, String stream, String body) {}

  @GetMapping("/investigations")
  @Allowed(AccessRole.VIEWER)
  String list(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, KNOWN);
    var moments = pages.frame(model, request, caller, "investigations");
    var filtered = query.has(NARROWING);
    var page = PageView.of(ledger.cases(filter(query)), InvestigationRowView::of);
    model.addAttribute("list", CaseList.of(page, query, moments, filtered));
    model.addAttribute("filter", shown(query));
    return "investigations";
  }

  private CaseFilter filter(Query query) {
    return new CaseFilter(
        query.one("state", InvestigationStatus.class),
        query.one("severity", Severity.class),
        query.one("verdict", Verdict.class),
        query.flag("attention") ? true : null,
        query.text("device"),
        query.text("q"),
        null,
        null,
        query.text("assignee"),
        query.text("tag"),
        query.listing(
            Listing.Sort.ATTENTION,
            null,
            null,
            USUAL_ROWS,
            MOST_ROWS,
            id -> ledger.caseRow(id).isPresent()));
  }

  private static Shown shown(Query query) {
    var state = query.one("state", InvestigationStatus.class);
    var severity = query.one("severity", Severity.class);
    var verdict = query.one("verdict", Verdict.class);
    return new Shown(
        query.text("q"),
        query.text("device"),
        query.text("assignee"),
        query.text("tag"),
        query.flag("attention"),
        Arrays.stream(InvestigationStatus.values())
            .map(s -> new PendingController.Choice(s.name(), Words.state(s).word(), s == state))
            .toList(),
        Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder())
            .map(s -> new PendingController.Choice(s.name(), Words.severity(s), s == severity))
            .toList(),
        Arrays.stream(Verdict.values())
            .sorted(Comparator.reverseOrder())
            .map(v -> new PendingController.Choice(v.name(), Words.verdict(v).word(), v == verdict))
            .toList());
  }

  @GetMapping("/investigations/{id}")
  @Allowed(AccessRole.VIEWER)
  String one(@PathVariable String id, HttpServletRequest request, Caller caller, Model model) {
    return page(report(id), null, request, caller, model);
  }

  private String page(
      CaseReport found,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var moments = pages.frame(model, request, caller, "investigations");
    var sheet = CaseSheet.of(InvestigationView.of(found, caller), moments);
    model.addAttribute("sheet", sheet);
    model.addAttribute("notice", notice);
    model.addAttribute(
        "log",
        ledger.log(found.summary().investigationId(), 0, Ledger.MAX_LOG_LINES).stream()
            .map(line -> event(line, moments))
            .toList());
    model.addAttribute("classifications", Classification.values());
    model.addAttribute("determinations", Determination.values());
    model.addAttribute("words", new Naming());
    model.addAttribute(
        "temporal",
        properties.workflow(temporal.namespace(), sheet.view().workflowId(), sheet.view().runId()));
    model.addAttribute("mayCancel", caller.holdsAny(AccessRole.OPERATOR));
    model.addAttribute(
        "mayWrite",
        caller.holdsAny(
            AccessRole.ANALYST,
            AccessRole.DEVICE_APPROVER,
            AccessRole.EMAIL_APPROVER,
            AccessRole.OPERATOR));
    model.addAttribute(
        "maySay",
        caller.holdsAny(AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER));
    return "investigation";
  }

  /** Names for a template's lists of choices. */
  static final class Naming {
    public String of(Enum<?> name) {
      return Words.plain(name);
    }
  }

  private static Event event(LogLine line, Moments moments) {
    return new Event(
        moments.second(line.at()),
        Words.spaced(line.type()),
        line.stream(),
        Excerpt.of(line.event().toString(), LONGEST_EVENT));
  }

  /** The history as Temporal has it, for whoever replays it. */
  @GetMapping("/investigations/{id}/history.json")
  @Allowed(AccessRole.OPERATOR)
  ResponseEntity<String> history(@PathVariable String id) {
    var summary = report(id).summary();
    return lookups
        .history(summary.workflowId(), summary.runId())
        .map(
            json ->
                ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header("Content-Disposition", "attachment; filename=\"history.json\"")
                    .body(json))
        .orElseThrow(
            () ->
                PageRefusal.of(
                    HttpStatus.NOT_FOUND,
                    "Temporal no longer has the history of this investigation.",
                    "What the ledger recorded of it stands under Log."));
  }

  @GetMapping("/investigations/{id}/cancel")
  @Allowed(AccessRole.OPERATOR)
  String askToCancel(
      @PathVariable String id, HttpServletRequest request, Caller caller, Model model) {
    var moments = pages.frame(model, request, caller, "investigations");
    model.addAttribute("sheet", CaseSheet.of(InvestigationView.of(report(id), caller), moments));
    return Pages.isPart(request) ? "cancel :: dialog" : "cancel";
  }

  @PostMapping("/investigations/{id}/cancel")
  @Allowed(AccessRole.OPERATOR)
  String cancel(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam(defaultValue = "false") boolean rollback,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var found = report(id);
    if (rollback) {
      found.actions().stream()
          .filter(a -> a.undo().state().mayBeTried() && !caller.mayDecide(a.area()))
          .findFirst()
          .ifPresent(
              a -> {
                throw PageRefusal.of(
                    HttpStatus.FORBIDDEN,
                    "Nothing was cancelled: you may not undo all that it did.",
                    "To undo \"%s\" takes an approver of %s actions. Cancel without undoing, or ask one."
                        .formatted(a.summary(), Words.area(a.area())));
              });
    }
    var stopped =
        !found.summary().state().ended()
            && decisions.cancel(found.summary(), caller.author(), comment(comment), rollback);
    if (!stopped) {
      return page(
          report(id),
          Notice.info(
              "It had ended already: " + Words.state(found.summary().state()).word() + ".",
              "Undo its actions one by one."),
          request,
          caller,
          model);
    }
    return "redirect:/investigations/" + id;
  }

  /**
   * Says what an alert or a piece of evidence really was.
   *
   * @param subject {@code alert:} or {@code evidence:} and which
   */
  @PostMapping("/investigations/{id}/classify")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String classify(
      @PathVariable String id,
      @RequestParam String subject,
      @RequestParam Classification classification,
      @RequestParam Determination determination,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var found = report(id);
    if (!classification.determinations().contains(determination)) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(
          found,
          Notice.warn(
              "\"%s\" is not a reason for \"%s\". Nothing was recorded."
                  .formatted(Words.plain(determination), Words.plain(classification)),
              "It can be %s."
                  .formatted(
                      Words.list(
                          classification.determinations().stream()
                              .map(Words::plain)
                              .sorted()
                              .toList()))),
          request,
          caller,
          model);
    }
    var word = new Reviews.Word(classification, determination, caller.author(), comment(comment));
    var reviewed = said(found, subject, word);
    var told =
        reviewed.proposals().isEmpty()
            ? reviewed.running() ? "The investigation judges again." : null
            : "The undo of %d of its actions now waits for an approver."
                .formatted(reviewed.proposals().size());
    return page(report(id), Notice.good("Recorded.", told), request, caller, model);
  }

  private Reviews.Reviewed said(CaseReport found, String subject, Reviews.Word word) {
    if (subject.startsWith("alert:")) {
      var alertId = subject.substring("alert:".length());
      if (found.alerts().stream().anyMatch(a -> a.alertId().equals(alertId))) {
        return reviews.alert(found, alertId, word);
      }
    } else if (subject.startsWith("evidence:")) {
      var said = reviews.evidence(found, subject.substring("evidence:".length()), word);
      if (said.isPresent()) {
        return said.get();
      }
    }
    throw PageRefusal.notFound("alert or piece of evidence in this investigation");
  }

  @PostMapping("/investigations/{id}/notes")
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  String note(
      @PathVariable String id, @RequestParam(defaultValue = "") String text, Caller caller) {
    var summary = report(id).summary();
    var kept = Storable.of(text);
    if (kept.isBlank() || kept.length() > CaseFile.LONGEST_NOTE) {
      throw PageRefusal.badRequest(
          "A note has 1 to %d characters.".formatted(CaseFile.LONGEST_NOTE));
    }
    file.note(summary.investigationId(), kept, caller);
    return "redirect:/investigations/" + id + "#file";
  }

  /** Who takes care of it, and by which words it is found. */
  @PostMapping("/investigations/{id}/file")
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  String file(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String assignee,
      @RequestParam(defaultValue = "") String tags,
      Caller caller) {
    var summary = report(id).summary();
    if (assignee.length() > CaseFile.LONGEST_NAME) {
      throw PageRefusal.badRequest(
          "A name has no more than %d characters.".formatted(CaseFile.LONGEST_NAME));
    }
    var named =
        Arrays.stream(tags.split(","))
            .filter(tag -> !tag.isBlank())
            .map(
                tag ->
                    CaseFile.word(tag, CaseFile.LONGEST_TAG)
                        .orElseThrow(
                            () ->
                                PageRefusal.badRequest(
                                    "A tag has 1 to %d characters."
                                        .formatted(CaseFile.LONGEST_TAG))))
            .distinct()
            .toList();
    if (named.size() > CaseFile.MOST_TAGS) {
      throw PageRefusal.badRequest("There are no more than %d tags.".formatted(CaseFile.MOST_TAGS));
    }
    file.assign(summary, CaseFile.word(assignee, CaseFile.LONGEST_NAME).orElse(null), caller);
    if (!named.equals(summary.tags())) {
      file.tag(summary, named, caller);
    }
    return "redirect:/investigations/" + id + "#file";
  }

  private static @Nullable String comment(String typed) {
    var text = Storable.of(typed);
    if (text.length() > PersonsWord.LONGEST_COMMENT) {
      throw PageRefusal.badRequest(
          "The comment is longer than %d characters.".formatted(PersonsWord.LONGEST_COMMENT));
    }
    return text.isBlank() ? null : text;
  }

  private CaseReport report(String id) {
    return (submissions.isRecent(id)
            ? LedgerLag.bridged(() -> ledger.report(id))
            : ledger.report(id))
        .orElseThrow(() -> missing(id));
  }

  private PageRefusal missing(String id) {
    return ledger
        .removedCase(id)
        .map(
            gone ->
                PageRefusal.of(
                    HttpStatus.GONE,
                    "This investigation was removed, because it was past its time.",
                    "It ended on %s and was removed on %s, by %s. %s"
                        .formatted(
                            gone.endedAt().atOffset(ZoneOffset.UTC).toLocalDate(),
                            gone.removedAt().atOffset(ZoneOffset.UTC).toLocalDate(),
                            gone.rule(),
                            gone.archive() == null
                                ? "Nothing else of it is kept here."
                                : "Its archive is %s.".formatted(gone.archive()))))
        .orElseGet(() -> PageRefusal.notFound("investigation"));
  }
}
