package dev.quaestor.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands on one action. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Decision.NotNeeded.class, name = "notNeeded"),
  @JsonSubTypes.Type(value = Decision.Pending.class, name = "pending"),
  @JsonSubTypes.Type(value = Decision.ByPerson.class, name = "byPerson"),
  @JsonSubTypes.Type(value = Decision.Expired.class, name = "expired"),
  @JsonSubTypes.Type(value = Decision.Superseded.class, name = "superseded"),
})
public sealed interface Decision {

  DecisionStatus status();

  /** The policy let it run, or nothing can run. */
  record NotNeeded() implements Decision {
    @Override
    public DecisionStatus status() {
      return DecisionStatus.NOT_NEEDED;
    }
  }

  /**
   * Waiting for people until then.
   *
   * @param given the approvals so far, where more than one is needed, in the order in which they
   *     came
   * @param told how many of those who are told while nobody answers have been
   */
  record Pending(
      Instant expiresAt,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Approval> given,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int told)
      implements Decision {
    public Pending {
      given = given == null ? List.of() : List.copyOf(given);
    }

    public Pending(Instant expiresAt) {
      this(expiresAt, List.of(), 0);
    }

    Pending with(List<Approval> all) {
      return new Pending(expiresAt, all, told);
    }

    Pending told(int many) {
      return new Pending(expiresAt, given, many);
    }

    @Override
    public DecisionStatus status() {
      return DecisionStatus.PENDING;
    }
  }

  /**
   * A person said yes or no.
   *
   * @param verified whether the API vouched for who it was, or Temporal itself for who sent it
   * @param after the approvals before it that made it enough
   */
  record ByPerson(
      boolean approved,
      String approver,
      boolean verified,
      Channel channel,
      @Nullable String comment,
      @Nullable String decisionId,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Approval> after)
      implements Decision {
    public ByPerson {
      after = after == null ? List.of() : List.copyOf(after);
    }

    public ByPerson(
        boolean approved,
        String approver,
        boolean verified,
        Channel channel,
        @Nullable String comment,
        @Nullable String decisionId,
        Instant at) {
      this(approved, approver, verified, channel, comment, decisionId, at, List.of());
    }

    @Override
    public DecisionStatus status() {
      return approved ? DecisionStatus.APPROVED : DecisionStatus.REJECTED;
    }
  }

  /** Nobody answered in time, which is no. */
  record Expired(Instant at) implements Decision {
    @Override
    public DecisionStatus status() {
      return DecisionStatus.EXPIRED;
    }
  }

  /**
   * A newer plan took its place, or what wanted it is no more.
   *
   * @param by the action that stands instead; null when none is wanted any longer
   * @param because what became of whatever wanted it, as the rest of a sentence; null for a newer
   *     plan
   */
  record Superseded(@Nullable String by, @Nullable String because, Instant at) implements Decision {
    /** The workflow itself was cancelled in Temporal, which says nobody's name. */
    public static final String CANCELLED = "its workflow was cancelled in Temporal";

    public Superseded(@Nullable String by, Instant at) {
      this(by, null, at);
    }

    @Override
    public DecisionStatus status() {
      return DecisionStatus.SUPERSEDED;
    }
  }

  /** How a decision came. */
  enum Channel {
    /** The update {@code decide}: API, CLI, page. */
    UPDATE,
    /** The signal {@code decide}: Temporal Web UI, {@code temporal workflow signal}. */
    SIGNAL,
    /** By whom it was ordered or proposed: agreed to with the order, or withdrawn. */
    REQUESTER
  }
}
