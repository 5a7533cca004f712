package dev.quaestor.starter.intake.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.starter.intake.json.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an order to act. */
public sealed interface ActionReading {

  /**
   * What may be ordered by hand.
   *
   * @param actions each once, in the order of the body
   * @param several whether it was asked for as many at once, be there one or not
   * @param comment the reason given
   * @param propose whether an approver is to decide first; null where that is for the caller's role
   *     to say
   * @param source null for the one that goes with the type
   * @param investigationId the case that it belongs to; null for none
   */
  record Read(
      List<RemediationAction> actions,
      boolean several,
      @Nullable String comment,
      @Nullable Boolean propose,
      @Nullable ActionSource source,
      @Nullable String investigationId)
      implements ActionReading {
    public Read {
      actions = List.copyOf(actions);
    }

    public Read(RemediationAction action, @Nullable String comment) {
      this(List.of(action), false, comment, null, null, null);
    }
  }

  /** Nothing was ordered. */
  record Refused(List<Problem> problems) implements ActionReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
