package dev.quaestor.standalone;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What whoever plays the approver of a demo does and looks at, told line by line. */
final class ApproverSteps {
  private static final Set<String> ENDS =
      Set.of("UNDONE", "HELD_BY_OTHERS", "CHANGED_SINCE", "FAILED");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Console console;
  private final QuaestorClient api;
  private final Duration effectWithin;
  private final List<String> wrong = new ArrayList<>();

  /** What one approval of the key has decided beside it. */
  private final Map<String, List<String>> decidedWith = new HashMap<>();

  /**
   * @param effectWithin how long a back end may take until it shows an effect
   */
  ApproverSteps(Console console, QuaestorClient api, Duration effectWithin) {
    this.console = console;
    this.api = api;
    this.effectWithin = effectWithin;
  }

  void heading(String text) {
    console.line("");
    console.line("{}", Console.strong(text));
  }

  /** Whether it is so, or becomes so in time. */
  void check(String what, BooleanSupplier effect) {
    var seen = until(effect);
    if (!seen) {
      wrong.add(what);
    }
    console.line("  {} {}", seen ? Console.good("✓") : Console.bad("✗"), what);
  }

  private boolean until(BooleanSupplier condition) {
    var giveUp = System.nanoTime() + effectWithin.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      pause();
    }
    return true;
  }

  void approve(List<JsonNode> pending) {
    for (var action : pending) {
      var answer =
          api.decide(
              id(action),
              QuaestorClient.Choice.APPROVE,
              "demo",
              action.path("planHash").asString());
      decidedWith.put(
          id(action),
          answer.body().path("alsoDecided").valueStream().map(ApproverSteps::id).toList());
      console.line("  approved {}", action.path("summary").asString());
    }
    console.line("");
  }

  /** Each by itself, those too that were approved with another. */
  void undo(List<JsonNode> actions, Predicate<JsonNode> which) {
    actions.stream()
        .filter(which)
        .map(ApproverSteps::id)
        .flatMap(
            id -> Stream.concat(Stream.of(id), decidedWith.getOrDefault(id, List.of()).stream()))
        .forEach(this::undo);
  }

  private void undo(String id) {
    api.undo(id, "demo");
    var undone = undone(id);
    var state = undone.path("undo").asString();
    var summary = undone.path("summary").asString();
    if (!state.equals("UNDONE")) {
      wrong.add("undone: " + summary);
    }
    console.line("  {} {}", Console.word(state), summary);
  }

  private JsonNode undone(String id) {
    var giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var action = api.action(id).body();
      var isFinal = ENDS.contains(action.path("undo").asString());
      if (isFinal || System.nanoTime() > giveUp) {
        return action;
      }
      pause();
    }
  }

  /** Tells how all of it came out, naming what did not. */
  boolean end() {
    console.line("");
    if (wrong.isEmpty()) {
      console.line("{}", Console.good("Everything came out as expected."));
      return true;
    }
    console.line("{}", Console.bad("Not everything came out as expected."));
    wrong.forEach(what -> console.line("  {} {}", Console.bad("✗"), what));
    return false;
  }

  static String id(JsonNode action) {
    return action.path("actionId").asString();
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
