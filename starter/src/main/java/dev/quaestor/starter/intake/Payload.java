package dev.quaestor.starter.intake;

import tools.jackson.databind.JsonNode;

/** One alert as it came, before its format is known. */
sealed interface Payload {
  /** One element of a JSON body. */
  record Json(JsonNode node) implements Payload {}

  /** A body that is not JSON. */
  record Bytes(byte[] bytes) implements Payload {}
}
