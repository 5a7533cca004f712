package dev.quaestor.starter;

import dev.quaestor.policy.Policy;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.PastCases;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.policy.Backtest;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.starter.policy.PolicyReading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people do with the policy: put a text in force, and see what it would have changed. */
public final class Policies {
  public static final int LONGEST_COMMENT = 1_000;

  /** Shorter than a caller waits; what was tried by then is answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PolicyStore store;
  private final PastCases cases;
  private final InstantSource clock;

  public Policies(PolicyStore store, PastCases cases, InstantSource clock) {
    this.store = store;
    this.cases = cases;
    this.clock = clock;
  }

  /** What became of a text that was put. */
  public sealed interface Answer {
    /**
     * @param unchanged whether it was in force before, word for word, so that no revision was made
     */
    record InForce(PolicyRevision revision, boolean unchanged, List<PolicyProblem> warnings)
        implements Answer {
      public InForce {
        warnings = List.copyOf(warnings);
      }
    }

    /** It is no policy, and nothing changed. */
    record Refused(List<PolicyProblem> problems) implements Answer {
      public Refused {
        problems = List.copyOf(problems);
      }
    }

    /** Another revision came in force since its author began, and nothing changed. */
    record Overtaken() implements Answer {}
  }

  /**
   * Puts a text in force for cases that open from now on.
   *
   * @param over the revision over which it was written; null for whichever is in force
   */
  public Answer put(String yaml, @Nullable Integer over, Caller caller, @Nullable String comment) {
    return switch (PolicyFile.read(yaml)) {
      case PolicyReading.Refused refused -> new Answer.Refused(refused.problems());
      case PolicyReading.Read read -> put(yaml, read, over, caller, comment);
    };
  }

  private Answer put(
      String yaml,
      PolicyReading.Read read,
      @Nullable Integer over,
      Caller caller,
      @Nullable String comment) {
    if (over == null) {
      return inForce(store.put(yaml, read.policy(), caller.name(), comment), read);
    }
    return store
        .putAfter(over, yaml, read.policy(), caller.name(), comment)
        .<Answer>map(put -> inForce(put, read))
        .orElseGet(Answer.Overtaken::new);
  }

  private static Answer inForce(PolicyStore.Put put, PolicyReading.Read read) {
    return new Answer.InForce(put.revision(), put.unchanged(), read.warnings());
  }

  /**
   * What a policy would have done otherwise.
   *
   * @param complete false when there were more cases than could be tried in time; those that were
   *     are the newest
   */
  public record Trial(
      Instant since,
      int cases,
      int casesThatDiffer,
      boolean complete,
      Duration took,
      List<Backtest.Difference> differences) {
    public Trial {
      differences = List.copyOf(differences);
    }
  }

  /** Plans the recorded cases again; no case is changed. It takes a minute at most. */
  public Trial backtest(Policy candidate, Instant since) {
    var start = clock.instant();
    var test = new Backtest(candidate);
    var complete =
        cases.since(
            since,
            past -> {
              test.look(past);
              return clock.instant().isBefore(start.plus(PATIENCE));
            });
    return new Trial(
        since,
        test.casesLookedAt(),
        test.casesThatDiffer(),
        complete,
        Duration.between(start, clock.instant()),
        test.differences());
  }
}
