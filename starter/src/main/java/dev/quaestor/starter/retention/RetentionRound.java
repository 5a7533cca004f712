package dev.quaestor.starter.retention;

import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.ledger.VaultReferences;
import dev.quaestor.vault.VaultSweep;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Once through all that is past its time, one case after the other, each in a transaction of its
 * own, so that nobody who records something waits for long. It may be broken off anywhere and begun
 * again.
 */
final class RetentionRound {
  private static final int PAGE = 100;

  /** As much as the clocks of a file server and of this process may differ. */
  private static final Duration CLOCKS = Duration.ofDays(1);

  private final RetentionProperties properties;
  private final CaseRemoval cases;
  private final @Nullable CaseArchive archive;
  private final VaultReferences references;
  private final @Nullable VaultSweep vault;
  private final Supplier<Duration> historiesKept;

  /**
   * @param archive null where cases go without
   * @param vault null where this process has none
   * @param historiesKept how long Temporal keeps what has ended
   */
  RetentionRound(
      RetentionProperties properties,
      CaseRemoval cases,
      @Nullable CaseArchive archive,
      VaultReferences references,
      @Nullable VaultSweep vault,
      Supplier<Duration> historiesKept) {
    this.properties = properties;
    this.cases = cases;
    this.archive = archive;
    this.references = references;
    this.vault = vault;
    this.historiesKept = historiesKept;
  }

  /** Who is told what goes, and says whether to go on. */
  interface Witness {
    boolean goesOn();

    void goes(CaseRemoval.Due due);

    void gone(RemovedCase removed);

    void swept(CaseRemoval.Swept swept);
  }

  boolean removesCases() {
    return properties.investigations() != null;
  }

  boolean sweepsVault() {
    return properties.vault() != null;
  }

  /**
   * Removes cases, and what was read of alerts that are in none.
   *
   * @throws RetentionFailure when it cannot go on; what is gone until then is gone as a whole
   */
  void cases(boolean dryRun, Witness witness) {
    var period = Objects.requireNonNull(properties.investigations());
    requireLonger(period, "investigations");
    var before = cases.now().minus(period);
    CaseRemoval.@Nullable Due last = null;
    @Nullable RetentionFailure broken = null;
    while (witness.goesOn()) {
      var due = cases.due(before, last, PAGE);
      for (var one : due) {
        if (!witness.goesOn()) {
          return;
        }
        last = one;
        witness.goes(one);
        if (dryRun) {
          continue;
        }
        try {
          remove(one, before, "quaestor.retention.investigations=" + days(period), witness);
        } catch (IllegalStateException | JacksonException unreadable) {
          // One that cannot be read must not keep the others.
          broken =
              new RetentionFailure(
                  "%s cannot be removed (%s)"
                      .formatted(one.investigationId(), unreadable.getClass().getSimpleName()),
                  unreadable);
        }
      }
      if (due.size() < PAGE) {
        sweep(before, dryRun, witness);
        if (broken != null) {
          throw broken;
        }
        return;
      }
    }
  }

  private void remove(CaseRemoval.Due due, Instant before, String rule, Witness witness) {
    RemovedCase.Traces traces;
    @Nullable String name = null;
    if (archive == null) {
      traces = cases.traces(due.investigationId(), line -> {});
    } else {
      try {
        var archived = archive.put(due);
        if (archived.isEmpty()) {
          return;
        }
        name = archived.get().name();
        traces = archived.get().traces();
      } catch (IOException e) {
        throw new RetentionFailure(
            "%s cannot be archived in %s (%s), and nothing was removed since"
                .formatted(due.investigationId(), properties.archive(), e),
            e);
      }
    }
    cases.remove(due, before, rule, traces, name).ifPresent(witness::gone);
  }

  private void sweep(Instant before, boolean dryRun, Witness witness) {
    if (dryRun) {
      witness.swept(cases.sweepable(before));
      return;
    }
    CaseRemoval.Swept swept;
    do {
      swept = cases.sweep(before, PAGE);
      witness.swept(swept);
    } while (witness.goesOn()
        && Math.max(swept.alerts(), Math.max(swept.bodies(), swept.keys())) == PAGE);
  }

  /**
   * Removes bodies from the vault.
   *
   * @throws RetentionFailure when it cannot go on
   */
  VaultSweep.Swept vault(boolean dryRun) {
    var period = Objects.requireNonNull(properties.vault());
    var kept = requireLonger(period, "vault");
    if (vault == null) {
      throw new RetentionFailure(
          "quaestor.retention.vault is set and quaestor.vault.directory is not", null);
    }
    var now = cases.now();
    var before = now.minus(period);
    try {
      // First what is needed, then what is old: what is stored again meanwhile is young.
      var needed = references.neededForUndo();
      var bodies =
          vault.bodies(earlier(before, references.workSince(null)), needed::contains, dryRun);
      var payloads =
          vault.payloads(
              earlier(before, references.workSince(now.minus(kept).minus(CLOCKS))), dryRun);
      return new VaultSweep.Swept(
          bodies.files() + payloads.files(), bodies.bytes() + payloads.bytes());
    } catch (IOException e) {
      throw new RetentionFailure("the vault cannot be swept (%s)".formatted(e), e);
    }
  }

  private static Instant earlier(Instant before, Instant work) {
    return work.isBefore(before) ? work.minus(CLOCKS) : before;
  }

  /** While Temporal has its history, a case could come back from it. */
  private Duration requireLonger(Duration period, String name) {
    var kept = historiesKept.get();
    if (period.compareTo(kept) <= 0) {
      throw new RetentionFailure(
          "quaestor.retention.%s (%s) must be longer than Temporal keeps histories (%s)"
              .formatted(name, days(period), days(kept)),
          null);
    }
    return kept;
  }

  static String days(Duration period) {
    return period.toHours() % 24 == 0 ? period.toDays() + "d" : period.toHours() + "h";
  }
}
