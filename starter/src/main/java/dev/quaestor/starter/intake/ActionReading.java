package dev.quaestor.starter.intake;

import dev.quaestor.remediation.RemediationAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an order to act. */
public sealed interface ActionReading {

  /** An action that may be ordered by hand, with the reason given for it. */
  record Read(RemediationAction action, @Nullable String comment) implements ActionReading {}

  /** Nothing was ordered. */
  record Refused(List<Problem> problems) implements ActionReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
