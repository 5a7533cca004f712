package dev.quaestor.starter.policy;

import dev.quaestor.policy.Policy;
import java.util.List;

/** What became of a policy file. */
public sealed interface PolicyReading {

  /**
   * A whole, valid policy.
   *
   * @param warnings what its author hardly meant, in the order of their lines
   */
  record Read(Policy policy, List<PolicyProblem> warnings) implements PolicyReading {
    public Read {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Not a policy.
   *
   * @param problems at least one, in the order of their lines
   */
  record Refused(List<PolicyProblem> problems) implements PolicyReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
