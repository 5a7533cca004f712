package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Choice;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.starter.LedgerLag;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.api.ByHand;
import dev.quaestor.starter.api.ByHand.Answer;
import dev.quaestor.starter.api.ByHand.Foreseen;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.web.EntityForm.Kind;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One action that a person orders by hand, after what the policy says to it was shown. */
@Controller
class OrderPages {
  /** What a form can name well enough to act on it. */
  private static final Set<EntityKind> NAMEABLE =
      Set.of(
          EntityKind.DEVICE,
          EntityKind.FILE,
          EntityKind.URL,
          EntityKind.USER,
          EntityKind.MAIL_MESSAGE,
          EntityKind.SCHEDULED_TASK,
          EntityKind.SERVICE,
          EntityKind.DRIVER,
          EntityKind.REGISTRY_ENTRY);

  private final ByHand byHand;
  private final Ledger ledger;
  private final Pages pages;

  OrderPages(ByHand byHand, Ledger ledger, Pages pages) {
    this.byHand = byHand;
    this.ledger = ledger;
    this.pages = pages;
  }

  /** What is asked of the form. */
  enum Step {
    PREVIEW,
    ORDER
  }

  /**
   * What the form holds.
   *
   * @param type null as long as none is chosen
   * @param kind what it is done to
   * @param questions what the action asks beside
   */
  record OrderForm(
      List<PendingController.Choice> types,
      @Nullable ActionType type,
      @Nullable Kind kind,
      String value,
      String where,
      List<Question> questions,
      String comment,
      String key) {

    public @Nullable String asksWhere() {
      return kind == null
          ? null
          : switch (kind) {
            case FILE, REGISTRY_ENTRY, SCHEDULED_TASK, SERVICE, DRIVER, PROCESS ->
                "On the device with the id";
            case MAIL_MESSAGE -> "In the mailbox";
            case DEVICE, URL, IP, MAILBOX, USER -> null;
          };
    }
  }

  /** One of the things that an action asks beside its target. */
  record Question(String name, String title, List<PendingController.Choice> values, String value) {}

  /**
   * What comes of it if it is ordered.
   *
   * @param danger whether no undo gives back what it changes: then a reason is required
   */
  record Preview(Tag tag, String title, String does, String undo, boolean danger, String button) {}

  @GetMapping("/start/action")
  @Allowed(AccessRole.VIEWER)
  String action(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, Set.of("type", "value", "where"));
    return page(
        query.one("type", ActionType.class),
        text(query.text("value")),
        text(query.text("where")),
        Map.of(),
        "",
        StartPages.newKey(),
        null,
        null,
        request,
        caller,
        model);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  @PostMapping("/start/action")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  String action(
      @RequestParam(defaultValue = "PREVIEW") Step step,
      @RequestParam ActionType type,
      @RequestParam(defaultValue = "") String value,
      @RequestParam(defaultValue = "") String where,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam String key,
      @RequestParam MultiValueMap<String, String> all,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var chosen = new LinkedHashMap<String, String>();
    for (var choice : type.choices()) {
      var given = all.getFirst("p-" + choice.name());
      if (given != null && !given.isBlank()) {
        chosen.put(choice.name(), Storable.of(given.strip()));
      }
    }
    var body = StartPages.json(body(type, value, where, chosen, comment));
    return switch (byHand.preview(body, caller)) {
      case Answer.Refused<Foreseen> refused ->
          refused(
              refused, type, value, where, chosen, comment, key, request, response, caller, model);
      case Answer.Done<Foreseen> foreseen -> {
        if (step == Step.PREVIEW) {
          yield page(
              type,
              value,
              where,
              chosen,
              comment,
              key,
              null,
              preview(foreseen.value()),
              request,
              caller,
              model);
        }
        if (ActionSheet.isForGood(type) && comment.isBlank()) {
          response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
          yield page(
              type,
              value,
              where,
              chosen,
              comment,
              key,
              Notice.warn(
                  "A reason is required, because this cannot be undone.", "Nothing was ordered."),
              preview(foreseen.value()),
              request,
              caller,
              model);
        }
        yield switch (byHand.order(body, key, caller)) {
          case Answer.Done<String> ordered -> {
            var seen = LedgerLag.bridged(() -> ledger.action(ordered.value()));
            yield seen.isEmpty() && !caller.scope().isAll()
                ? page(
                    null,
                    "",
                    "",
                    Map.of(),
                    "",
                    StartPages.newKey(),
                    Notice.good(
                        "It was taken, as %s.".formatted(ordered.value()),
                        "It is outside what you may see, so you are not shown what becomes of it."),
                    null,
                    request,
                    caller,
                    model)
                : "redirect:/actions/" + ordered.value();
          }
          case Answer.Refused<String> no ->
              refused(
                  no, type, value, where, chosen, comment, key, request, response, caller, model);
        };
      }
    };
  }

