package dev.quaestor.tools.chaos;

import dev.quaestor.tools.chaos.Books.Action;
import dev.quaestor.tools.chaos.Books.Case;
import dev.quaestor.tools.chaos.Books.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what was promised against what the books say: every accepted alert is in exactly one case,
 * every action had exactly one effect, every decision one outcome, ledger and Temporal agree, and
 * nothing is open without a reason.
 */
final class Audit {
  /** What is done on a machine once, and shows there by its mark. */
  private static final Set<String> MACHINE_ACTIONS =
      Set.of("ISOLATE_DEVICE", "STOP_AND_QUARANTINE_FILE", "RUN_ANTIVIRUS_SCAN");

  private static final Set<String> DONE = Set.of("SUCCEEDED");
  private static final Set<String> MAY_HAVE_ACTED =
      Set.of("SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "UNKNOWN", "ALREADY_IN_STATE");
  private static final Set<String> UNDER_WAY = Set.of("RUNNING", "WAITING_FOR_RESOURCE");

  private final Promises promises;
  private final Books books;
  private final List<String> findings = new ArrayList<>();

  private Audit(Promises promises, Books books) {
    this.promises = promises;
    this.books = books;
  }

  /** Nothing, when all was kept. */
  static List<String> of(Promises promises, Books books) {
    var audit = new Audit(promises, books);
    audit.stories();
    audit.alerts();
    audit.decisions();
    audit.effects();
    audit.undos();
    audit.agreement();
    audit.open();
    return List.copyOf(audit.findings);
  }

  private void stories() {
    promises.broken().forEach(why -> findings.add("A story did not end: " + why));
  }

  private void alerts() {
    var cases = new HashMap<String, Set<String>>();
    for (var one : books.cases()) {
      one.alerts().forEach(a -> cases.computeIfAbsent(a, id -> new TreeSet<>()).add(one.id()));
      one.alerts().stream()
          .filter(a -> one.alerts().stream().filter(a::equals).count() > 1)
          .distinct()
          .forEach(a -> findings.add("Alert %s is more than once in %s".formatted(a, one.id())));
    }
    promises
        .alerts()
        .forEach(
            (alert, told) -> {
              var in = cases.getOrDefault(alert, Set.of());
              if (in.size() != 1 || !in.equals(told)) {
                findings.add(
                    "Alert %s was said to be in %s, and is in %s"
                        .formatted(alert, new TreeSet<>(told), in));
              }
            });
  }

  private void decisions() {
    var actions = actions();
    promises
        .decisions()
        .forEach(
            (id, told) -> {
              var action = actions.get(id);
              var stands = action == null ? "nowhere" : action.decision();
              if (!told.equals(Set.of(stands))) {
                findings.add(
                    "Action %s was said to be %s, and is %s"
                        .formatted(id, new TreeSet<>(told), stands));
              }
            });
    actions.values().stream()
        .filter(a -> a.decisionsRecorded() > 1)
        .forEach(
            a ->
                findings.add(
                    "Action %s was decided more than once: %d"
                        .formatted(a.id(), a.decisionsRecorded())));
  }

  private void effects() {
    var actions = actions();
    var taken = new HashMap<String, List<Effect>>();
    for (var effect : books.effects()) {
      if (!effect.took()) {
        continue;
      }
      if (!isOfOne(effect.actionId(), actions.keySet())) {
        findings.add(
            "%s on %s was ordered by nobody: \"%s\""
                .formatted(effect.type(), effect.device(), effect.actionId()));
      }
      taken.computeIfAbsent(effect.actionId(), id -> new ArrayList<>()).add(effect);
    }
    for (var action : actions.values()) {
      if (!MACHINE_ACTIONS.contains(action.type())) {
        continue;
      }
      int times = taken.getOrDefault(action.id(), List.of()).size();
      if (times > 1 || (DONE.contains(action.execution()) && times != 1)) {
        findings.add(
            "Action %s (%s, %s) took effect so often: %d"
                .formatted(action.id(), action.type(), action.execution(), times));
      }
      if (times > 0 && !MAY_HAVE_ACTED.contains(action.execution())) {
        findings.add(
            "Action %s (%s) is said to be %s, and took effect"
                .formatted(action.id(), action.type(), action.execution()));
      }
    }
  }

  /** Its way back, and what it needs beside itself, carry a mark that its own is a part of. */
  private static boolean isOfOne(String mark, Set<String> actionIds) {
    return actionIds.stream().anyMatch(mark::contains);
  }

  private void undos() {
    var actions = actions();
    for (var id : promises.undone()) {
      var action = actions.get(id);
      if (action == null || !action.undo().equals("UNDONE")) {
        findings.add(
            "The undo of %s was said to have ended well, and it is %s"
                .formatted(id, action == null ? "nowhere" : action.undo()));
      }
    }
    // A device is isolated when an action says so that nobody has taken back, and else it is not.
    var held = new HashSet<String>();
    actions.values().stream()
        .filter(a -> a.type().equals("ISOLATE_DEVICE"))
        .filter(a -> DONE.contains(a.execution()) && !a.undo().equals("UNDONE"))
        .forEach(a -> held.add(a.device()));
    held.stream()
        .filter(d -> !books.isolatedDevices().contains(d))
        .forEach(d -> findings.add("Device %s is said to be isolated, and is not".formatted(d)));
    books.isolatedDevices().stream()
        .filter(d -> !held.contains(d))
        .forEach(d -> findings.add("Device %s is isolated, and no action says so".formatted(d)));
  }

  private void agreement() {
    for (var one : books.cases()) {
      one.gaps().forEach(gap -> findings.add("The log of %s: %s".formatted(one.id(), gap)));
      boolean runs = books.runningWorkflows().contains(one.workflowId());
      if (runs == one.ended()) {
        findings.add(
            "Case %s is %s in the ledger, and its workflow %s"
                .formatted(one.id(), one.state(), runs ? "runs" : "does not run"));
      }
    }
    var known = books.cases().stream().map(Case::workflowId).collect(Collectors.toSet());
    books.runningWorkflows().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> findings.add("Workflow %s runs, and no open case knows it".formatted(id)));
    books
        .failingWorkflows()
        .forEach(
            (id, why) -> findings.add("Workflow %s fails again and again: %s".formatted(id, why)));
  }

  private void open() {
    for (var one : books.cases()) {
      if (!one.ended() && !promises.leftOpen().contains(one.id())) {
        findings.add("Case %s is %s, and nobody left it open".formatted(one.id(), one.state()));
      }
      for (var action : one.actions()) {
        if (one.ended() && action.decision().equals("PENDING")) {
          findings.add("Action %s waits, and its case is over".formatted(action.id()));
        }
        if (UNDER_WAY.contains(action.execution()) || action.undo().equals("RUNNING")) {
          findings.add(
              "Action %s is still %s, its undo %s"
                  .formatted(action.id(), action.execution(), action.undo()));
        }
      }
    }
    promises.leftOpen().stream()
        .filter(id -> books.cases().stream().noneMatch(c -> c.id().equals(id) && !c.ended()))
        .forEach(id -> findings.add("Case %s was left open, and is not".formatted(id)));
  }

  private Map<String, Action> actions() {
    return books.cases().stream()
        .flatMap(c -> c.actions().stream())
        .collect(Collectors.toMap(Action::id, Function.identity(), (one, other) -> one));
  }
}
