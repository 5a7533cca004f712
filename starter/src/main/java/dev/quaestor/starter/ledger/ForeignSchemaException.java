package dev.quaestor.starter.ledger;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The database holds a schema from which no migration of this build leads on. */
public final class ForeignSchemaException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ForeignSchemaException(Throwable cause) {
    super(
        "The ledger was created by another build of Quaestor and cannot be upgraded by this "
            + "one. Start the build that created it, or configure an empty database; the "
            + "standalone keeps its database in the folder .quaestor, which can be moved away.",
        cause);
  }

  /** Says it in place of a stack trace when the starter does not start. */
  static final class Analyzer extends AbstractFailureAnalyzer<ForeignSchemaException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, ForeignSchemaException cause) {
      return new FailureAnalysis(cause.getMessage(), null, failure);
    }
  }
}
