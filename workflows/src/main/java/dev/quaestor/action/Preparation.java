package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What was found when the undo of an action was recorded before it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Preparation.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Preparation.Refused.class, name = "refused"),
})
public sealed interface Preparation {

  /** The action can run; the receipt is what going back will need. */
  record Ready(Receipt receipt) implements Preparation {}

  /** The action must not or need not run; the outcome says why. */
  record Refused(Outcome outcome) implements Preparation {}
}
