package dev.quaestor.starter.repair;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.start.Histories;
import dev.quaestor.start.RunSelection;
import dev.quaestor.starter.ledger.OutOfOrderException;
import dev.quaestor.starter.ledger.RetoldLedger;
import dev.quaestor.starter.repair.RepairReport.Found;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.codec.PayloadCodecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Tells the ledger again what it has lost. First each run is read for what of it is missing; then
 * all that is missing is told in the order in which it was told once, across all runs: who holds a
 * state, and what an undo found, depends on what others had done before. What is there already is
 * passed over, so it may be broken off, run again, and run while workflows go on.
 *
 * <p>However much is missing, a bounded number of histories is held at a time.
 */
public final class LedgerRepair {
  /** The workflows that tell the ledger anything. */
  public static final List<String> WORKFLOWS = List.of("Investigation", "Remediation", "Undo");

  /**
   * How many histories are open at once; of more, those that are not needed for long are closed.
   */
  static final int OPEN_AT_ONCE = 200;

  private static final int LONGEST_CHAIN = 1_000;

  private final RetoldLedger ledger;
  private final Histories histories;
  private final DataConverter converter;

  /**
   * @param converter reads what lies in histories
   */
  public LedgerRepair(RetoldLedger ledger, Histories histories, DataConverter converter) {
    this.ledger = ledger;
    this.histories = histories;
    this.converter = converter;
  }

  /**
   * Of all runs of a selection.
   *
   * @param dryRun whether to say only what is missing
   * @param progress is told which workflow is being read or told of
   * @throws io.grpc.StatusRuntimeException when Temporal cannot be asked
   */
  public RepairReport run(RunSelection which, boolean dryRun, Consumer<String> progress) {
    var work = new Work(false, progress);
    // What is listed is listed whole before anything is told: lists are long, and change.
    try (var runs = histories.runs(which)) {
      runs.forEach(work::find);
    }
    if (!dryRun) {
      work.tell();
    }
    return work.report(dryRun);
  }

  /**
   * Of one workflow: all runs of the chain that this run is in. That an action was taken back is
   * told only where the ledger knows how that action ended.
   *
   * @return what was missing of it
   */
  public RepairReport one(WorkflowExecution run) {
    var work = new Work(true, id -> {});
    chain(run).forEach(work::find);
    work.tell();
    return work.report(false);
  }

  /** From the first run that Temporal has kept. */
  private List<WorkflowExecution> chain(WorkflowExecution run) {
    var chain = new LinkedHashSet<WorkflowExecution>();
    var first = run;
    var before = Optional.of(run);
    var seen = new HashSet<WorkflowExecution>();
    while (before.isPresent() && seen.size() < LONGEST_CHAIN && seen.add(before.get())) {
      var here = before.get();
      var retelling = retelling(here);
      if (!retelling.isThere()) {
        break;
      }
      first = here;
      before = retelling.before().map(id -> here.toBuilder().setRunId(id).build());
    }
    var next = Optional.of(first);
    while (next.isPresent() && chain.size() < LONGEST_CHAIN && chain.add(next.get())) {
      var here = next.get();
      var retelling = retelling(here);
      retelling.forEachRemaining(told -> {});
      next = retelling.after().map(id -> here.toBuilder().setRunId(id).build());
    }
    return List.copyOf(chain);
  }

  private Retelling retelling(WorkflowExecution run) {
    return new Retelling(histories.events(run), converter);
  }

  /** One repair. */
  private final class Work {
    private final boolean alone;
    private final Consumer<String> progress;
    private final TreeSet<Tape> tapes = new TreeSet<>();
    private final TreeSet<Tape> open = new TreeSet<>();
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private final Map<String, String> toOpen = new LinkedHashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final Set<String> policies = new LinkedHashSet<>();
    private final Map<Integer, Boolean> revisions = new HashMap<>();
    private final List<String> unread = new ArrayList<>();
    private long read;

    /**
     * @param alone whether other workflows may have something to tell that comes before
     */
    Work(boolean alone, Consumer<String> progress) {
      this.alone = alone;
      this.progress = progress;
    }

    /**
     * What a run tells, without what it says.
     *
     * @param stream of events; null for anything else
     * @param wish whether it is about holding a state, of which no number tells whether it is there
     */
    private record Mark(Instant at, @Nullable String stream, long first, long last, boolean wish) {
      static Mark of(Told told, boolean wish) {
        return new Mark(told.at(), null, 0, 0, wish);
      }
    }

    void find(WorkflowExecution run) {
      progress.accept(run.getWorkflowId());
      try {
        look(run);
        read++;
      } catch (DataConverterException | PayloadCodecException | IllegalArgumentException e) {
        unread.add(run.getWorkflowId() + ": " + e.getMessage());
      }
    }

