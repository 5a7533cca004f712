package dev.quaestor.starter.ledger;

import dev.quaestor.approval.PendingAction.Elsewhere;
import java.util.List;

/**
 * What people are asked once, in however many cases it waits.
 *
 * @param action the one that stands for all of them
 * @param cases in how many it waits, this one counted; 0 when it waits no longer
 * @param elsewhere the others, the first first, and no more than {@value #NAMED}
 */
public record PendingQuestion(ActionRow action, int cases, List<Elsewhere> elsewhere) {
  /** So many of the others are named. */
  public static final int NAMED = 20;

  public PendingQuestion {
    elsewhere = List.copyOf(elsewhere);
  }
}
