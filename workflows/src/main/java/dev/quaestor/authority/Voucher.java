package dev.quaestor.authority;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Whether one of our starters stands for the author of a message. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Voucher.Vouched.class, name = "vouched"),
  @JsonSubTypes.Type(value = Voucher.None.class, name = "none"),
  @JsonSubTypes.Type(value = Voucher.Invalid.class, name = "invalid"),
})
public sealed interface Voucher {

  /**
   * One does.
   *
   * @param at when it was said, by that starter's clock
   */
  record Vouched(Author author, Instant at) implements Voucher {}

  /** The message carries no seal, as one from the Temporal Web UI. */
  record None() implements Voucher {}

  /** It carries one that is not of any starter that this worker knows, or was set to another. */
  record Invalid() implements Voucher {}
}
