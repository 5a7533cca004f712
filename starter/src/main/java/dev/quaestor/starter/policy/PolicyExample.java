package dev.quaestor.starter.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small case and what a policy should make of it.
 *
 * @param line where it stands in its file, 1-based
 * @param expected every action; the order does not matter
 */
public record PolicyExample(
    String name,
    int line,
    Severity severity,
    List<Assessment> evidence,
    List<ExpectedAction> expected) {

  /**
   * One action that should be planned.
   *
   * @param on the name of the device, file, address… it should be about; null for whatever
   */
  public record ExpectedAction(ActionType action, Gate gate, @Nullable String on) {
    @Override
    public String toString() {
      return action + " " + gate + (on == null ? "" : " on " + on);
    }

    boolean isMetBy(PlannedAction planned) {
      return planned.action().type() == action
          && planned.gate() == gate
          && (on == null || ExampleEntity.names(planned.action().target()).contains(on));
    }
  }

  /**
   * What came of it.
   *
   * @param missing what was expected and is not planned
   * @param unexpected what is planned and was not expected, with the rule that wants it
   */
  public record Result(PolicyExample example, List<String> missing, List<String> unexpected) {
    public Result {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
    }

    public boolean passed() {
      return missing.isEmpty() && unexpected.isEmpty();
    }
  }

  public PolicyExample {
    evidence = List.copyOf(evidence);
    expected = List.copyOf(expected);
  }

  /** Plans the case; every action is taken for one that some back end offers. */
  public Result run(Policy policy) {
    var planned = new ArrayList<>(Planner.plan(policy, severity, evidence));
    var missing = new ArrayList<String>();
    // What names its target chooses first, or a bare one could take its match away.
    var order = expected.stream().sorted(Comparator.comparing(e -> e.on() == null)).toList();
    for (var wanted : order) {
      var met = planned.stream().filter(wanted::isMetBy).findFirst();
      if (met.isPresent()) {
        planned.remove(met.get());
      } else {
        missing.add(wanted.toString());
      }
    }
    return new Result(
        this,
        missing,
        planned.stream()
            .map(
                p ->
                    "%s %s on %s (rule %s: %s)"
                        .formatted(
                            p.action().type(),
                            p.gate(),
                            p.action().target().label(),
                            p.ruleId(),
                            p.because()))
            .toList());
  }
}
