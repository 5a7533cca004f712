package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.PendingQuestion;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.PageView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first page: what waits for a decision. */
@Controller
class PendingController {
  private static final List<String> NARROWING = List.of("q", "type", "severity");
  private static final Set<String> KNOWN = Set.of("q", "type", "severity", "size", "page", "open");
  private static final int MOST_ROWS = 200;
  private static final int USUAL_ROWS = 50;

  private final Ledger ledger;
  private final Pages pages;

  PendingController(Ledger ledger, Pages pages) {
    this.ledger = ledger;
    this.pages = pages;
  }

  /** What the list was narrowed to, as the fields show it. */
  record Shown(@Nullable String q, List<Choice> types, List<Choice> severities) {}

  /** One entry of a field. */
  record Choice(String name, String title, boolean chosen) {}

  @GetMapping("/")
  @Allowed(AccessRole.VIEWER)
  String pending(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, KNOWN);
    var moments = pages.frame(model, request, caller, "pending");
    var type = query.one("type", ActionType.class);
    var severity = query.one("severity", Severity.class);
    var filter = filter(query, type, severity);
    var questions = ledger.questions(filter);
    var told = ledger.told(questions.items().stream().map(PendingQuestion::action).toList());
    var page =
        PageView.of(
            questions,
            asked ->
                ActionView.of(
                    asked, Objects.requireNonNull(told.get(asked.action().actionId())), caller));
    model.addAttribute("list", PendingList.of(page, query, moments, query.has(NARROWING)));
    model.addAttribute("filter", shown(query, type, severity));
    var open = query.text("open");
    if (open != null) {
      model.addAttribute(
          "sheet",
          Actions.view(ledger, open, caller).map(a -> ActionSheet.of(a, moments)).orElse(null));
    }
    return "pending";
  }

  /** How many wait, for the frame of a page that stays open. */
  @GetMapping("/nav")
  @Allowed(AccessRole.VIEWER)
  String count(HttpServletRequest request, Caller caller, Model model) {
    pages.frame(model, request, caller, "pending");
    return "frame :: count";
  }

  private static ActionFilter filter(
      Query query, @Nullable ActionType type, @Nullable Severity severity) {
    return new ActionFilter(
        ActionFilter.Status.PENDING,
        Stream.ofNullable(type).toList(),
        List.of(),
        null,
        null,
        query.text("q"),
        null,
        Stream.ofNullable(severity).toList(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        Listing.page(query.page() - 1, query.number("size", USUAL_ROWS, 1, MOST_ROWS)));
  }

  private static Shown shown(Query query, @Nullable ActionType type, @Nullable Severity severity) {
    return new Shown(
        query.text("q"),
        Words.typesByTitle().stream().map(t -> new Choice(t.name(), t.title(), t == type)).toList(),
        Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder())
            .map(s -> new Choice(s.name(), Words.severity(s), s == severity))
            .toList());
  }
}
