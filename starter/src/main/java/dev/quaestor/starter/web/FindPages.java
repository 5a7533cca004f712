package dev.quaestor.starter.web;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Choice;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.api.ByHand;
import dev.quaestor.starter.api.ByHand.Answer;
import dev.quaestor.starter.api.ByHand.Foreseen;
import dev.quaestor.starter.intake.order.MailCriteria;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a person looks for, in the back ends' tables or in all mailboxes, and acts on. What was
 * ticked is shown once more, with whether it runs or waits, before anything is ordered.
 */
@Controller
class FindPages {
  private static final String HUNT = "/start/hunt";
  private static final String MAIL = "/start/mail";

  /** More rows than these are nothing to tick by hand. */
  private static final int MOST_ROWS = 200;

  private static final int MOST_MAILS = 200;
  private static final int LONGEST_QUERY = 100_000;
  private static final Duration MAIL_SPAN = Duration.ofDays(30);

  private final ByHand byHand;
  private final Ledger ledger;
  private final Pages pages;

  FindPages(ByHand byHand, Ledger ledger, Pages pages) {
    this.byHand = byHand;
    this.ledger = ledger;
    this.pages = pages;
  }

  /** How far back a query looks. */
  enum Span {
    DAY("1 day", Duration.ofDays(1)),
    WEEK("7 days", Duration.ofDays(7)),
    MONTH("30 days", Duration.ofDays(30));

    private final String title;
    private final Duration length;

    Span(String title, Duration length) {
      this.title = title;
      this.length = length;
    }
  }

  /** By what messages are looked for, by the API's name of it. */
  enum By {
    SENDER("sender", "Sender’s address"),
    SENDER_DOMAIN("senderDomain", "Sender’s domain"),
    SUBJECT("subject", "Subject"),
    SUBJECT_CONTAINS("subjectContains", "Part of the subject"),
    URL("url", "URL in it"),
    FILE_HASH("fileHash", "SHA-256 of an attachment"),
    RECIPIENT("recipient", "Recipient"),
    MESSAGE_ID("internetMessageId", "Message-ID");

    private final String field;
    private final String title;

    By(String field, String title) {
      this.field = field;
      this.title = title;
    }
  }

  /** A field of the form, as it was filled in. */
  record Field(String name, String title, String value) {}

  /**
   * What was found.
   *
   * @param more a sentence about what is not shown; null when all is
   */
  record Found(String heading, List<String> columns, List<Row> rows, @Nullable String more) {}

  /**
   * One row.
   *
   * @param value the row itself, for the form
   */
  record Row(String value, String label, List<String> cells) {}

  /** What is asked of what was ticked. */
  enum Step {
    REVIEW,
    ORDER
  }

  /** What would become of what was ticked. */
  record Review(
      String heading,
      Tag tag,
      String does,
      String undo,
      List<String> targets,
      String type,
      String comment,
      List<String> rows,
      String key,
      String button) {}

  @GetMapping(HUNT)
  @Allowed(AccessRole.VIEWER)
  String hunt(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    Query.of(given, Set.of());
    return huntPage("", Span.WEEK, null, null, request, caller, model);
  }

