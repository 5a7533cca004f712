package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;

/**
 * An action that a connector has but that is not simply taken on this very thing.
 *
 * @param because the prerequisite that is missing, or what speaks against it; one sentence for
 *     people, without its full stop where it speaks against it
 * @param untilAsked whether it can be done all the same, once a person has agreed; else it cannot
 *     be done
 */
public record Withheld(
    ActionType type,
    String because,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean untilAsked) {

  /** It cannot be done. */
  public Withheld(ActionType type, String because) {
    this(type, because, false);
  }

  /** It can be done, and nobody does it without a person. */
  public static Withheld untilAsked(ActionType type, String because) {
    return new Withheld(type, because, true);
  }
}
