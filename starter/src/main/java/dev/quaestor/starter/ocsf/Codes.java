package dev.quaestor.starter.ocsf;

import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.wire.FailureType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Quaestor's words as the numbers of OCSF 1.3.0's enumerations. */
final class Codes {
  private static final Code ERROR = new Code(6, "Error");
  private static final Code FAILURE = new Code(2, "Failure");
  private static final Code DOES_NOT_EXIST = new Code(3, "Does Not Exist");

  private static final Code TRUE_POSITIVE = new Code(2, "True Positive");
  private static final Code BENIGN = new Code(5, "Benign");

  private Codes() {}

  static Code severity(@Nullable Severity severity) {
    if (severity == null) {
      return Code.UNKNOWN;
    }
    return switch (severity) {
      case INFORMATIONAL -> new Code(1, "Informational");
      case LOW -> new Code(2, "Low");
      case MEDIUM -> new Code(3, "Medium");
      case HIGH -> new Code(4, "High");
    };
  }

  /**
   * {@code verdict_id}.
   *
   * @param couldNotLook whether it is Unknown because a back end or a device did not answer, which
   *     OCSF calls insufficient data, and not because nobody knows the thing
   */
  static Code verdict(Verdict verdict, boolean couldNotLook) {
    return switch (verdict) {
      case MALICIOUS -> TRUE_POSITIVE;
      case SUSPICIOUS -> new Code(4, "Suspicious");
      case NO_THREATS_FOUND -> BENIGN;
      case UNKNOWN -> couldNotLook ? new Code(7, "Insufficient Data") : Code.UNKNOWN;
    };
  }

  /** {@code verdict_id} where a person has said what it really was, which outweighs the verdict. */
  static Code verdict(Classification said, Determination because) {
    return switch (said) {
      case TRUE_POSITIVE -> TRUE_POSITIVE;
      case FALSE_POSITIVE -> new Code(1, "False Positive");
      case INFORMATIONAL_EXPECTED_ACTIVITY ->
          because == Determination.SECURITY_TESTING ? new Code(6, "Test") : BENIGN;
    };
  }

  /** {@code reputation.score_id}. Nothing found is not a vote of confidence. */
  static Code reputation(Verdict verdict) {
    return switch (verdict) {
      case MALICIOUS -> new Code(10, "Malicious");
      case SUSPICIOUS -> new Code(7, "Suspicious/Risky");
      case NO_THREATS_FOUND -> new Code(3, "Probably Safe");
      case UNKNOWN -> Code.UNKNOWN;
    };
  }

  /** {@code status_id} of an Incident Finding; On Hold is where a person is awaited. */
  static Code incident(InvestigationStatus status) {
    return switch (status) {
      case QUEUED -> new Code(1, "New");
      case RUNNING, PENDING_RESOURCE -> new Code(2, "In Progress");
      case PENDING_APPROVAL -> new Code(3, "On Hold");
      case REMEDIATED, NO_THREATS_FOUND -> new Code(4, "Resolved");
      case PARTIALLY_REMEDIATED,
          PARTIALLY_INVESTIGATED,
          FAILED,
          TERMINATED_BY_USER,
          TERMINATED_BY_SYSTEM,
          UNSUPPORTED_ALERT_TYPE,
          SUPPRESSED ->
          new Code(5, "Closed");
    };
  }

  /** {@code status_id} of a Remediation Activity. */
  static Code remediation(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> new Code(1, "Success");
      case Outcome.AlreadyInState o -> new Code(1, "Success");
      case Outcome.PartiallySucceeded o -> new Code(4, "Partial");
      case Outcome.Failed o -> failure(o.code());
      case Outcome.Unsupported o -> unsupported();
      case Outcome.Unknown o -> Code.UNKNOWN;
      case Outcome.HeldByOthers o -> Code.other("Held by others");
      case Outcome.ChangedSince o -> Code.other("Changed since");
      case Outcome.Unfinished o ->
          Code.other(o.waitsForResource() ? "Waiting for a resource" : "In Progress");
    };
  }

  static Code unsupported() {
    return new Code(5, "Unsupported");
  }

  private static Code failure(String code) {
    return Arrays.stream(FailureType.values())
        .filter(t -> t.name().equals(code))
        .findFirst()
        .map(Codes::failure)
        .orElse(FAILURE);
  }

  private static Code failure(FailureType type) {
    return switch (type) {
      case NOT_FOUND -> DOES_NOT_EXIST;
      case REJECTED, RESOURCE_AWAY, OUT_OF_REACH -> FAILURE;
      case THROTTLED,
          BACK_END_DOWN,
          NO_ROOM,
          UNAUTHORIZED,
          LOST_SIGHT,
          MALFORMED_ANSWER,
          INVALID_COMMAND ->
          ERROR;
    };
  }

  /** {@code status_id} of an action that has not run: OCSF has no number for any of these. */
  static Code decision(DecisionStatus status) {
    return Code.other(
        switch (status) {
          case NOT_NEEDED -> "Approval not needed";
          case PENDING -> "Waiting for approval";
          case APPROVED -> "Approved";
          case REJECTED -> "Rejected";
          case EXPIRED -> "Expired";
          case SUPERSEDED -> "Superseded";
        });
  }

  static Topic topic(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> Topic.ACTION_SUCCEEDED;
      case Outcome.AlreadyInState o -> Topic.ACTION_SUCCEEDED;
      case Outcome.PartiallySucceeded o -> Topic.ACTION_PARTIALLY_SUCCEEDED;
      case Outcome.Failed o -> Topic.ACTION_FAILED;
      case Outcome.Unsupported o -> Topic.ACTION_UNSUPPORTED;
      case Outcome.Unknown o -> Topic.ACTION_FAILED;
      // What a proposal of an undo came to: it acted on nothing.
      case Outcome.HeldByOthers o -> Topic.ACTION_FAILED;
      case Outcome.ChangedSince o -> Topic.ACTION_FAILED;
      case Outcome.Unfinished o -> Topic.ACTION_RUNNING;
    };
  }

  static Topic undoTopic(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> Topic.ACTION_UNDONE;
      case Outcome.AlreadyInState o -> Topic.ACTION_UNDONE;
      case Outcome.PartiallySucceeded o -> Topic.UNDO_FAILED;
      case Outcome.Failed o -> Topic.UNDO_FAILED;
      case Outcome.Unsupported o -> Topic.UNDO_FAILED;
      case Outcome.Unknown o -> Topic.UNDO_FAILED;
      case Outcome.HeldByOthers o -> Topic.UNDO_HELD_BY_OTHERS;
      case Outcome.ChangedSince o -> Topic.UNDO_CHANGED_SINCE;
      case Outcome.Unfinished o -> Topic.UNDO_RUNNING;
    };
  }
}
