package dev.quaestor.standalone;

import dev.quaestor.starter.cli.CaseFollower;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Plays the approver of the demo: approves what waits, looks at the lab whether it happened, takes
 * back the isolation and the mail moves, and looks again. The lab is asked as the vendor's tenant
 * would be looked at, never the engine.
 */
final class DemoApprover {
  private static final Set<String> ENDS =
      Set.of("UNDONE", "HELD_BY_OTHERS", "CHANGED_SINCE", "FAILED");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> MAIL_MOVES = Set.of("SOFT_DELETE_EMAIL");

  private final Console console;
  private final QuaestorClient api;
  private final CaseFollower follower;
  private final LabView lab;
  private boolean good = true;

  DemoApprover(Console console, QuaestorClient api, CaseFollower follower, Standalone house) {
    this.console = console;
    this.api = api;
    this.follower = follower;
    this.lab = new LabView(house.lab());
  }

  /** Whether all of it came out. */
  boolean play(List<String> cases, List<JsonNode> pending) {
    heading("Before anybody decided");
    check("the malicious file is in quarantine", lab::maliciousFileIsQuarantined);
    check("the laptop was scanned", lab::laptopWasScanned);
    check("the server is still on the network", () -> !lab.serverIsIsolated());
    check("something is waiting for a person", () -> !pending.isEmpty());

    heading("The approver approves everything that is pending");
    var mailsBefore = lab.mailFolders();
    for (var action : pending) {
      api.decide(
          id(action), QuaestorClient.Choice.APPROVE, "demo", action.path("planHash").asString());
      console.line("  approved {}", action.path("summary").asString());
    }
    console.line("");
    follower.follow(cases, CaseFollower.Until.ENDED);

    heading("On the lab tenant");
    check("the server is isolated", lab::serverIsIsolated);
    check("every message of the campaign was moved out of sight", lab::campaignIsSoftDeleted);
    check("no other message was touched", () -> lab.othersAreWhereTheyWere(mailsBefore));
    check("the phishing URL is blocked", lab::urlIsBlocked);
    check("the outside forwarding is off", () -> !lab.forwardsOutside());
    check("the inside forwarding still is on", lab::forwardsInside);

    heading("How the cases ended");
    for (var id : cases) {
      var report = api.investigation(id).body();
      console.line(
          "  {}  {}  {}",
          id,
          Console.word(report.path("state").asString()),
          Console.dim(report.path("title").asString()));
    }
    check("three are remediated", () -> count(cases, "REMEDIATED") == 3);
    check("one found no threats", () -> count(cases, "NO_THREATS_FOUND") == 1);

    heading("The approver undoes the isolation and the mail moves");
    undo(pending, a -> a.path("type").asString().equals("ISOLATE_DEVICE"));
    undo(pending, a -> MAIL_MOVES.contains(a.path("type").asString()));
    check("the server is back on the network", () -> !lab.serverIsIsolated());
    check("every message is back where it was", () -> lab.mailFolders().equals(mailsBefore));
    undoAgain(pending);
    check(
        "the two cases say that not all of it stands",
        () -> count(cases, "PARTIALLY_REMEDIATED") == 2);
    console.line("");
    console.line(
        "{}",
        good
            ? Console.good("Everything came out as expected.")
            : Console.bad("Not everything came out as expected."));
    return good;
  }

  private void heading(String text) {
    console.line("");
    console.line("{}", Console.strong(text));
  }

  private void check(String what, BooleanSupplier effect) {
    var seen = until(effect);
    good &= seen;
    console.line("  {} {}", seen ? Console.good("✓") : Console.bad("✗"), what);
  }

  private static boolean until(BooleanSupplier condition) {
    var giveUp = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      pause();
    }
    return true;
  }

  private void undo(List<JsonNode> actions, Predicate<JsonNode> which) {
    for (var action : actions) {
      if (which.test(action)) {
        api.undo(id(action), "demo");
        var state = undone(action);
        good &= state.equals("UNDONE");
        console.line("  {} {}", Console.word(state), action.path("summary").asString());
      }
    }
  }

  private String undone(JsonNode action) {
    var giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var state = api.action(id(action)).body().path("undo").asString();
      var isFinal = ENDS.contains(state);
      if (isFinal || System.nanoTime() > giveUp) {
        return state;
      }
      pause();
    }
  }

  private void undoAgain(List<JsonNode> actions) {
    Optional<JsonNode> isolation =
        actions.stream()
            .filter(a -> a.path("type").asString().equals("ISOLATE_DEVICE"))
            .findFirst();
    isolation.ifPresent(
        a -> {
          var again = api.undo(id(a), "demo");
          check(
              "undoing again returns the present state: " + again.body().path("undo").asString(),
              () -> again.body().path("undo").asString().equals("UNDONE"));
        });
  }

  private long count(List<String> cases, String state) {
    return cases.stream()
        .filter(c -> api.investigation(c).body().path("state").asString().equals(state))
        .count();
  }

  private static String id(JsonNode action) {
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
