package dev.quaestor.starter.intake.json;

import dev.quaestor.alert.Alert;
import java.util.List;
import java.util.stream.Stream;

/** What became of a body of alerts: all of them, or none and why. */
public sealed interface Reading {

  /**
   * Every alert of the body, in its order; never empty. The same alert may be there twice.
   *
   * @param alerts each with at least one piece of evidence
   * @param skipped what was among them and is no alert, as the other events of a sensor's log; the
   *     first {@value Refused#MOST_PROBLEMS} of them
   * @param broken what among them broke its reader, and is not read; nobody's fault but ours
   */
  record Read(List<Alert> alerts, List<Problem> skipped, List<Problem> broken) implements Reading {
    public Read {
      alerts = List.copyOf(alerts);
      skipped = List.copyOf(skipped);
      broken = List.copyOf(broken);
    }

    public Read(List<Alert> alerts) {
      this(alerts, List.of(), List.of());
    }

    /** What was left out, whyever. */
    public List<Problem> leftOut() {
      return Stream.concat(skipped.stream(), broken.stream()).toList();
    }
  }

  /**
   * Nothing was taken.
   *
   * @param problems at least one, at most {@value #MOST_PROBLEMS}, in the body's order
   */
  record Refused(List<Problem> problems) implements Reading {
    public static final int MOST_PROBLEMS = 50;

    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
