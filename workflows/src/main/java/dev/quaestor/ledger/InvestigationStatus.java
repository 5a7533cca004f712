package dev.quaestor.ledger;

import dev.quaestor.evidence.Verdict;

/** The states of an investigation, as DOMAIN §11 reads Microsoft's. */
public enum InvestigationStatus {
  QUEUED(false),
  RUNNING(false),
  /** A person is awaited. */
  PENDING_APPROVAL(false),
  /** A device or a back end is awaited. */
  PENDING_RESOURCE(false),
  REMEDIATED(true),
  PARTIALLY_REMEDIATED(true),
  NO_THREATS_FOUND(true),
  PARTIALLY_INVESTIGATED(true),
  FAILED(true),
  TERMINATED_BY_USER(true),
  TERMINATED_BY_SYSTEM(true),
  UNSUPPORTED_ALERT_TYPE(true),
  SUPPRESSED(true);

  private final boolean ended;

  InvestigationStatus(boolean ended) {
    this.ended = ended;
  }

  public boolean ended() {
    return ended;
  }

  /**
   * What a case in this state says of itself by the worst of its evidence. That nothing bad was
   * found is for the state to say: it is known at the end, and not while the next piece may be bad;
   * a case that was stopped before may have looked at harmless things only, and one that has ended
   * well may name what nobody knows for context.
   */
  public Verdict verdict(Verdict worst) {
    if (worst.isThreat()) {
      return worst;
    }
    return this == NO_THREATS_FOUND ? Verdict.NO_THREATS_FOUND : Verdict.UNKNOWN;
  }

  /** Whether it ended in a way that a person should look at: something stayed open or undone. */
  public boolean needsAttention() {
    return switch (this) {
      case PARTIALLY_REMEDIATED, PARTIALLY_INVESTIGATED, FAILED, TERMINATED_BY_SYSTEM -> true;
      case QUEUED,
          RUNNING,
          PENDING_APPROVAL,
          PENDING_RESOURCE,
          REMEDIATED,
          NO_THREATS_FOUND,
          TERMINATED_BY_USER,
          UNSUPPORTED_ALERT_TYPE,
          SUPPRESSED ->
          false;
    };
  }
}
