package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Shows what happens in cases while it happens: evidence as it gets its verdict, actions as they
 * are planned, decided, run and taken back, what waits and until when. It reads the same report as
 * everybody and tells what changed.
 */
public final class CaseFollower {
  /** When to leave. */
  public enum Until {
    /** Every case has ended. */
    ENDED,
    /** Every case has ended or waits for people and nothing else. */
    PENDING
  }

  private static final Set<String> OPEN =
      Set.of("QUEUED", "RUNNING", "PENDING_APPROVAL", "PENDING_RESOURCE");
  private static final Map<String, String> AWAITED =
      Map.of(
          "QUEUED", "room, because too many investigations run",
          "PENDING_APPROVAL", "a decision",
          "PENDING_RESOURCE", "a device or back end to be back");
  private static final Set<String> TOLD =
      Set.of("RUNNING", "UNDONE", "HELD_BY_OTHERS", "CHANGED_SINCE", "FAILED");
  private static final Duration INTERVAL = Duration.ofMillis(400);
  // A case is in the ledger only when a worker has taken it up.
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final QuaestorClient api;
  private final Console console;
  private final ReportView view;
  private final boolean silent;
  private final Map<String, String> told = new HashMap<>();

  public CaseFollower(QuaestorClient api, Console console) {
    this(api, console, false);
  }

  private CaseFollower(QuaestorClient api, Console console, boolean silent) {
    this.api = api;
    this.console = console;
    this.view = new ReportView(console);
    this.silent = silent;
  }

  /** One that tells nothing but what it waits for, and that to standard error. */
  static CaseFollower silent(QuaestorClient api, Console console) {
    return new CaseFollower(api, console, true);
  }

  /**
   * Follows cases until then.
   *
   * @return the last report of each, by its id, in the order given
   * @throws CommandFailed when the server cannot be asked, or a case is not taken up in a minute
   */
  public Map<String, JsonNode> follow(List<String> investigationIds, Until until) {
    var reports = new LinkedHashMap<String, JsonNode>();
    var open = new ArrayList<>(investigationIds);
    var started = System.nanoTime();
    while (true) {
      for (var id : List.copyOf(open)) {
        var report = report(id, started);
        if (report.isObject()) {
          reports.put(id, report);
          if (!silent) {
            tell(report, investigationIds.size() > 1);
          }
          if (isDone(report, until)) {
            open.remove(id);
          } else {
            tellHowToLeave(report);
          }
        }
      }
      if (open.isEmpty()) {
        return reports;
      }
      pause();
    }
  }

  private JsonNode report(String id, long started) {
    try {
      return api.investigation(id).body();
    } catch (CommandFailed e) {
      if (e.status() == 404 && System.nanoTime() - started < PATIENCE.toNanos()) {
        if (System.nanoTime() - started > MOMENT.toNanos() && isNews(id + "/worker", "none")) {
          console.progress("{}: still waiting, no worker has answered yet", id);
        }
        return dev.quaestor.wire.QuaestorJson.mapper().missingNode();
      }
      throw e;
    }
  }

  private static boolean isDone(JsonNode report, Until until) {
    var state = JsonAnswer.text(report, "state");
    return switch (until) {
      case ENDED -> !OPEN.contains(state);
      case PENDING -> !OPEN.contains(state) || state.equals("PENDING_APPROVAL");
    };
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, "Interrupted.");
    }
  }

  /** Tells what this report says that was not told before. */
  void tell(JsonNode report, boolean several) {
    var id = JsonAnswer.text(report, "investigationId");
    var prefix = several ? id + "  " : "";
    if (isNews(id + "/title", JsonAnswer.text(report, "title"))) {
      console.line("{}  {}", Console.strong(id), JsonAnswer.text(report, "title"));
    }
    for (var evidence : report.path("evidence")) {
      evidence(id, prefix, evidence, JsonAnswer.text(report, "state"));
    }
    for (var action : report.path("actions")) {
      action(id, prefix, action);
    }
    var because = JsonAnswer.text(report, "because");
    if (isNews(id + "/state", standing(report))) {
      console.line(
          "{}{} {} {}",
          Console.dim(prefix),
          Console.dim("state    "),
          Console.word(JsonAnswer.text(report, "state")),
          Console.dim(because));
    }
  }

  /**
   * What is awaited, and until when, is news each time; what runs says something else each time.
   */
  private static String standing(JsonNode report) {
    var state = JsonAnswer.text(report, "state");
    return state.equals("RUNNING") ? state : state + " " + JsonAnswer.text(report, "because");
  }

  /** Whatever is waited for may take days. */
  private void tellHowToLeave(JsonNode report) {
    var state = JsonAnswer.text(report, "state");
    var awaited = AWAITED.get(state);
    if (awaited != null && isNews("leaving", state)) {
      console.progress(
          "waiting for {} (Ctrl-C stops following, not the investigation){}",
          awaited,
          until(state));
    }
  }

  private static String until(String state) {
    return state.equals("PENDING_APPROVAL") ? " (or follow with --until PENDING)" : "";
  }

  private void evidence(String id, String prefix, JsonNode evidence, String state) {
    var verdict = JsonAnswer.text(evidence, "verdict");
    // Unknown is where everything starts; it is news only when the looking is over.
    if (verdict.equals("UNKNOWN") && state.equals("RUNNING")) {
      return;
    }
    if (isNews(id + "/evidence/" + JsonAnswer.text(evidence, "entityKey"), verdict)) {
      console.line(
          "{}{} {} {}",
          Console.dim(prefix),
          Console.dim("evidence "),
          Console.word(verdict),
          JsonAnswer.evidence(evidence));
      for (var reason : evidence.path("reasons")) {
        console.line("{}              {}", prefix, Console.dim(ReportView.reason(reason)));
      }
    }
  }

  private void action(String id, String prefix, JsonNode action) {
    var decision = JsonAnswer.text(action, "decision");
    var execution = JsonAnswer.text(action, "execution");
    var undo = JsonAnswer.text(action, "undo");
    var actionId = JsonAnswer.text(action, "actionId");
    if (!isNews(id + "/action/" + actionId, decision + execution + undo)) {
      return;
    }
    console.line(
        "{}{} {} {} {}{} {}",
        Console.dim(prefix),
        Console.dim("action   "),
        Console.word(decision),
        Console.word(execution),
        TOLD.contains(undo) ? "undo " + undo + " " : "",
        JsonAnswer.summary(action),
        Console.dim(actionId));
    if (ReportView.isPending(action)) {
      view.waiting(action, prefix + "              ");
    }
  }

  private boolean isNews(String about, String now) {
    return !now.equals(told.put(about, now));
  }
}
