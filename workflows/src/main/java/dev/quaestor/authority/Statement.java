package dev.quaestor.authority;

import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a seal is set to: one message of one kind to one workflow, so that it counts nowhere else.
 *
 * @param digest the SHA-256 of the message as JSON with sorted names, without nulls and without its
 *     own signature
 */
public record Statement(String workflowId, MessageKind kind, String digest) {
  private static final String SIGNATURE = "signature";

  private static final ObjectWriter SORTED =
      QuaestorJson.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  /** What it has under {@code signature} is left out. */
  public static Statement of(String workflowId, SignedMessage<?> message) {
    ObjectNode tree = QuaestorJson.mapper().valueToTree(message);
    tree.remove(SIGNATURE);
    return new Statement(workflowId, message.kind(), Sha256.of(SORTED.writeValueAsString(tree)));
  }

  /**
   * The bytes that are signed. Each part is preceded by its length, so that no two statements share
   * theirs.
   *
   * @param claims who says so, as they travel in the seal
   */
  byte[] bytes(String claims) {
    var text = new StringBuilder("quaestor-seal-1");
    append(text, workflowId);
    append(text, kind.name());
    append(text, digest);
    append(text, claims);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String part) {
    text.append('\n').append(part.length()).append(':').append(part);
  }
}
