package dev.quaestor.starter.cli;

import dev.quaestor.action.Execution;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * The option {@code --wait}: to stay until it is known what came of actions or of their undos, to
 * say it, and to end with 1 unless all of it came out as it was wanted.
 */
final class ActionWait {
  private static final Set<String> GOOD = executions(Execution::isGood);
  private static final Set<String> FINAL = executions(Execution::isFinal);
  private static final Duration INTERVAL = Duration.ofMillis(400);
  // An action is in the ledger only when a worker has taken it up.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final JsonNode NOT_YET = QuaestorJson.mapper().missingNode();

  @Option(
      names = "--wait",
      description =
          "Wait for the outcome and print it; the exit code is 1 unless the action "
              + "succeeded. Ctrl-C stops waiting, not the action.")
  private boolean wanted;

  boolean isWanted() {
    return wanted;
  }

  private static Set<String> executions(Predicate<Execution> which) {
    return Arrays.stream(Execution.values())
        .filter(which)
        .map(Execution::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an action has ended in another way than it was wanted. */
  static boolean hasFailed(JsonNode action) {
    var execution = JsonAnswer.text(action, "execution");
    return FINAL.contains(execution) && !GOOD.contains(execution) || !mayStillRun(action);
  }

  private static boolean mayStillRun(JsonNode action) {
    return switch (JsonAnswer.text(action, "decision")) {
      case "REJECTED", "EXPIRED", "SUPERSEDED" -> false;
      default -> true;
    };
  }

  /** Waits until each of them has run, or never will. */
  int forActions(Quaestor root, Collection<String> actionIds) {
    var ended =
        until(
            root,
            actionIds,
            action -> FINAL.contains(JsonAnswer.text(action, "execution")) || !mayStillRun(action),
            ActionWait::awaited);
    show(root, ended, ActionWait::became);
    return ended.values().stream().noneMatch(ActionWait::hasFailed) ? ExitCode.OK : 1;
  }

  private static String became(JsonNode action) {
    return mayStillRun(action)
        ? JsonAnswer.text(action, "execution")
        : JsonAnswer.text(action, "decision");
  }

  /**
   * What is known of undos before one is asked for: a try that failed before is no outcome of it.
   */
  Map<String, JsonNode> before(Quaestor root, Collection<String> actionIds) {
    var before = new LinkedHashMap<String, JsonNode>();
    actionIds.forEach(id -> before.put(id, root.api().action(id).body()));
    return before;
  }

  /** Waits until each of them is undone, or the undo has ended otherwise. */
  int forUndos(Quaestor root, Map<String, JsonNode> before) {
    var ended =
        until(
            root,
            before.keySet(),
            action ->
                switch (JsonAnswer.text(action, "undo")) {
                  case "RUNNING", "AVAILABLE" -> false;
                  case "UNDONE" -> true;
                  default ->
                      !changedAt(action)
                          .equals(
                              changedAt(
                                  before.getOrDefault(
                                      JsonAnswer.text(action, "actionId"), NOT_YET)));
                },
            ActionWait::awaitedOfUndo);
    show(root, ended, action -> "undo " + JsonAnswer.text(action, "undo"));
    return ended.values().stream().allMatch(ActionWait::isUndone) ? ExitCode.OK : 1;
  }

  private static String changedAt(JsonNode action) {
    return JsonAnswer.text(action, "undoChangedAt");
  }

  private static boolean isUndone(JsonNode action) {
    return JsonAnswer.text(action, "undo").equals(UndoState.UNDONE.name());
  }

  private static Map<String, JsonNode> until(
      Quaestor root,
      Collection<String> ids,
      Predicate<JsonNode> isDone,
      Function<JsonNode, String> awaited) {
    var ended = new LinkedHashMap<String, JsonNode>();
    var told = new HashMap<String, String>();
    var started = System.nanoTime();
    while (true) {
      for (var id : ids) {
        if (!ended.containsKey(id)) {
          var action = ask(root, id, started);
          var waiting = awaited.apply(action);
          if (!action.isMissingNode() && isDone.test(action)) {
            ended.put(id, action);
          } else if (!waiting.equals(told.put(id, waiting))) {
            root.console().progress("{}: {} (Ctrl-C stops waiting, not the action)", id, waiting);
          }
        }
      }
      if (ended.keySet().containsAll(ids)) {
        return ended;
      }
      pause();
    }
  }

  private static JsonNode ask(Quaestor root, String id, long started) {
    try {
      return root.api().action(id).body();
    } catch (CommandFailed e) {
      if (e.status() == 404 && System.nanoTime() - started < PATIENCE.toNanos()) {
        return NOT_YET;
      }
      throw e;
    }
  }

  private static String awaited(JsonNode action) {
    if (action.isMissingNode()) {
      return "waiting for a worker";
    }
    return ReportView.isPending(action)
        ? "waiting for an approver's decision"
        : "waiting for the outcome" + soFar(JsonAnswer.text(action, "outcome"));
  }

  /** What is known of the undo itself, once it runs: what stood before is no news of it. */
  private static String awaitedOfUndo(JsonNode action) {
    var runs = JsonAnswer.text(action, "undo").equals(UndoState.RUNNING.name());
    return "waiting for the undo" + soFar(runs ? JsonAnswer.text(action, "undoOutcome") : "");
  }

  private static String soFar(String known) {
    return known.isEmpty() ? "" : " (" + known + ")";
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, "Interrupted.");
    }
  }

  /** One action is the server's own document; of several, all in one. */
  private static void show(
      Quaestor root, Map<String, JsonNode> ended, Function<JsonNode, String> became) {
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode();
      ended.values().forEach(document.putArray("actions")::add);
      root.console()
          .json(
              ended.size() == 1
                  ? ended.values().iterator().next().toString()
                  : document.toString());
      return;
    }
    ended.forEach(
        (id, action) -> {
          var word = became.apply(action);
          var why = JsonAnswer.text(action, word.startsWith("undo ") ? "undoOutcome" : "outcome");
          root.console()
              .line(
                  "{}  {}  {}{}",
                  Console.strong(id),
                  JsonAnswer.summary(action),
                  Console.word(word),
                  why.isEmpty() ? "" : ": " + why);
        });
  }
}
