package dev.quaestor.starter.ledger;

import dev.quaestor.start.CannotStart;
import org.jspecify.annotations.Nullable;

/** The database holds a schema from which no migration of this build leads on. */
public final class ForeignSchemaException extends CannotStart {
  private static final long serialVersionUID = 1L;

  private ForeignSchemaException(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }

  static ForeignSchemaException ofAnotherBuild(Throwable cause) {
    return new ForeignSchemaException(
        "The ledger was created by another build of Quaestor and cannot be upgraded by this one.",
        "Start the build that created it, or configure an empty database; the standalone keeps "
            + "its database in the folder .quaestor, which can be moved away.",
        cause);
  }

  /**
   * @param there the schema that it has
   * @param known the newest that this build knows
   */
  static ForeignSchemaException newer(String there, String known) {
    return new ForeignSchemaException(
        "The ledger has schema %s, and the newest that this build knows is %s."
            .formatted(there, known),
        "Run the newer build, or restore the backup that was made before it first started.",
        null);
  }

  static ForeignSchemaException ofSomethingElse(@Nullable Throwable cause) {
    return new ForeignSchemaException(
        "The database that is set for the ledger holds tables of something else.",
        "Set spring.datasource.url to a database of its own, which is empty at first.",
        cause);
  }
}
