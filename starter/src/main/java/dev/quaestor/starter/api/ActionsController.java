package dev.quaestor.starter.api;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionTold;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.Page;
import dev.quaestor.starter.ledger.PendingQuestion;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionCsv;
import dev.quaestor.starter.view.ActionTypeView;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.GroupView;
import dev.quaestor.starter.view.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(
    name = "Actions",
    description = "The Action Center: what is pending, what was done, and undoing it")
@RestController
@RequestMapping("/api/v1/actions")
class ActionsController {
  private static final Set<Listing.Sort> SORTS =
      EnumSet.complementOf(EnumSet.of(Listing.Sort.ATTENTION));

  private final Ledger ledger;

  ActionsController(Ledger ledger) {
    this.ledger = ledger;
  }

  @Operation(
      summary = "List actions",
      description =
          "status=pending lists the actions that are waiting for a decision, the most urgent on"
              + " top: what has less than four hours left by its time, then by severity, then the"
              + " oldest first; what several cases ask is one item, with their number as cases."
              + " history lists all others, newest first. At most 10,000 are counted; beyond that,"
              + " totalIsCapped is true. To read a long list, pass nextCursor as cursor. With"
              + " Accept: text/csv, the whole list is returned as CSV.")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Allowed(AccessRole.VIEWER)
  PageView<ActionView> list(
      @Parameter(schema = @Schema(allowableValues = {"pending", "history"}))
          @RequestParam(required = false)
          ActionFilter.@Nullable Status status,
      @RequestParam(required = false) @Nullable List<ActionType> type,
      @RequestParam(required = false) @Nullable List<ActionSource> source,
      @RequestParam(required = false) @Nullable String investigation,
      @RequestParam(required = false) @Nullable String decidedBy,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String group,
      @Parameter(description = "The severity of its investigation") @RequestParam(required = false)
          @Nullable List<Severity> severity,
      @RequestParam(required = false) @Nullable List<Execution> execution,
      @RequestParam(required = false) @Nullable List<UndoState> undo,
      @RequestParam(required = false) @Nullable List<Area> area,
      @Parameter(description = "Only those that this caller may decide")
          @RequestParam(required = false)
          @Nullable Boolean mine,
      @Parameter(description = "The targetKey of what it is done to")
          @RequestParam(required = false)
          @Nullable String target,
      @Parameter(description = "A device's id or name") @RequestParam(required = false)
          @Nullable String device,
      @Parameter(
              description =
                  "The group of the device that it is done on, as that device's back end says")
          @RequestParam(required = false)
          @Nullable String deviceGroup,
      @Parameter(description = "A user's or a mailbox's name or address")
          @RequestParam(required = false)
          @Nullable String user,
      @Parameter(
              description =
                  "Planned or ordered at or after this time, or within this time span:"
                      + " 2026-03-01T10:00:00Z, 7d")
          @RequestParam(required = false)
          @Nullable String since,
      @Parameter(description = "Planned or ordered before this time")
          @RequestParam(required = false)
          @Nullable String until,
      @Parameter(
              description =
                  "A minus turns it round. By default, pending actions are sorted by urgency and "
                      + "all others by -createdAt, newest first; -severity is the gravest first")
          @RequestParam(required = false)
          Listing.@Nullable Sort sort,
      @Parameter(
              description =
                  "The nextCursor or previousCursor of another page; not to be combined with page."
                      + " It stays correct while the list grows")
          @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(
              description = "The first 20 have a number; what is behind them, a cursor",
              schema = @Schema(type = "integer", defaultValue = "0", maximum = "19"))
          @RequestParam(required = false)
          @Nullable Integer page,
      @RequestParam(defaultValue = "50") int size,
      @Parameter(hidden = true) Caller caller) {
    var filter =
        filter(
            status,
            type,
            source,
            investigation,
            decidedBy,
            q,
            group,
            severity,
            execution,
            undo,
            area,
            Boolean.TRUE.equals(mine) ? caller.decides() : null,
            device,
            deviceGroup,
            user,
            target,
            Filters.listing(
                Filters.sort(sort, SORTS), since, until, cursor, page, size, this::isThere));
    if (status == ActionFilter.Status.PENDING) {
      var questions = ledger.questions(filter);
      var told = ledger.told(questions.items().stream().map(PendingQuestion::action).toList());
      return PageView.of(
          questions, asked -> ActionView.of(asked, told(told, asked.action()), caller));
    }
    var rows = ledger.actions(filter);
    var told = ledger.told(rows.items());
    return PageView.of(rows, row -> ActionView.of(row, told(told, row), caller));
  }

