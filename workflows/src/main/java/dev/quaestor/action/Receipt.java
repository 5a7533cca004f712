package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What going back needs. It is recorded before the action runs, from the state then found, and
 * completed by what only the action could tell (as the new id of a moved message).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Receipt.None.class, name = "none"),
  @JsonSubTypes.Type(value = Receipt.State.class, name = "state"),
  @JsonSubTypes.Type(value = Receipt.LockedAway.class, name = "lockedAway"),
  @JsonSubTypes.Type(value = Receipt.Risk.class, name = "risk"),
  @JsonSubTypes.Type(value = Receipt.Messages.class, name = "messages"),
  @JsonSubTypes.Type(value = Receipt.Rule.class, name = "rule"),
  @JsonSubTypes.Type(value = Receipt.BlockEntry.class, name = "blockEntry"),
  @JsonSubTypes.Type(value = Receipt.BeforeImage.class, name = "beforeImage"),
  @JsonSubTypes.Type(value = Receipt.Stored.class, name = "stored"),
})
public sealed interface Receipt {

  /** Whether the action found anything to change; undoing what changed nothing would do harm. */
  boolean changed();

  /** Why what was changed cannot be put back as it was; empty when it can, or nothing was. */
  default Optional<String> noWayBack() {
    return Optional.empty();
  }

  /** Nothing to go back to: a read, or an inverse. */
  record None() implements Receipt {
    @Override
    public boolean changed() {
      return false;
    }
  }

  /**
   * An on-off state: isolated, restricted, quarantined, enabled.
   *
   * @param before whether it stood as the action wants it before the action
   */
  record State(boolean before) implements Receipt {
    @Override
    public boolean changed() {
      return !before;
    }
  }

  /**
   * A file in quarantine.
   *
   * @param sha1 what it is locked away and given back by; looked up where its evidence does not say
   */
  record LockedAway(String sha1) implements Receipt {
    @Override
    public boolean changed() {
      return true;
    }
  }

  /**
   * A user's risk, in the directory's own words.
   *
   * @param before the state that it had; {@code none} where the directory knew of no risk
   * @param leftAt when the directory last changed it, once the action was done; null before, or
   *     where it does not say
   */
  record Risk(String before, @Nullable Instant leftAt) implements Receipt {
    private static final String AT_RISK = "atRisk";
    private static final String COMPROMISED = "confirmedCompromised";

    @Override
    public boolean changed() {
      return !before.equalsIgnoreCase(COMPROMISED);
    }

    /** As it is recorded before an action. */
    public Risk beforehand() {
      return new Risk(before, null);
    }

    /** The same, once the directory says this. */
    public Risk leaving(Risk now) {
      return new Risk(before, now.leftAt);
    }

    /** Dismissing what its own detections say would call a user safe whom nobody has cleared. */
    @Override
    public Optional<String> noWayBack() {
      return before.equalsIgnoreCase(AT_RISK)
          ? Optional.of(
              "the user was already at risk, a state that only the directory itself can set")
          : Optional.empty();
    }
  }

  /**
   * The messages and where each was.
   *
   * @param atAnalysis how many there were when the target was analysed; null when that was not
   *     counted
   * @param atAction how many there were when the action ran; null in receipts from before it was
   *     counted
   */
  record Messages(
      List<MovedMessage> messages, @Nullable Integer atAnalysis, @Nullable Integer atAction)
      implements Receipt {
    public Messages {
      messages = List.copyOf(messages);
    }

    public Messages(List<MovedMessage> messages) {
      this(messages, null, null);
    }

    /** Those that the action did move, or may have. */
    public List<MovedMessage> moved() {
      return messages.stream()
          .filter(
              m -> m.result() == MessageResult.MOVED || m.result() == MessageResult.OUT_OF_SIGHT)
          .toList();
    }

    @Override
    public boolean changed() {
      return !moved().isEmpty();
    }
  }

  /**
   * A mailbox rule as it stood, in the back end's own form.
   *
   * @param after the rule as the action left it; null before it ran, or when it is gone
   */
  record Rule(String mailbox, String ruleId, boolean enabled, String before, @Nullable String after)
      implements Receipt {
    public Rule(String mailbox, String ruleId, boolean enabled, String before) {
      this(mailbox, ruleId, enabled, before, null);
    }

    public Rule leaving(@Nullable String image) {
      return new Rule(mailbox, ruleId, enabled, before, image);
    }

    @Override
    public boolean changed() {
      return enabled;
    }
  }

  /**
   * A block list entry.
   *
   * @param before the entry that stood there, in the back end's own form; null when there was none
   * @param blocked whether that entry already blocked
   */
  record BlockEntry(@Nullable String before, boolean blocked) implements Receipt {
    @Override
    public boolean changed() {
      return !blocked;
    }
  }

