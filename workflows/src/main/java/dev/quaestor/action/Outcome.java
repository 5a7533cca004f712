package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one run of an action ended, or that it has not yet. Every sentence is for people. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = Outcome.AlreadyInState.class, name = "alreadyInState"),
  @JsonSubTypes.Type(value = Outcome.PartiallySucceeded.class, name = "partiallySucceeded"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Outcome.Unsupported.class, name = "unsupported"),
  @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown"),
  @JsonSubTypes.Type(value = Outcome.HeldByOthers.class, name = "heldByOthers"),
  @JsonSubTypes.Type(value = Outcome.ChangedSince.class, name = "changedSince"),
  @JsonSubTypes.Type(value = Outcome.Unfinished.class, name = "unfinished"),
})
public sealed interface Outcome {

  String sentence();

  Execution execution();

  /**
   * Done, and seen on the back end.
   *
   * @param sentence what was seen when it was verified
   */
  record Succeeded(Receipt receipt, String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.SUCCEEDED;
    }
  }

  /** Nothing to do: the world was so already. There is nothing to undo either. */
  record AlreadyInState(String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.ALREADY_IN_STATE;
    }
  }

  /** Done for some of its targets; the receipt says which. */
  record PartiallySucceeded(Receipt receipt, String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.PARTIALLY_SUCCEEDED;
    }
  }

  /**
   * Not done, and trying again by itself would not help.
   *
   * @param code a stable reason code, UPPER_SNAKE, as {@code DEVICE_OFFLINE_TOO_LONG}
   */
  record Failed(String code, String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.FAILED;
    }
  }

  /** No connector can do this to this target. */
  record Unsupported(String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.UNSUPPORTED;
    }
  }

  /**
   * Nobody knows whether it was done: whoever ran it was gone before its end was told, or the back
   * end took it and does not show what became of it.
   *
   * @param receipt what had been recorded to go back by; null when nothing had
   */
  record Unknown(@Nullable Receipt receipt, String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.UNKNOWN;
    }
  }

  /**
   * Of an undo: let go of, and left as it is, because others want it so.
   *
   * @param holders those that do; at least one
   * @param partly what was taken back, where others want only some of it; null when nothing was
   */
  record HeldByOthers(List<Holder> holders, @Nullable String partly) implements Outcome {
    public HeldByOthers {
      holders = List.copyOf(holders);
    }

    public HeldByOthers(List<Holder> holders) {
      this(holders, null);
    }

    @Override
    public String sentence() {
      return partly == null
          ? "it is left as it is, because it is still wanted by " + Holder.named(holders)
          : partly
              + "; the rest is left as it is, because it is still wanted by "
              + Holder.named(holders);
    }

    @Override
    public Execution execution() {
      return Execution.HELD_BY_OTHERS;
    }
  }

  /**
   * Of an undo: not done, because somebody else has changed it since.
   *
   * @param sentence what was found in place of what the action left
   */
  record ChangedSince(String sentence) implements Outcome {
    @Override
    public Execution execution() {
      return Execution.CHANGED_SINCE;
    }
  }

  /**
   * Begun on the back end, not ended yet.
   *
   * @param ticket the back end's own id of the running action, to ask again by
   * @param waitsForResource whether a device or back end must come back first
   */
  record Unfinished(String ticket, boolean waitsForResource, String sentence) implements Outcome {
    /**
     * @param more what is to be said of it besides, as a clause
     */
    public Unfinished saying(String more) {
      var said = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
      return new Unfinished(ticket, waitsForResource, said + "; " + more);
    }

    @Override
    public Execution execution() {
      return waitsForResource ? Execution.WAITING_FOR_RESOURCE : Execution.RUNNING;
    }
  }
}
