package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.entity.Entity;
import org.jspecify.annotations.Nullable;

/** What was found when the undo of an action was recorded before it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Preparation.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Preparation.Refused.class, name = "refused"),
})
public sealed interface Preparation {

  /**
   * The action's target by the back ends' own ids, where it leaves a state that others may want of
   * the same thing under another name; null where nothing is known that its own name does not say.
   */
  @Nullable Entity as();

  /**
   * The action can run; the receipt is what going back will need.
   *
   * @param connector who has looked and is to do it, as the configuration calls it; null in answers
   *     from before it was said
   */
  record Ready(
      Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Entity as,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector)
      implements Preparation {
    public Ready(Receipt receipt) {
      this(receipt, null, null);
    }

    public Ready by(String who) {
      return new Ready(receipt, as, who);
    }
  }

  /** The action must not or need not run; the outcome says why. */
  record Refused(Outcome outcome, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Entity as)
      implements Preparation {
    public Refused(Outcome outcome) {
      this(outcome, null);
    }
  }

  /** The same, the target known by these ids. */
  default Preparation known(Entity as) {
    return switch (this) {
      case Ready ready -> new Ready(ready.receipt(), as, ready.connector());
      case Refused refused -> new Refused(refused.outcome(), as);
    };
  }
}
