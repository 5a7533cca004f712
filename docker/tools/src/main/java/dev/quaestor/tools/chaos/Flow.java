package dev.quaestor.tools.chaos;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.client.QuaestorClient.Choice;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.tools.bench.FreshAlert;
import dev.quaestor.tools.bench.MeasuredPath;
import dev.quaestor.tools.production.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A steady flow of cases by their stories, in turn, and what callers are told meanwhile. Each story
 * waits for its end however long production is broken, within reason.
 */
final class Flow {
  /** What one machine bears: above it, the flow waits. */
  private static final int AT_ONCE = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final long LOOK_EVERY_MILLIS = 700;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Callers callers;
  private final LabTenant lab;
  private final Promises promises;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<Story, Integer> told = new ConcurrentSkipListMap<>();
  private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();

  /**
   * What a story waits for.
   *
   * @param what in words, with the id of its case or action
   * @param sinceNanos by {@link System#nanoTime}
   */
  record Wait(Story story, String what, long sinceNanos) {
    @Override
    public String toString() {
      return "%s waits for %s, for %d s"
          .formatted(story, what, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos));
    }
  }

  Flow(Callers callers, LabTenant lab, Promises promises) {
    this.callers = callers;
    this.lab = lab;
    this.promises = promises;
  }

  /**
   * Begins stories for as long as it is wanted, and returns when all have come to their end, or to
   * the end of their patience.
   */
  void run(BooleanSupplier isWanted, double perSecond) {
    var every = (long) (1000 / perSecond);
    try (var stories = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; isWanted.getAsBoolean(); i++) {
        if (places.tryAcquire(1, TimeUnit.SECONDS)) {
          begin(Story.values()[i % Story.values().length], stories);
        }
        Pause.millis(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What those under way wait for, the longest first. */
  List<Wait> waits() {
    return waits.values().stream().sorted(Comparator.comparingLong(Wait::sinceNanos)).toList();
  }

  /** How many of each have begun. */
  Map<Story, Integer> told() {
    return Map.copyOf(told);
  }

  private void begin(Story story, ExecutorService stories) {
    told.merge(story, 1, Integer::sum);
    stories.submit(
        () -> {
          waits.put(Thread.currentThread(), new Wait(story, "its case", System.nanoTime()));
          try {
            tell(story);
          } catch (CommandFailed | IllegalStateException e) {
            promises.broken(story + ": " + e.getMessage());
          } finally {
            waits.remove(Thread.currentThread());
            places.release();
          }
        });
  }

  private void tell(Story story) {
    switch (story) {
      case AUTOMATIC -> ended(handIn(fresh(MeasuredPath.AUTOMATIC)), Choice.APPROVE);
      case APPROVED -> approved(handIn(fresh(MeasuredPath.APPROVED)));
      case DUPLICATE -> duplicate();
      case UNDONE -> undone();
      case JOINED -> joined();
      case MAIL -> mail();
      case REJECTED -> rejected();
      case CANCELLED -> cancelled();
      case LEFT_OPEN -> leftOpen();
    }
  }

  private FreshAlert fresh(MeasuredPath course) {
    return known(FreshAlert.of(course), course);
  }

  /** Its file has the reputation of the one in the shipped alert. */
  private FreshAlert known(FreshAlert alert, MeasuredPath course) {
    lab.knowsAlike(course.file().sha1(), alert.file().sha1(), alert.file().sha256());
    return alert;
  }

  private String handIn(FreshAlert alert) {
    return accepted(callers.call(api -> api.submit(alert.body(), "application/json", null)).body());
  }

  private String accepted(JsonNode answer) {
    var alert = answer.path("alerts").path(0);
    var id = alert.path("investigationId").asString();
    promises.accepted(alert.path("alertId").asString(), id);
    return id;
  }

  private void duplicate() {
    var alert = fresh(MeasuredPath.AUTOMATIC);
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int time = 0; time < 3; time++) {
        for (var starter : callers.each()) {
          together.submit(() -> once(starter, alert));
        }
      }
    }
    // Whoever was away then is asked again by a caller who wants to be sure.
    ended(handIn(alert), Choice.APPROVE);
  }

  private void once(QuaestorClient starter, FreshAlert alert) {
    try {
      accepted(starter.submit(alert.body(), "application/json", null).body());
    } catch (CommandFailed away) {
      // Nothing was promised.
    }
  }

  private List<String> approved(String investigationId) {
    var actions = waiting(investigationId);
    actions.forEach(action -> decide(action, Choice.APPROVE));
    ended(investigationId, Choice.APPROVE);
    return actions;
  }

  private void undone() {
    var id = handIn(fresh(MeasuredPath.APPROVED));
    approved(id);
    for (var action : report(id).path("actions")) {
      if (action.path("type").asString().equals("ISOLATE_DEVICE")
          && action.path("execution").asString().equals("SUCCEEDED")) {
        undo(action.path("actionId").asString());
      }
    }
  }

  private void undo(String actionId) {
    callers.call(api -> api.undo(actionId, "it was harmless"));
    var outcome =
        await(
            () -> callers.call(api -> api.action(actionId)).body(),
            a -> List.of("UNDONE", "FAILED").contains(a.path("undo").asString()),
            "the undo of " + actionId);
    if (outcome.path("undo").asString().equals("UNDONE")) {
      promises.undone(actionId);
    } else {
      throw new IllegalStateException(
          "the undo of %s failed: %s"
              .formatted(actionId, outcome.path("undoOutcome").asString("")));
    }
  }

  private void joined() {
    var first = fresh(MeasuredPath.APPROVED);
    var id = handIn(first);
    waiting(id);
    var joined =
        handIn(
            known(FreshAlert.on(first.deviceId(), MeasuredPath.APPROVED), MeasuredPath.APPROVED));
    approved(joined);
    if (!joined.equals(id)) {
      approved(id);
    }
  }

  private void mail() {
    var mail = FreshMail.write();
    lab.deliver(mail.raw(), mail.to());
    var answer = callers.call(api -> api.submit(mail.raw(), "message/rfc822", null)).body();
    approved(accepted(answer));
  }

  private void rejected() {
    var id = handIn(fresh(MeasuredPath.APPROVED));
    waiting(id).forEach(action -> decide(action, Choice.REJECT));
    ended(id, Choice.REJECT);
  }

  private void cancelled() {
    var id = handIn(fresh(MeasuredPath.APPROVED));
    waiting(id);
    try {
      callers.call(api -> api.cancel(id, "no longer wanted", true));
    } catch (CommandFailed refused) {
      // A repeat of a call whose answer was lost finds it over.
      if (refused.status() != CONFLICT) {
        throw refused;
      }
    }
    ended(id, Choice.APPROVE);
  }

  private void leftOpen() {
    var id = handIn(fresh(MeasuredPath.APPROVED));
    waiting(id);
    promises.leftOpen(id);
  }

  /** A decision counts as what stands afterwards, which a repeat is told as a conflict. */
  private void decide(String actionId, Choice choice) {
    try {
      var action = callers.call(api -> api.decide(actionId, choice, "chaos", null)).body();
      promises.decided(actionId, action.path("decision").asString());
    } catch (CommandFailed refused) {
      if (refused.status() != CONFLICT) {
        throw refused;
      }
      // Whatever stands, its workflow knows it at once and the ledger when it can write.
      var stands =
          await(
              () -> callers.call(api -> api.action(actionId)).body(),
              a -> !a.path("decision").asString().equals("PENDING"),
              "the decision of " + actionId);
      promises.decided(actionId, stands.path("decision").asString());
    }
  }

  /** What waits in a case, when something does and nothing of it is still being found out. */
  private List<String> waiting(String investigationId) {
    var report =
        await(
            () -> report(investigationId),
            r -> r.path("state").asString().equals("PENDING_APPROVAL") || isOver(r),
            "something to decide in " + investigationId);
    var ids = new ArrayList<String>();
    for (var action : report.path("actions")) {
      if (action.path("decision").asString().equals("PENDING")) {
        ids.add(action.path("actionId").asString());
      }
    }
    return ids;
  }

  /**
   * @param choice for what is asked on the way there
   */
  private void ended(String investigationId, Choice choice) {
    await(
        () -> {
          var report = report(investigationId);
          // What was found meanwhile may ask for more.
          if (report.path("state").asString().equals("PENDING_APPROVAL")) {
            waiting(investigationId).forEach(action -> decide(action, choice));
          }
          return report;
        },
        Flow::isOver,
        "the end of " + investigationId);
  }

  static boolean isOver(JsonNode report) {
    return report.path("endedAt").isString();
  }

  private JsonNode report(String investigationId) {
    try {
      return callers.call(api -> api.investigation(investigationId)).body();
    } catch (CommandFailed unknown) {
      // Accepted, and not recorded yet.
      if (unknown.status() != NOT_FOUND) {
        throw unknown;
      }
      return MissingNode.getInstance();
    }
  }

  private JsonNode await(Supplier<JsonNode> look, Predicate<JsonNode> fits, String what) {
    var began = System.nanoTime();
    var giveUp = began + PATIENCE.toNanos();
    waits.computeIfPresent(Thread.currentThread(), (t, w) -> new Wait(w.story(), what, began));
    while (true) {
      var seen = look.get();
      if (fits.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "%s did not come within %d minutes; it is %s"
                .formatted(
                    what,
                    PATIENCE.toMinutes(),
                    seen.path("state").asString(seen.path("undo").asString())));
      }
      Pause.millis(LOOK_EVERY_MILLIS);
    }
  }
}
