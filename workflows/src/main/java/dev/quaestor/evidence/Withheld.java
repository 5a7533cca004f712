package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import org.jspecify.annotations.Nullable;

/**
 * An action that a connector has but that is not simply taken on this very thing.
 *
 * @param because the prerequisite that is missing, what speaks against it, or what to know of it;
 *     one sentence for people, without its full stop
 * @param unless under what it is done all the same; null when it cannot be done
 */
public record Withheld(
    ActionType type,
    String because,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Unless unless) {

  /** What it takes. */
  public enum Unless {
    /** A person agrees, whatever a policy says. */
    AGREED,
    /** Nothing: whoever decides is told. */
    TOLD
  }

  /** It cannot be done. */
  public Withheld(ActionType type, String because) {
    this(type, because, null);
  }

  /** It can be done, and nobody does it without a person. */
  public static Withheld unlessAgreed(ActionType type, String because) {
    return new Withheld(type, because, Unless.AGREED);
  }

  /** It is done like any other; whoever decides should know this of it. */
  public static Withheld unlessTold(ActionType type, String because) {
    return new Withheld(type, because, Unless.TOLD);
  }

  public boolean isImpossible() {
    return unless == null;
  }

  public boolean waitsForAPerson() {
    return unless == Unless.AGREED;
  }
}
