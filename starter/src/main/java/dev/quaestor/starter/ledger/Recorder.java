package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.starter.ledger.GroupCommit.Answer;
import dev.quaestor.starter.ledger.Writing.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes what several calls want written, in one transaction of the caller's. */
final class Recorder {
  private final JdbcClient jdbc;
  private final JdbcTemplate rows;
  private final Admission admission;
  private final EventStore events;
  private final Holds holds;
  private final RemovedCases removed;

  Recorder(
      JdbcClient jdbc, JdbcTemplate rows, Admission admission, EventStore events, Holds holds) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.admission = admission;
    this.events = events;
    this.holds = holds;
    this.removed = new RemovedCases(jdbc);
  }

  /** Events of a batch that are not there yet. */
  record Fresh(LedgerBatch batch, List<LedgerEntry> entries) {}

  /** One writing on its way. */
  private static final class Taken {
    final Writing of;
    final BatchCounts counted = new BatchCounts();
    List<Fresh> fresh = List.of();
    List<Claimed> claimed = List.of();
    @Nullable RuntimeException refused;
    Writing.@Nullable Pinned pinned;

    Taken(Writing of) {
      this.of = of;
    }

    Answer<Written> answer() {
      return refused == null
          ? new Answer.Done<>(new Written(pinned, claimed, counted))
          : new Answer.Refused<>(refused);
    }
  }

  /**
   * Writes them all but those that are refused, and answers each in their order. The statements are
   * as many as for one. What it throws says that the transaction must be rolled back.
   */
  List<Answer<Written>> write(List<Writing> writings) {
    var projection = new Projection(jdbc, rows, holds);
    projection.lock(cases(writings));
    var all = writings.stream().map(Taken::new).toList();
    number(all);
    refuseRemoved(projection, all);
    var taken = all.stream().filter(t -> t.refused == null).toList();
    open(projection, taken);
    projection.know(taken.stream().flatMap(t -> t.fresh.stream()).toList());
    var appended = new ArrayList<Map<String, @Nullable Object>>();
    for (var t : taken) {
      for (var fresh : t.fresh) {
        projection.fold(fresh.batch(), fresh.entries(), t.counted);
        t.counted.add(
            new BatchCounts.Count.Recorded(
                Duration.between(fresh.entries().getFirst().at(), Instant.now())));
        fresh.entries().forEach(entry -> appended.add(EventStore.row(fresh.batch(), entry)));
      }
    }
    projection.write();
    claim(projection, taken);
    // Last, so that what fails before has not used up their ids: a reader waits behind each gap.
    events.append(appended);
    return all.stream().map(Taken::answer).toList();
  }

  private static Collection<String> cases(List<Writing> writings) {
    var ids = new TreeSet<String>();
    for (var writing : writings) {
      Optional.ofNullable(writing.opening()).ifPresent(o -> ids.add(o.investigationId()));
      writing.batches().stream()
          .flatMap(batch -> Stream.ofNullable(batch.investigationId()))
          .forEach(ids::add);
    }
    return ids;
  }

  /**
   * Of what is said of a case that is not here nor opened here, what is of one that was removed.
   */
  private void refuseRemoved(Projection projection, List<Taken> all) {
    var unknown = new HashMap<Taken, String>();
    for (var t : all) {
      for (var batch : t.of.batches()) {
        var id = batch.investigationId();
        // What came before it is gone too: no history can fill that gap.
        boolean says = !t.fresh.isEmpty() || t.refused instanceof OutOfOrderException;
        if (says && id != null && t.of.opening() == null && projection.pinned(id).isEmpty()) {
          unknown.put(t, id);
        }
      }
    }
    var gone = removed.among(unknown.values());
    unknown.forEach(
        (t, id) -> {
          if (gone.contains(id)) {
            t.refused = new RemovedCaseException(id);
          }
        });
  }

  /** Finds what is new, each stream going on where the writing before has left it. */
  private void number(List<Taken> all) {
    var streams = new TreeSet<String>();
    all.forEach(t -> t.of.batches().forEach(batch -> streams.add(batch.stream())));
    if (streams.isEmpty()) {
      return;
    }
    var heads = events.heads(streams);
    for (var t : all) {
      var after = new HashMap<>(heads);
      var fresh = new ArrayList<Fresh>();
      try {
        for (var batch : t.of.batches()) {
          var entries = EventStore.fresh(batch, after.getOrDefault(batch.stream(), 0L));
          if (!entries.isEmpty()) {
            fresh.add(new Fresh(batch, entries));
            after.put(batch.stream(), entries.getLast().seq());
          }
        }
        t.fresh = fresh;
        heads = after;
      } catch (OutOfOrderException | IllegalArgumentException e) {
        t.refused = e;
      }
    }
  }

  private void open(Projection projection, List<Taken> taken) {
    var inForce = new HashMap<Optional<Integer>, Writing.Pinned>();
    for (var t : taken) {
      var opening = t.of.opening();
      if (opening == null) {
        continue;
      }
      var now =
          inForce.computeIfAbsent(
              Optional.ofNullable(opening.pinned()), p -> admission.inForce(p.orElse(null)));
      var known = projection.pinned(opening.investigationId());
      if (known.isEmpty()) {
        projection.open(opening, now.revision(), admission.stateOf(opening));
        if (admission.isBounded()) {
          projection.writeCases();
        }
      } else if (!t.of.batches().isEmpty()) {
        projection.began(opening);
      }
      t.pinned = new Writing.Pinned(known.orElse(now.revision()), now.indicators());
    }
  }

  private static void claim(Projection projection, List<Taken> taken) {
    var claims = new ArrayList<Claim>();
    taken.forEach(t -> claims.addAll(t.of.claims()));
    var answers = projection.claim(claims);
    int at = 0;
    for (var t : taken) {
      int end = at + t.of.claims().size();
      t.claimed = List.copyOf(answers.subList(at, end));
      at = end;
    }
  }
}
