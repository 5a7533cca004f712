package dev.quaestor.wire;

/** Who polls what. */
public final class TaskQueues {
  /** Workflows; the worker. */
  public static final String INVESTIGATION = "investigation";

  /** Look-ups and analyzers; the worker. */
  public static final String EVIDENCE = "evidence";

  /** What changes the world; the worker, with its own credentials. */
  public static final String REMEDIATION = "remediation";

  /** The ledger; the starter. */
  public static final String ACTION_CENTER = "action-center";

  /**
   * Nothing is ever asked for here. Workers poll it under names that say what they are, for whoever
   * asks Temporal who polls.
   */
  public static final String WORKERS = "workers";

  private TaskQueues() {}
}
