package dev.quaestor.investigation;

import io.temporal.workflow.Workflow;

/**
 * What newer code does otherwise than the code that began a case. Asked only where it matters to
 * this very case, so that most histories carry no marker; each may go when no case from before it
 * can be running any longer.
 */
enum VersionTag {
  /** What spreads to many devices waits for a person. */
  EXPANSION_IS_ASKED("expansion-is-asked"),
  /** A case that wants too many actions ends. */
  ACTIONS_ARE_LIMITED("actions-are-limited"),
  /** What is sent is bounded by its size too, and not by its number alone. */
  PAYLOADS_ARE_BOUNDED("payloads-are-bounded");

  private final String tag;

  VersionTag(String tag) {
    this.tag = tag;
  }

  /** Whether this run has that change: all that get here on today's code for the first time. */
  boolean isIn() {
    return Workflow.getVersion(tag, Workflow.DEFAULT_VERSION, 1) == 1;
  }
}
