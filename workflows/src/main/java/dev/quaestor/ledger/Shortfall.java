package dev.quaestor.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.text.Counted;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a case is remedied: its own end and whatever is undone afterwards say it in the same
 * words.
 *
 * @param became what became of each of its actions
 */
public record Shortfall(List<Became> became) {

  /** What became of an action. */
  public enum Became {
    DONE(null),
    /** A person did not want it, which leaves nothing to do. */
    DECLINED(null),
    NOT_DECIDED("not decided in time"),
    IMPOSSIBLE("not possible"),
    FAILED("not carried out"),
    IN_PART("carried out only in part"),
    UNDONE("undone");

    private final @Nullable String words;

    Became(@Nullable String words) {
      this.words = words;
    }

    /**
     * @param undone whether it was taken back, whatever it was before
     */
    public static Became of(DecisionStatus decision, Execution execution, boolean undone) {
      if (undone) {
        return UNDONE;
      }
      if (decision == DecisionStatus.EXPIRED) {
        return NOT_DECIDED;
      }
      if (execution.isGood()) {
        return DONE;
      }
      if (decision == DecisionStatus.REJECTED) {
        return DECLINED;
      }
      return execution == Execution.UNSUPPORTED
          ? IMPOSSIBLE
          : execution == Execution.PARTIALLY_SUCCEEDED ? IN_PART : FAILED;
    }
  }

  public Shortfall {
    became = List.copyOf(became);
  }

  /** Whether every action was carried out, or declined by a person. */
  public boolean isNone() {
    return became.stream().allMatch(b -> b.words == null);
  }

  public String sentence() {
    var lasts = became.contains(Became.DONE) || became.contains(Became.IN_PART);
    return (lasts ? "" : "Nothing was remediated: ")
        + Stream.of(Became.values())
            .flatMap(b -> told(b).stream())
            .collect(Collectors.joining("; "));
  }

  private Optional<String> told(Became one) {
    var some = Collections.frequency(became, one);
    return some == 0 || one.words == null
        ? Optional.empty()
        : Optional.of(
            "%s %s %s"
                .formatted(
                    Counted.of(some, became.size(), "action", "actions"),
                    Counted.verb(some, "was", "were"),
                    one.words));
  }
}
