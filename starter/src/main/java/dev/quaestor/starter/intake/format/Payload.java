package dev.quaestor.starter.intake.format;

import dev.quaestor.mail.TimeBudget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One alert as it came, before its format is known. */
public sealed interface Payload {
  /**
   * One element of a JSON body.
   *
   * @param hitId the id that a search engine keeps it under, when it was wrapped as a hit
   */
  record Json(JsonNode node, @Nullable String hitId) implements Payload {
    public Json(JsonNode node) {
      this(node, null);
    }
  }

  /**
   * A body that is not JSON.
   *
   * @param time what reading it may take
   */
  record Bytes(byte[] bytes, TimeBudget time) implements Payload {}
}