    private void look(WorkflowExecution run) {
      var retelling = retelling(run);
      var marks = new ArrayList<Mark>();
      var cases = new LinkedHashMap<String, @Nullable String>();
      var opens = new LinkedHashSet<String>();
      while (retelling.hasNext()) {
        marks.add(
            switch (retelling.next()) {
              case Told.Opened told -> {
                opens.add(told.opening().investigationId());
                yield Mark.of(told, false);
              }
              case Told.Recorded told -> {
                opening(told.batch()).ifPresent(o -> opens.add(o.investigationId()));
                yield mark(told, cases);
              }
              case Told.Claimed told -> Mark.of(told, true);
              case Told.LetGone told -> Mark.of(told, true);
              case Told.Fetched told -> Mark.of(told, false);
            });
      }
      var told = new HashSet<>(opens);
      cases.values().stream().filter(id -> id != null && !id.isEmpty()).forEach(told::add);
      if (!ledger.removed(told).isEmpty()) {
        // It is not lost: it was past its time, and stays removed.
        return;
      }
      opens.removeIf(ledger::knowsCase);
      opens.forEach(id -> toOpen.putIfAbsent(id, run.getWorkflowId()));
      var heads = ledger.heads(cases.keySet());
      int from = opens.isEmpty() ? missingFrom(marks, heads) : 0;
      if (from == marks.size()) {
        return;
      }
      for (var mark : marks) {
        var stream = mark.stream();
        if (stream != null && mark.last() > heads.getOrDefault(stream, 0L)) {
          missing
              .computeIfAbsent(
                  stream,
                  s ->
                      new Missing(
                          heads.getOrDefault(s, 0L),
                          new Found(cases.get(s), run.getWorkflowId(), false, 0, null)))
              .add(mark.first(), mark.last());
        }
      }
      tapes.add(new Tape(LedgerRepair.this::retelling, run, read, from, marks.get(from).at()));
    }

    private static Mark mark(Told.Recorded told, Map<String, @Nullable String> cases) {
      var batch = told.batch();
      if (batch.entries().isEmpty()) {
        return Mark.of(told, !told.claims().isEmpty());
      }
      cases.merge(
          batch.stream(),
          Optional.ofNullable(batch.investigationId()).orElse(""),
          (one, other) -> one.isEmpty() ? other : one);
      return new Mark(
          told.at(), batch.stream(), batch.entries().getFirst().seq(), told.lastSeq(), false);
    }

    /**
     * A backup is of one moment: what came before the last event that is there is there as well. Of
     * a wish only events tell that: those from just before the first missing one go along, and
     * those that nothing has followed yet.
     */
    private static int missingFrom(List<Mark> marks, Map<String, Long> heads) {
      int from = marks.size();
      for (int i = marks.size() - 1; i >= 0; i--) {
        var stream = marks.get(i).stream();
        if (stream != null && marks.get(i).last() > heads.getOrDefault(stream, 0L)) {
          from = i;
        }
      }
      int alone = from;
      while (alone > 0 && marks.get(alone - 1).stream() == null) {
        alone--;
        from = marks.get(alone).wish() ? alone : from;
      }
      return from;
    }

    void tell() {
      while (!tapes.isEmpty()) {
        var tape = tapes.removeFirst();
        open.remove(tape);
        progress.accept(tape.run.getWorkflowId());
        try {
          tape.opened();
          makeRoom();
          if (tape.next != null) {
            tell(tape);
            if (tape.goOn()) {
              tapes.add(tape);
              open.add(tape);
            }
          }
        } catch (DataConverterException | PayloadCodecException | IllegalArgumentException e) {
          unread.add(tape.run.getWorkflowId() + ": " + e.getMessage());
        } catch (DataIntegrityViolationException refused) {
          // One that the database does not take must not keep the others out.
          unread.add(
              "%s: the database refuses it (%s)"
                  .formatted(
                      tape.run.getWorkflowId(), refused.getMostSpecificCause().getMessage()));
        }
      }
    }

    /** Those that are needed last are read again when they are needed. */
    private void makeRoom() {
      while (open.size() >= OPEN_AT_ONCE) {
        open.removeLast().close();
      }
    }

