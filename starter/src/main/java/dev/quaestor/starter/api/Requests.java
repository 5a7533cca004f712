package dev.quaestor.starter.api;

import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.CallerRequests;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.cfg.JsonNodeFeature;

/**
 * Whose a request is, and that one key is one request. The header {@code Idempotency-Key} is any
 * text of at most 200 characters: the same caller's same key is the same request, and with another
 * body a mistake; another caller's equal key is another request, and says nothing of it.
 */
record Requests(CallerRequests made) {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final int LONGEST = 200;

  /**
   * An id made from the key, or a random one when there is none.
   *
   * @param what the id is for; part of it, so that the ids of two kinds are never the same
   * @param body as it came; what differs in blanks and in the order of fields is the same
   */
  String idOf(@Nullable String key, Caller caller, String what, byte[] body) {
    if (key == null) {
      return fresh();
    }
    if (key.isBlank() || key.length() > LONGEST || key.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          ApiProblem.badField(
              IDEMPOTENCY_KEY, "must have 1 to %d visible characters".formatted(LONGEST)));
    }
    // By the id, which has no line break: two callers of one name are two.
    var keyId = "key-" + PlanHash.shortId(caller.id() + "\n" + key);
    var asked = Sha256.of(what + "\n" + plain(body));
    if (!asked.equals(made.make(keyId, caller.id(), asked).fingerprint())) {
      throw new ProblemException(
          ApiProblem.of(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "key-reused",
                  "The Idempotency-Key was used for something else",
                  "Use another key for another request.")
              .at(IDEMPOTENCY_KEY, null, null));
    }
    return PlanHash.shortId(String.join("\n", what, caller.id(), key));
  }

  /** An id for what is no repeat of anything. */
  static String fresh() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
  }

  private static String plain(byte[] body) {
    return QuaestorJson.mapper()
        .writer()
        .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .writeValueAsString(QuaestorJson.mapper().readTree(body));
  }

  /** Records whose an action or a group of actions is, before it can be there. */
  void own(String id, Caller caller) {
    made.make(id, caller.id(), null);
  }

  /** Whether this caller asked for it, by itself or with others in one group. */
  boolean isOwn(ActionRow row, Caller caller) {
    return Stream.of(row.actionId(), row.plan().group())
        .flatMap(Stream::ofNullable)
        .flatMap(id -> made.find(id).stream())
        .anyMatch(request -> request.callerId().equals(caller.id()));
  }
}