  /**
   * An item of a device as it was before it was taken away.
   *
   * @param image all that is needed to put it back, in the form in which the back end recorded it
   *     (a task's XML, a registry value with its type, a service's start mode, where a deleted file
   *     is kept); null when the item was not there, and so nothing changed
   */
  record BeforeImage(@Nullable String image) implements Receipt {
    @Override
    public boolean changed() {
      return image != null;
    }
  }

  /**
   * What a reading action brought; it is in the vault. There is nothing to go back to.
   *
   * @param sha256 64 lower-case hex characters: what the vault knows it by
   * @param size bytes
   * @param name what a person who saves it may call it; no path, no control characters
   */
  record Stored(String sha256, long size, String name) implements Receipt {
    @Override
    public boolean changed() {
      return false;
    }
  }

  /** What became of one message. */
  enum MessageResult {
    /** Recorded, not yet acted on. */
    PENDING,
    MOVED,
    /** The back end took the move, or may have, and does not show where it is since. */
    OUT_OF_SIGHT,
    /** It was where it should go. */
    ALREADY_THERE,
    /** No longer in the mailbox: somebody was faster, which is success. */
    GONE,
    /** Not in the mailbox, and no record says that it ever was: most likely it is another one's. */
    NEVER_SEEN,
    /** Of one that was to go back: somebody has moved it on, or removed it, since. */
    CHANGED_SINCE,
    FAILED
  }

  /**
   * One message with where it was and where it is.
   *
   * @param folderBefore the back end's id of the folder it was in
   * @param folderName that folder's well-known or display name, for people
   * @param idBefore the back end's id of the message before; moving may change it
   * @param idAfter its id afterwards, once moved
   * @param folderAfter the folder it was moved to, once moved
   * @param keptAs the SHA-256 under which the vault keeps the raw message; null when it was not
   *     kept
   * @param standIn the back end's id of what stands in its place while it is away, as a message
   *     without its attachment; null when nothing does
   * @param standInFolder the folder to which a later move of ours has taken what stands in its
   *     place; null while that is where the message was
   */
  record MovedMessage(
      String mailbox,
      String internetMessageId,
      @Nullable String networkMessageId,
      @Nullable String folderBefore,
      @Nullable String folderName,
      @Nullable String idBefore,
      @Nullable String idAfter,
      @Nullable String folderAfter,
      MessageResult result,
      @Nullable String detail,
      @Nullable String keptAs,
      @Nullable String standIn,
      @Nullable String standInFolder) {

    /** Neither kept nor replaced. */
    public MovedMessage(
        String mailbox,
        String internetMessageId,
        @Nullable String networkMessageId,
        @Nullable String folderBefore,
        @Nullable String folderName,
        @Nullable String idBefore,
        @Nullable String idAfter,
        @Nullable String folderAfter,
        MessageResult result,
        @Nullable String detail) {
      this(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          null,
          null,
          null);
    }

    /** Whether nothing can be done to it, as was found when it was looked for. */
    public boolean beyondReach() {
      return result == MessageResult.FAILED || result == MessageResult.NEVER_SEEN;
    }

    public MovedMessage with(
        MessageResult result,
        @Nullable String idAfter,
        @Nullable String folderAfter,
        @Nullable String detail) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          keptAs,
          standIn,
          standInFolder);
    }

    /**
     * From where it was to where a later move of ours has taken the same copy on, or the original
     * of it where that left something in its place.
     */
    public MovedMessage movedOn(MovedMessage later) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          later.idAfter,
          later.folderAfter,
          result,
          null,
          keptAs == null ? later.keptAs : keptAs,
          later.standIn == null ? standIn : later.standIn,
          later.standIn == null ? standInFolder : later.folderBefore);
    }

    /** The same, where a later move of ours has taken on what stands in its place. */
    public MovedMessage standInMovedOn(MovedMessage later) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          keptAs,
          later.idAfter,
          later.folderAfter);
    }

    /** The same, from where an earlier move of ours that has been taken back had taken it. */
    public MovedMessage from(MovedMessage earlier) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          earlier.folderBefore,
          earlier.folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          keptAs,
          standIn,
          standInFolder);
    }

    /** The same, its raw form kept in the vault. */
    public MovedMessage kept(String sha256) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          sha256,
          standIn,
          standInFolder);
    }

    /** The same, with something in its place. */
    public MovedMessage replacedBy(String id) {
      return new MovedMessage(
          mailbox,
          internetMessageId,
          networkMessageId,
          folderBefore,
          folderName,
          idBefore,
          idAfter,
          folderAfter,
          result,
          detail,
          keptAs,
          id,
          null);
    }
  }
}
