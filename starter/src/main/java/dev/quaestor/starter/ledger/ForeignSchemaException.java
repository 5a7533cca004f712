package dev.quaestor.starter.ledger;

import dev.quaestor.start.CannotStart;

/** The database holds a schema from which no migration of this build leads on. */
public final class ForeignSchemaException extends CannotStart {
  private static final long serialVersionUID = 1L;

  ForeignSchemaException(Throwable cause) {
    super(
        "The ledger was created by another build of Quaestor and cannot be upgraded by this one.",
        "Start the build that created it, or configure an empty database; the standalone keeps "
            + "its database in the folder .quaestor, which can be moved away.",
        cause);
  }
}