  @PostMapping(HUNT)
  @Allowed(
      value = {AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER},
      everything = true)
  String hunt(
      @RequestParam(defaultValue = "") String query,
      @RequestParam(defaultValue = "WEEK") Span span,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var asked = Storable.of(query.strip());
    if (asked.isEmpty() || asked.length() > LONGEST_QUERY) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return huntPage(
          asked,
          span,
          null,
          Notice.warn(
              asked.isEmpty() ? "There is no query." : "The query is too long.",
              "Nothing was asked."),
          request,
          caller,
          model);
    }
    return switch (byHand.hunt(new LookupRequest.Hunt(asked, null, span.length, null), caller)) {
      case Answer.Done<LookupAnswer.Rows> done ->
          huntPage(asked, span, found(done.value()), null, request, caller, model);
      case Answer.Refused<LookupAnswer.Rows> refused -> {
        refused(refused, response, model);
        yield huntPage(asked, span, null, notFound(), request, caller, model);
      }
    };
  }

  private static Notice notFound() {
    return Notice.warn("There is no answer.", null);
  }

  private static void refused(
      Answer.Refused<?> refused, HttpServletResponse response, Model model) {
    response.setStatus(
        refused.status() == HttpStatus.BAD_REQUEST.value()
            ? HttpStatus.UNPROCESSABLE_CONTENT.value()
            : refused.status());
    model.addAttribute("flaws", refused.sentences());
  }

  private static Found found(LookupAnswer.Rows answer) {
    var columns = answer.columns().stream().map(LookupAnswer.Column::name).toList();
    var rows =
        answer.rows().stream()
            .limit(MOST_ROWS)
            .map(
                row ->
                    new Row(
                        QuaestorJson.mapper().writeValueAsString(row),
                        label(row),
                        columns.stream().map(c -> cell(row.get(c))).toList()))
            .toList();
    return new Found(
        Counted.of(answer.rows().size(), "row", "rows"),
        columns,
        rows,
        answer.rows().size() > MOST_ROWS || answer.truncated()
            ? "There are more; these are the first %d. Narrow the query.".formatted(rows.size())
            : null);
  }

  private static String label(Map<String, Object> row) {
    return row.values().stream()
        .map(FindPages::cell)
        .filter(text -> !text.isEmpty())
        .limit(2)
        .reduce((a, b) -> a + ", " + b)
        .orElse("row");
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : Storable.bounded(value.toString(), 300);
  }

  private String huntPage(
      String query,
      Span span,
      @Nullable Found found,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    frame("hunt", found, notice, request, caller, model);
    model.addAttribute("query", query);
    model.addAttribute(
        "spans",
        Stream.of(Span.values())
            .map(s -> new PendingController.Choice(s.name(), s.title, s == span))
            .toList());
    model.addAttribute("acts", acts(FindPages::onRows));
    return "start";
  }

  private static boolean onRows(ActionType type) {
    return type.sources().contains(ActionSource.ADVANCED_HUNTING_ACTION);
  }

  private static boolean onMessages(ActionType type) {
    return type.sources().contains(ActionSource.EXPLORER_ACTION)
        && type.targets().contains(EntityKind.MAIL_MESSAGE);
  }

  private static List<PendingController.Choice> acts(Predicate<ActionType> which) {
    return Words.typesByTitle().stream()
        .filter(which)
        .filter(ActionType::orderable)
        .filter(t -> t.choices().stream().noneMatch(Choice::required))
        // The first stands there chosen, and is no action that nothing takes back.
        .sorted(Comparator.comparing(t -> !t.undoable() && !t.onlyReads()))
        .map(t -> new PendingController.Choice(t.name(), t.title(), false))
        .toList();
  }

  private void frame(
      String part,
      @Nullable Found found,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    pages.frame(model, request, caller, StartPages.TAB);
    model.addAttribute("part", part);
    model.addAttribute("found", found);
    model.addAttribute("notice", notice);
    model.addAttribute("key", StartPages.newKey());
    model.addAttribute("may", may(part, caller));
  }

  /** A hunt shows what no scope narrows. */
  private static boolean may(String part, Caller caller) {
    return caller.holdsAny(
            AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER)
        && (part.equals("hunt") ? caller.scope().isAll() : caller.scope().has(Area.EMAIL));
  }

  @GetMapping(MAIL)
  @Allowed(AccessRole.VIEWER)
  String mail(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    Query.of(given, Set.of());
    return mailPage(Map.of(), null, null, request, caller, model);
  }

  @PostMapping(MAIL)
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String mail(
      @RequestParam MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var criteria = new LinkedHashMap<String, String>();
    for (var by : By.values()) {
      var value = all.getFirst(by.field);
      if (value != null && !value.isBlank()) {
        criteria.put(by.field, Storable.of(value.strip()));
      }
    }
    return switch (byHand.readCriteria(StartPages.json(criteria))) {
      case Answer.Refused<MailCriteria> refused -> {
        refused(refused, response, model);
        yield mailPage(
            criteria, null, Notice.warn("Nothing was searched.", null), request, caller, model);
      }
      case Answer.Done<MailCriteria> read -> {
        var since = pages.moments(request).now().minus(MAIL_SPAN);
        var search = new LookupRequest.FindMail(read.value().criteria(), since, MOST_MAILS);
        yield switch (byHand.findMail(search, caller)) {
          case Answer.Done<LookupAnswer.Mail> done ->
              mailPage(criteria, found(done.value()), null, request, caller, model);
          case Answer.Refused<LookupAnswer.Mail> refused -> {
            refused(refused, response, model);
            yield mailPage(criteria, null, notFound(), request, caller, model);
          }
        };
      }
    };
  }

  private static Found found(LookupAnswer.Mail answer) {
    var rows = answer.messages().stream().limit(MOST_MAILS).map(FindPages::row).toList();
    return new Found(
        Counted.of(answer.count(), "message", "messages"),
        List.of("Mailbox", "Where it lies", "Message-ID"),
        rows,
        answer.count() > rows.size()
            ? "These are the first %d. Narrow the search.".formatted(rows.size())
            : null);
  }

  private static Row row(MailCluster.Member member) {
    var value = new LinkedHashMap<String, String>();
    value.put("mailbox", member.mailbox());
    value.put("internetMessageId", member.internetMessageId());
    if (member.networkMessageId() != null) {
      value.put("networkMessageId", member.networkMessageId());
    }
    if (member.location() != null) {
      value.put("location", member.location());
    }
    return new Row(
        QuaestorJson.mapper().writeValueAsString(value),
        member.mailbox(),
        List.of(
            member.mailbox(),
            Objects.requireNonNullElse(member.location(), "not known"),
            member.internetMessageId()));
  }

  private String mailPage(
      Map<String, String> criteria,
      @Nullable Found found,
      @Nullable Notice notice,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    frame("mail", found, notice, request, caller, model);
    model.addAttribute(
        "fields",
        Stream.of(By.values())
            .map(by -> new Field(by.field, by.title, criteria.getOrDefault(by.field, "")))
            .toList());
    model.addAttribute("acts", acts(FindPages::onMessages));
    return "start";
  }

  /** Acts on the rows that were ticked. */
  @PostMapping(HUNT + "/actions")
  @Allowed(
      value = {AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER},
      everything = true)
  String actOnRows(
      @RequestParam(defaultValue = "REVIEW") Step step,
      @RequestParam MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return act(true, step, all, request, response, caller, model);
  }

  /** Acts on the messages that were ticked. */
  @PostMapping(MAIL + "/actions")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String actOnMessages(
      @RequestParam(defaultValue = "REVIEW") Step step,
      @RequestParam MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return act(false, step, all, request, response, caller, model);
  }

  private String act(
      boolean hunt,
      Step step,
      MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var ticked = all.getOrDefault("row", List.of());
    var type = text(all, "type");
    var comment = text(all, "comment");
    var key = text(all, "key");
    if (ticked.isEmpty() || type.isEmpty()) {
      throw PageRefusal.badRequest(
          ticked.isEmpty() ? "Nothing is selected." : "No action is chosen.");
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("type", type);
    body.put(hunt ? "rows" : "messages", ticked.stream().map(FindPages::row).toList());
    if (!comment.isEmpty()) {
      body.put("comment", comment);
    }
    var json = StartPages.json(body);
    return switch (hunt
        ? byHand.previewOnRows(json, caller)
        : byHand.previewOnMessages(json, caller)) {
      case Answer.Refused<Foreseen> refused -> no(refused, response, request, caller, model);
      case Answer.Done<Foreseen> seen ->
          step == Step.REVIEW
              ? review(hunt, seen.value(), type, comment, ticked, key, request, caller, model)
              : ordered(
                  hunt
                      ? byHand.orderOnRows(json, key, caller)
                      : byHand.orderOnMessages(json, key, caller),
                  request,
                  response,
                  caller,
                  model);
    };
  }

  private static String text(MultiValueMap<String, String> all, String name) {
    var value = all.getFirst(name);
    return value == null ? "" : Storable.of(value.strip());
  }

  private static JsonNode row(String text) {
    try {
      var node = QuaestorJson.mapper().readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw PageRefusal.badRequest("What was selected is none of the rows.");
  }

  private String no(
      Answer.Refused<?> refused,
      HttpServletResponse response,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    refused(refused, response, model);
    pages.frame(model, request, caller, StartPages.TAB);
    model.addAttribute(
        "notice", Notice.warn("Nothing was ordered.", String.join(" ", refused.sentences())));
    return "problem";
  }

  private String review(
      boolean hunt,
      Foreseen seen,
      String type,
      String comment,
      List<String> rows,
      String key,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    pages.frame(model, request, caller, StartPages.TAB);
    var act = seen.actions().getFirst().type();
    var count = Counted.of(seen.actions().size(), "action", "actions");
    model.addAttribute("back", hunt ? HUNT : MAIL);
    model.addAttribute(
        "review",
        new Review(
            "%s: %s".formatted(act.title(), count),
            seen.runsNow() ? Tag.warn("Runs now") : Tag.info(seen.sentence()),
            Words.does(act),
            act.undoneHow().or(act::notUndoableBecause).map(Words::sentence).orElse(""),
            seen.actions().stream().map(FindPages::target).toList(),
            type,
            comment,
            rows,
            key,
            (seen.runsNow() ? "Order " : "Propose ") + count));
    return "found";
  }

  private static String target(RemediationAction action) {
    return action.target().label();
  }

  private String ordered(
      Answer<List<String>> answer,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    return switch (answer) {
      case Answer.Refused<List<String>> refused -> no(refused, response, request, caller, model);
      case Answer.Done<List<String>> done -> {
        var ids = new ArrayList<>(done.value());
        LedgerLag.bridged(() -> ledger.action(ids.getLast()));
        if (ids.size() == 1) {
          yield "redirect:/actions/" + ids.getFirst();
        }
        pages.frame(model, request, caller, StartPages.TAB);
        model.addAttribute("heading", Counted.of(ids.size(), "action", "actions") + " ordered");
        model.addAttribute("ids", ids);
        yield "ordered";
      }
    };
  }
}
