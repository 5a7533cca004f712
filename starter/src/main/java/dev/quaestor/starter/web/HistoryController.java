package dev.quaestor.starter.web;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.Page;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionCsv;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.PageView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Everything that was proposed, decided and done, and what became of it. */
@Controller
class HistoryController {
  private static final List<String> NARROWING =
      List.of("q", "type", "result", "source", "by", "device", "deviceGroup", "from", "to");
  private static final Set<String> KNOWN =
      Set.of(
          "q",
          "type",
          "result",
          "source",
          "by",
          "device",
          "deviceGroup",
          "since",
          "from",
          "to",
          "size",
          Query.CURSOR);
  private static final String USUAL = "7d";
  private static final List<Span> SPANS =
      List.of(
          new Span("1d", "Day", 1),
          new Span(USUAL, "Week", 7),
          new Span("30d", "30 days", 30),
          new Span("180d", "6 months", 180));
  private static final int USUAL_ROWS = 50;
  private static final int MOST_ROWS = 200;

  private final Ledger ledger;
  private final Pages pages;

  HistoryController(Ledger ledger, Pages pages) {
    this.ledger = ledger;
    this.pages = pages;
  }

  /** How far back. */
  private record Span(String name, String title, int days) {}

  /** What became of it: of the execution, or of the undo where there was one. */
  private enum Result {
    DONE("Done", Execution.SUCCEEDED, null),
    ALREADY("Already so", Execution.ALREADY_IN_STATE, null),
    PARTLY("Partly done", Execution.PARTIALLY_SUCCEEDED, null),
    FAILED("Failed", Execution.FAILED, null),
    NOT_POSSIBLE("Not possible", Execution.UNSUPPORTED, null),
    NOT_KNOWN("Not known", Execution.UNKNOWN, null),
    NOT_RUN("Not run", Execution.NOT_STARTED, null),
    RUNNING("Running", Execution.RUNNING, null),
    WAITS("Waits for the device or service", Execution.WAITING_FOR_RESOURCE, null),
    UNDONE("Undone", null, UndoState.UNDONE),
    NOT_UNDONE("Not undone", null, UndoState.FAILED),
    HELD("Held by others", null, UndoState.HELD_BY_OTHERS),
    CHANGED("Changed since", null, UndoState.CHANGED_SINCE);

    private final String title;
    private final @Nullable Execution execution;
    private final @Nullable UndoState undo;

    Result(String title, @Nullable Execution execution, @Nullable UndoState undo) {
      this.title = title;
      this.execution = execution;
      this.undo = undo;
    }
  }

  /** One way to look further or less far back. */
  record Since(String title, String href, boolean current) {}

  /** What the list was narrowed to, as the fields show it. */
  record Shown(
      @Nullable String q,
      @Nullable String by,
      @Nullable String device,
      @Nullable String deviceGroup,
      String since,
      List<Since> spans,
      List<PendingController.Choice> types,
      List<PendingController.Choice> results,
      List<PendingController.Choice> sources,
      String csv) {}

  @GetMapping("/history")
  @Allowed(AccessRole.VIEWER)
  String history(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, KNOWN);
    var moments = pages.frame(model, request, caller, "history");
    var rows = ledger.actions(filter(query, moments.now()));
    var told = ledger.told(rows.items());
    var page =
        PageView.of(
            rows,
            row -> ActionView.of(row, Objects.requireNonNull(told.get(row.actionId())), caller));
    model.addAttribute("list", HistoryList.of(page, query, moments, query.has(NARROWING)));
    model.addAttribute("filter", shown(query));
    return "history";
  }

  @GetMapping("/history.csv")
  @Allowed(AccessRole.VIEWER)
  void csv(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller)
      throws IOException {
    var query = Query.of(given, KNOWN);
    ActionCsv.answer(
        response, ledger, whole(filter(query, pages.moments(request).now())), true, caller);
  }

  private static ActionFilter whole(ActionFilter filter) {
    var part = filter.listing();
    return filter.of(
        new Listing(part.sort(), part.since(), part.until(), null, null, 0, Page.MAX_SIZE));
  }

  private ActionFilter filter(Query query, Instant now) {
    @Nullable Result result = query.one("result", Result.class);
    var from = query.instant("from");
    return new ActionFilter(
        ActionFilter.Status.HISTORY,
        some(query.one("type", ActionType.class)),
        some(query.one("source", ActionSource.class)),
        null,
        query.text("by"),
        query.text("q"),
        null,
        List.of(),
        some(result == null ? null : result.execution),
        some(result == null ? null : result.undo),
        List.of(),
        null,
        query.text("device"),
        query.text("deviceGroup"),
        null,
        null,
        query.listing(
            Listing.Sort.NEWEST,
            from == null ? now.minus(span(query).days(), ChronoUnit.DAYS) : from,
            query.instant("to"),
            USUAL_ROWS,
            MOST_ROWS,
            id -> ledger.action(id).isPresent()));
  }

  private static <T> List<T> some(@Nullable T one) {
    return one == null ? List.of() : List.of(one);
  }

  private static Span span(Query query) {
    var named = query.oneOf("since", SPANS.stream().map(Span::name).toList());
    return SPANS.stream().filter(s -> s.name().equals(named)).findFirst().orElse(SPANS.get(1));
  }

  private static Shown shown(Query query) {
    var type = query.one("type", ActionType.class);
    var result = query.one("result", Result.class);
    var source = query.one("source", ActionSource.class);
    var span = span(query);
    var between = query.text("from") != null || query.text("to") != null;
    return new Shown(
        query.text("q"),
        query.text("by"),
        query.text("device"),
        query.text("deviceGroup"),
        span.name(),
        SPANS.stream()
            .map(
                s ->
                    new Since(
                        s.title(),
                        query.with("/history", "since", s.name().equals(USUAL) ? null : s.name()),
                        s == span && !between))
            .toList(),
        Words.typesByTitle().stream()
            .map(t -> new PendingController.Choice(t.name(), t.title(), t == type))
            .toList(),
        Arrays.stream(Result.values())
            .map(r -> new PendingController.Choice(r.name(), r.title, r == result))
            .toList(),
        Arrays.stream(ActionSource.values())
            .map(s -> new PendingController.Choice(s.name(), Words.source(s), s == source))
            .toList(),
        query.without("/history.csv", Query.CURSOR, "size"));
  }
}
