package dev.quaestor.starter.repair;

import dev.quaestor.policy.Policy;
import dev.quaestor.wire.QuaestorJson;

/** A policy of which nobody has the text any more. */
public final class PolicyText {
  private static final String WHENCE =
      "# Restored from the history of a case that goes by it. Its text and its comments are lost.\n";

  private PolicyText() {}

  /** What it says, in the form that is read as a policy file too. */
  public static String of(Policy policy) {
    return WHENCE
        + QuaestorJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(policy)
        + "\n";
  }
}