  @Operation(hidden = true)
  @GetMapping(produces = "text/csv")
  @Allowed(AccessRole.VIEWER)
  void csv(
      @RequestParam(required = false) ActionFilter.@Nullable Status status,
      @RequestParam(required = false) @Nullable List<ActionType> type,
      @RequestParam(required = false) @Nullable List<ActionSource> source,
      @RequestParam(required = false) @Nullable String investigation,
      @RequestParam(required = false) @Nullable String decidedBy,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String group,
      @Parameter(description = "The severity of its investigation") @RequestParam(required = false)
          @Nullable List<Severity> severity,
      @RequestParam(required = false) @Nullable List<Execution> execution,
      @RequestParam(required = false) @Nullable List<UndoState> undo,
      @RequestParam(required = false) @Nullable List<Area> area,
      @Parameter(description = "Only those that this caller may decide")
          @RequestParam(required = false)
          @Nullable Boolean mine,
      @Parameter(description = "The targetKey of what it is done to")
          @RequestParam(required = false)
          @Nullable String target,
      @Parameter(description = "A device's id or name") @RequestParam(required = false)
          @Nullable String device,
      @Parameter(
              description =
                  "The group of the device that it is done on, as that device's back end says")
          @RequestParam(required = false)
          @Nullable String deviceGroup,
      @Parameter(description = "A user's or a mailbox's name or address")
          @RequestParam(required = false)
          @Nullable String user,
      @Parameter(
              description =
                  "Planned or ordered at or after this time, or within this time span:"
                      + " 2026-03-01T10:00:00Z, 7d")
          @RequestParam(required = false)
          @Nullable String since,
      @Parameter(description = "Planned or ordered before this time")
          @RequestParam(required = false)
          @Nullable String until,
      @Parameter(
              description =
                  "A minus turns it round. By default, pending actions are sorted by urgency and "
                      + "all others by -createdAt, newest first; -severity is the gravest first")
          @RequestParam(required = false)
          Listing.@Nullable Sort sort,
      @Parameter(
              description =
                  "The nextCursor or previousCursor of another page; not to be combined with page."
                      + " It stays correct while the list grows")
          @RequestParam(required = false)
          @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      HttpServletResponse response,
      @Parameter(hidden = true) Caller caller)
      throws IOException {
    boolean all = page == null && size == null;
    int wanted = all ? Page.MAX_SIZE : size == null ? Page.DEFAULT_SIZE : size;
    var filter =
        filter(
            status,
            type,
            source,
            investigation,
            decidedBy,
            q,
            group,
            severity,
            execution,
            undo,
            area,
            Boolean.TRUE.equals(mine) ? caller.decides() : null,
            device,
            deviceGroup,
            user,
            target,
            Filters.listing(
                Filters.sort(sort, SORTS), since, until, cursor, page, wanted, this::isThere));
    ActionCsv.answer(response, ledger, filter, all, caller);
  }

  private static ActionFilter filter(
      ActionFilter.@Nullable Status status,
      @Nullable List<ActionType> types,
      @Nullable List<ActionSource> sources,
      @Nullable String investigation,
      @Nullable String decidedBy,
      @Nullable String q,
      @Nullable String group,
      @Nullable List<Severity> severities,
      @Nullable List<Execution> executions,
      @Nullable List<UndoState> undos,
      @Nullable List<Area> areas,
      @Nullable List<Area> mine,
      @Nullable String device,
      @Nullable String deviceGroup,
      @Nullable String user,
      @Nullable String target,
      Listing listing) {
    return new ActionFilter(
        status,
        Filters.any(types),
        Filters.any(sources),
        Filters.text(investigation),
        Filters.text(decidedBy),
        Filters.text(q),
        Filters.text(group),
        Filters.any(severities),
        Filters.any(executions),
        Filters.any(undos),
        Filters.any(areas),
        mine,
        Filters.text(device),
        Filters.text(deviceGroup),
        Filters.text(user),
        target == null || target.isBlank() ? null : target.strip(),
        listing);
  }

  /**
   * How much waits.
   *
   * @param pending actions that wait, what several cases ask counted once
   * @param pendingMine those of them that this caller may decide
   * @param isCapped whether there are more than could be counted
   */
  @Schema(name = "ActionCounts")
  record CountsView(long pending, long pendingMine, boolean isCapped) {}

  @Operation(
      summary = "How many actions are waiting",
      description =
          "What several cases ask is counted once, as in the list. At most 10,000 are counted;"
              + " beyond that, isCapped is true.")
  @GetMapping("/counts")
  @Allowed(AccessRole.VIEWER)
  CountsView counts(@Parameter(hidden = true) Caller caller) {
    var waiting = ledger.waiting(caller.decides());
    return new CountsView(waiting.pending(), waiting.mine(), waiting.capped());
  }

  @Operation(
      summary = "One action",
      description =
          "Whether it was approved, whether it succeeded and whether it was undone. While it is"
              + " waiting for a decision, pending holds what an approver needs to know and whether"
              + " this token may decide it.")
  @GetMapping("/{id}")
  @Allowed(AccessRole.VIEWER)
  ActionView action(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    var question =
        ledger
            .question(id)
            .orElseThrow(() -> new ProblemException(ApiProblem.notFound("action", id)));
    var told = ledger.told(List.of(question.action()));
    return ActionView.of(
        question, told(told, question.action()), ledger.around(question.action()), caller);
  }

  private boolean isThere(String id) {
    return ledger.action(id).isPresent();
  }

  private static ActionTold told(Map<String, ActionTold> told, ActionRow row) {
    return Objects.requireNonNull(told.get(row.actionId()));
  }

  @Operation(
      summary = "The catalogue of actions",
      description =
          "Every type: its target, its parameters, how it can be ordered, and whether it can "
              + "be undone or why not.")
  @GetMapping("/types")
  @Allowed(AccessRole.VIEWER)
  ActionTypeView.Catalogue types() {
    return ActionTypeView.catalogue();
  }

  @Operation(
      summary = "The progress of the actions of one request",
      description =
          "Counts of the actions that were ordered together; the groupId is in "
              + "the answer to the order.")
  @GetMapping("/groups/{id}")
  @Allowed(AccessRole.VIEWER)
  GroupView group(@PathVariable String id) {
    var counts = ledger.group(id);
    if (counts.isEmpty()) {
      throw new ProblemException(ApiProblem.notFound("group", id));
    }
    return GroupView.of(id, counts);
  }
}