    private void tell(Tape tape) {
      switch (Objects.requireNonNull(tape.next)) {
        case Told.Opened told -> {
          if (toOpen.containsKey(told.opening().investigationId())) {
            stand(told.under(), told.opening(), told.at());
            write(tape, under(told.opening(), told.under()), null, told);
          }
        }
        case Told.Recorded told -> {
          if (alone && takesBackWhatIsUnknown(told.batch())) {
            problems.putIfAbsent(
                told.batch().stream(), "it takes back an action of which the ledger lost the end");
            return;
          }
          var opening = opening(told.batch()).filter(o -> toOpen.containsKey(o.investigationId()));
          opening.ifPresent(
              o ->
                  tape.opened()
                      .policyOfStart()
                      .filter(p -> Integer.valueOf(p.revision()).equals(o.pinned()))
                      .ifPresent(p -> stand(p, o, told.at())));
          write(tape, opening.orElse(null), told, told);
        }
        case Told.Claimed told -> ledger.write(null, List.of(), List.of(told.claim()));
        case Told.LetGone told -> ledger.letGo(told.wish(), told.at());
        case Told.Fetched told -> ledger.keepAlert(told.content(), told.body());
      }
    }

    /** What became of an action has to be told before that it was taken back. */
    private boolean takesBackWhatIsUnknown(LedgerBatch batch) {
      var takenBack = new HashSet<String>();
      var ended = new HashSet<String>();
      for (var entry : batch.entries()) {
        if (entry.event() instanceof LedgerEvent.ActionProgressed e) {
          ended.add(e.actionId());
        } else if (entry.event() instanceof LedgerEvent.UndoRequested e) {
          takenBack.add(e.actionId());
        } else if (entry.event() instanceof LedgerEvent.UndoProgressed e) {
          takenBack.add(e.actionId());
        }
      }
      takenBack.removeAll(ended);
      return !takenBack.isEmpty() && !ledger.knowsEndsOf(takenBack);
    }

    private static Optional<CaseOpening> opening(LedgerBatch batch) {
      return Optional.ofNullable(batch.opening());
    }

    private void write(
        Tape tape, @Nullable CaseOpening opening, Told.@Nullable Recorded recorded, Told told) {
      try {
        ledger.write(
            opening,
            recorded == null ? List.of() : List.of(recorded.batch()),
            recorded == null ? List.of() : recorded.claims());
      } catch (OutOfOrderException gap) {
        problems.putIfAbsent(gap.stream(), gap.sentence());
      }
    }

    private static CaseOpening under(CaseOpening opening, PolicySnapshot policy) {
      return new CaseOpening(
          opening.investigationId(),
          opening.workflowId(),
          opening.runId(),
          opening.title(),
          opening.severity(),
          opening.startedBy(),
          opening.startedAt(),
          policy.revision());
    }

    /** A case refers to the revision that it goes by, so that one has to stand. */
    private void stand(PolicySnapshot policy, CaseOpening opening, Instant at) {
      if (revisions.putIfAbsent(policy.revision(), true) != null) {
        return;
      }
      switch (ledger.restore(
          policy.revision(), PolicyText.of(policy.policy()), policy.policy(), at)) {
        case THERE -> {}
        case RESTORED ->
            policies.add(
                "Revision %d of the policy was lost and is restored from a case that goes by it, without its comments: look at it, and put your own text again"
                    .formatted(policy.revision()));
        case TAKEN ->
            policies.add(
                "Revision %d of the policy here is not the one that %s and others go by, which was lost: they go on by theirs"
                    .formatted(policy.revision(), opening.investigationId()));
      }
    }

    RepairReport report(boolean dryRun) {
      var byCase = new LinkedHashMap<String, Found>();
      toOpen.forEach((id, workflow) -> byCase.put(id, new Found(id, workflow, true, 0, null)));
      var heads = dryRun ? Map.<String, Long>of() : ledger.heads(missing.keySet());
      missing.forEach(
          (stream, what) -> {
            var about = what.about;
            var ofCase = Optional.ofNullable(about.investigationId()).filter(id -> !id.isEmpty());
            var isWhole = dryRun || heads.getOrDefault(stream, 0L) >= what.last();
            var problem =
                what.gap()
                    .or(
                        () ->
                            isWhole
                                ? Optional.empty()
                                : Optional.ofNullable(problems.get(stream))
                                    .or(() -> Optional.of("not all of it was recorded")));
            byCase.merge(
                ofCase.orElse(about.workflowId()),
                new Found(
                    ofCase.orElse(null),
                    about.workflowId(),
                    false,
                    what.events(),
                    problem.orElse(null)),
                (one, other) ->
                    new Found(
                        one.investigationId(),
                        one.workflowId(),
                        one.opened() || other.opened(),
                        one.events() + other.events(),
                        one.problem() != null ? one.problem() : other.problem()));
          });
      return new RepairReport(
          read,
          byCase.values().stream()
              // What needs somebody first.
              .sorted(Comparator.comparing(f -> f.problem() == null))
              .toList(),
          List.copyOf(policies),
          unread);
    }
  }
}
