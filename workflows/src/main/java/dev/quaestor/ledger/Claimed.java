package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Holder;
import java.util.List;

/**
 * How a state stood when it was claimed, before the world was looked at.
 *
 * @param contested whether somebody has begun to end it and is not done: what is found may be gone
 *     in a moment
 * @param since those by whose doing it stood, or who had found it so; at most {@value #MOST}. Of
 *     them whoever finds it absent, or ends it, knows that theirs is over
 */
public record Claimed(
    boolean contested, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Holder> since) {
  public static final int MOST = 100;

  public Claimed {
    // What is empty is not written.
    since = since == null ? List.of() : List.copyOf(since);
  }
}