  private static Map<String, Object> body(
      ActionType type, String value, String where, Map<String, String> chosen, String comment) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", type.name());
    var kind = kind(type);
    if (kind != null) {
      var row = new EntityForm.Row(kind, Storable.of(value.strip()), Storable.of(where.strip()));
      body.put("target", EntityForm.entity(row));
    }
    if (!chosen.isEmpty()) {
      body.put("parameters", chosen);
    }
    if (!comment.isBlank()) {
      body.put("comment", Storable.of(comment.strip()));
    }
    return body;
  }

  private String refused(
      Answer.Refused<?> refused,
      ActionType type,
      String value,
      String where,
      Map<String, String> chosen,
      String comment,
      String key,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    response.setStatus(
        refused.status() == HttpStatus.BAD_REQUEST.value()
            ? HttpStatus.UNPROCESSABLE_CONTENT.value()
            : refused.status());
    model.addAttribute("flaws", refused.sentences());
    return page(
        type,
        value,
        where,
        chosen,
        comment,
        key,
        Notice.warn("Nothing was ordered.", null),
        null,
        request,
        caller,
        model);
  }

  private static Preview preview(Foreseen seen) {
    var action = seen.actions().getFirst();
    var type = action.type();
    return new Preview(
        seen.runsNow() ? Tag.warn("Runs now") : Tag.info(seen.sentence()),
        ActionSheet.title(action),
        Words.does(type),
        ActionSheet.undo(type),
        ActionSheet.isForGood(type),
        (seen.runsNow() ? "Order " : "Propose ") + Words.noun(type));
  }

  private String page(
      @Nullable ActionType type,
      String value,
      String where,
      Map<String, String> chosen,
      String comment,
      String key,
      @Nullable Notice notice,
      @Nullable Preview preview,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    pages.frame(model, request, caller, StartPages.TAB);
    var orderable = type != null && kind(type) != null ? type : null;
    model.addAttribute("part", "action");
    model.addAttribute("notice", notice);
    model.addAttribute("preview", preview);
    model.addAttribute(
        "may",
        caller.holdsAny(AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER));
    model.addAttribute(
        "form",
        new OrderForm(
            Words.typesByTitle().stream()
                .filter(t -> kind(t) != null)
                .map(t -> new PendingController.Choice(t.name(), t.title(), t == type))
                .toList(),
            orderable,
            orderable == null ? null : kind(orderable),
            Storable.of(value),
            Storable.of(where),
            orderable == null ? List.of() : questions(orderable, chosen),
            Storable.of(comment),
            key));
    return "start";
  }

  private static List<Question> questions(ActionType type, Map<String, String> chosen) {
    var questions = new ArrayList<Question>();
    for (var choice : type.choices()) {
      var value = chosen.getOrDefault(choice.name(), "");
      questions.add(
          new Question(
              "p-" + choice.name(),
              choice.description(),
              choice.form() == Choice.Form.WORD ? values(choice, value) : List.of(),
              value));
    }
    return questions;
  }

  private static List<PendingController.Choice> values(Choice choice, String value) {
    return choice.values().stream()
        .map(
            v ->
                new PendingController.Choice(
                    v,
                    v.charAt(0) + v.substring(1).toLowerCase(java.util.Locale.ROOT),
                    v.equals(value)))
        .toList();
  }

  /** What an action is done to, as a form names it; null where none can. */
  private static @Nullable Kind kind(ActionType type) {
    return !type.orderable()
        ? null
        : type.targets().stream()
            .filter(NAMEABLE::contains)
            .flatMap(k -> Arrays.stream(Kind.values()).filter(f -> f.entity() == k))
            .findFirst()
            .orElse(null);
  }
}
