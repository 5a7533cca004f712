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
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
  static final Set<String> KNOWN =
      Stream.concat(
              PendingFilter.KEYS.stream(), Stream.of("sort", "cols", "size", Query.CURSOR, "open"))
          .collect(Collectors.toUnmodifiableSet());

  /** The columns that a person may leave out. */
  private static final List<String> COLUMNS = List.of("why", "severity", "investigation", "undo");

  private static final List<Listing.Sort> SORTS =
      Arrays.stream(Listing.Sort.values()).filter(s -> s != Listing.Sort.ATTENTION).toList();
  private static final int MOST_ROWS = 200;
  private static final int USUAL_ROWS = 50;

  private final Ledger ledger;
  private final Pages pages;
  private final Unsent unsent;

  PendingController(Ledger ledger, Pages pages, Unsent unsent) {
    this.unsent = unsent;
    this.ledger = ledger;
    this.pages = pages;
  }

  /**
   * What the list was narrowed to, as the fields show it.
   *
   * @param groups to which it can be narrowed, as far as they are worth a suggestion
   */
  record Shown(
      @Nullable String q,
      List<Choice> types,
      List<Choice> severities,
      @Nullable String deviceGroup,
      List<String> groups,
      boolean mine,
      List<Choice> sorts,
      List<Choice> columns) {
    /** Whether a column is shown. */
    public boolean shows(String column) {
      return columns.stream().anyMatch(c -> c.name().equals(column) && c.chosen());
    }
  }

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
    var frame = pages.framed(model, request, caller, "pending");
    var questions = ledger.questions(filter(query, caller, id -> ledger.action(id).isPresent()));
    var told = ledger.told(questions.items().stream().map(PendingQuestion::action).toList());
    var page =
        PageView.of(
            questions,
            asked ->
                ActionView.of(
                    asked, Objects.requireNonNull(told.get(asked.action().actionId())), caller));
    model.addAttribute("narrowed", PendingFilter.query(given).given().toSingleValueMap());
    model.addAttribute("mostTogether", BulkController.MOST_NAMED);
    model.addAttribute("list", PendingList.of(page, query, frame, query.has(PendingFilter.KEYS)));
    model.addAttribute("filter", shown(query, ledger.groupsWaiting()));
    model.addAttribute("cols", query.text("cols"));
    var open = query.text("open");
    if (open != null) {
      Actions.view(ledger, open, caller)
          .ifPresent(
              action -> {
                var sheet = Actions.sheet(ledger, action, caller, frame.moments());
                model.addAttribute("sheet", sheet.with(null, unsent.of(caller, open)));
                model.addAttribute("alerts", Actions.alerts(ledger, action));
              });
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

  /** Which actions an address asks for. */
  static ActionFilter filter(Query query, Caller caller, Predicate<String> isThere) {
    return PendingFilter.of(
        query, caller, query.listing(sort(query), null, null, USUAL_ROWS, MOST_ROWS, isThere));
  }

  private static Listing.Sort sort(Query query) {
    var word = query.oneOf("sort", SORTS.stream().map(Listing.Sort::word).toList());
    return word == null ? Listing.Sort.URGENCY : Listing.Sort.of(word).orElseThrow();
  }

  private static String title(Listing.Sort sort) {
    return switch (sort) {
      case URGENCY -> "Most urgent first";
      case ATTENTION -> "What needs a person first";
      case NEWEST -> "Newest first";
      case OLDEST -> "Oldest first";
      case EXPIRES_FIRST -> "First to expire first";
      case EXPIRES_LAST -> "Last to expire first";
      case GRAVEST -> "Gravest first";
      case MILDEST -> "Mildest first";
      case TYPE -> "By action";
      case TYPE_REVERSED -> "By action, reversed";
      case TARGET -> "By target";
      case TARGET_REVERSED -> "By target, reversed";
    };
  }

  /** All of them, unless the address names some. */
  private static List<Choice> columns(Query query) {
    var named = query.text("cols");
    var wanted = named == null ? COLUMNS : List.of(named.split(","));
    wanted.forEach(
        column -> {
          if (!COLUMNS.contains(column) && !column.equals("none")) {
            throw PageRefusal.badRequest(
                "There is no such column; there are %s.".formatted(Words.list(COLUMNS)));
          }
        });
    return COLUMNS.stream()
        .map(
            c ->
                new Choice(
                    c, Character.toUpperCase(c.charAt(0)) + c.substring(1), wanted.contains(c)))
        .toList();
  }

  private static Shown shown(Query query, List<String> groups) {
    var type = query.one("type", ActionType.class);
    var severity = query.one("severity", Severity.class);
    return new Shown(
        query.text("q"),
        Words.typesByTitle().stream().map(t -> new Choice(t.name(), t.title(), t == type)).toList(),
        Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder())
            .map(s -> new Choice(s.name(), Words.severity(s), s == severity))
            .toList(),
        query.text("deviceGroup"),
        groups,
        query.flag("mine"),
        SORTS.stream().map(s -> new Choice(s.word(), title(s), s == sort(query))).toList(),
        columns(query));
  }
}
