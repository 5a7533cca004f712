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

  /** The action can run; the receipt is what going back will need. */
  record Ready(Receipt receipt, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Entity as)
      implements Preparation {
    public Ready(Receipt receipt) {
      this(receipt, null);
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
      case Ready ready -> new Ready(ready.receipt(), as);
      case Refused refused -> new Refused(refused.outcome(), as);
    };
  }
}
