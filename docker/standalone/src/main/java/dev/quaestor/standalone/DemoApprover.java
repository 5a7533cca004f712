package dev.quaestor.standalone;

import dev.quaestor.starter.cli.CaseFollower;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Plays the approver of the demo: approves what waits, looks at the lab whether it happened, takes
 * back the isolation and the mail moves, and looks again. The lab is asked as the vendor's tenant
 * would be looked at, never the engine.
 */
final class DemoApprover {
  private static final Duration EFFECT_WITHIN = Duration.ofSeconds(5);
  private static final Set<String> MAIL_MOVES = Set.of("SOFT_DELETE_EMAIL");

  private final Console console;
  private final QuaestorClient api;
  private final CaseFollower follower;
  private final LabView lab;
  private final ApproverSteps steps;

  DemoApprover(Console console, QuaestorClient api, CaseFollower follower, Standalone house) {
    this.console = console;
    this.api = api;
    this.follower = follower;
    this.lab = new LabView(house.lab());
    this.steps = new ApproverSteps(console, api, EFFECT_WITHIN);
  }

  /** Whether all of it came out. */
  boolean play(List<String> cases, List<JsonNode> pending) {
    steps.heading("Before anybody decided");
    steps.check("the malicious file is in quarantine", lab::maliciousFileIsQuarantined);
    steps.check("the laptop was scanned", lab::laptopWasScanned);
    steps.check("the server is still on the network", () -> !lab.serverIsIsolated());
    steps.check("something is waiting for a person", () -> !pending.isEmpty());

    steps.heading("The approver approves everything that is pending");
    var mailsBefore = lab.mailFolders();
    steps.approve(pending);
    follower.follow(cases, CaseFollower.Until.ENDED);

    steps.heading("On the lab tenant");
    steps.check("the server is isolated", lab::serverIsIsolated);
    steps.check("every message of the campaign was moved out of sight", lab::campaignIsSoftDeleted);
    steps.check("no other message was touched", () -> lab.othersAreWhereTheyWere(mailsBefore));
    steps.check("the phishing URL is blocked", lab::urlIsBlocked);
    steps.check("the outside forwarding is off", () -> !lab.forwardsOutside());
    steps.check("the inside forwarding still is on", lab::forwardsInside);

    steps.heading("How the cases ended");
    for (var id : cases) {
      var report = api.investigation(id).body();
      console.line(
          "  {}  {}  {}",
          id,
          Console.word(report.path("state").asString()),
          Console.dim(report.path("title").asString()));
    }
    steps.check("three are remediated", () -> count(cases, "REMEDIATED") == 3);
    steps.check("one found no threats", () -> count(cases, "NO_THREATS_FOUND") == 1);

    steps.heading("The approver undoes the isolation and the mail moves");
    steps.undo(pending, a -> a.path("type").asString().equals("ISOLATE_DEVICE"));
    steps.undo(pending, a -> MAIL_MOVES.contains(a.path("type").asString()));
    steps.check("the server is back on the network", () -> !lab.serverIsIsolated());
    steps.check("every message is back where it was", () -> lab.mailFolders().equals(mailsBefore));
    undoAgain(pending);
    steps.check(
        "the two cases say that not all of it stands",
        () -> count(cases, "PARTIALLY_REMEDIATED") == 2);
    return steps.end();
  }

  private void undoAgain(List<JsonNode> actions) {
    Optional<JsonNode> isolation =
        actions.stream()
            .filter(a -> a.path("type").asString().equals("ISOLATE_DEVICE"))
            .findFirst();
    isolation.ifPresent(
        a -> {
          var again = api.undo(ApproverSteps.id(a), "demo");
          steps.check(
              "undoing again returns the present state: " + again.body().path("undo").asString(),
              () -> again.body().path("undo").asString().equals("UNDONE"));
        });
  }

  private long count(List<String> cases, String state) {
    return cases.stream()
        .filter(c -> api.investigation(c).body().path("state").asString().equals(state))
        .count();
  }
}
