package dev.quaestor.starter.ledger;

/** Nothing more is recorded of a case that was removed. */
public final class RemovedCaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String investigationId;

  RemovedCaseException(String investigationId) {
    super("The investigation " + investigationId + " was removed, because it was past its time");
    this.investigationId = investigationId;
  }

  public String investigationId() {
    return investigationId;
  }
}
