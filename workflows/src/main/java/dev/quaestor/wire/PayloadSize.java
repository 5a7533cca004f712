package dev.quaestor.wire;

import java.util.List;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.util.TokenBuffer;

/**
 * How much room values take in a payload, so that none comes near the 2 MiB that a server lets
 * pass. Only texts are weighed, as they are escaped, with a flat addition for their names: what a
 * later release adds to a record, empty in old cases, must not change where an old case was cut.
 */
public final class PayloadSize {
  /**
   * What one value may weigh, and all together that a workflow asks for between two answers to the
   * server, which takes four MiB at once. Leaves room for names, numbers and what the other side
   * adds.
   */
  public static final long MOST = 1_000_000;

  /**
   * The most bytes of JSON that an alert is sent to a workflow with. A server hands out ten updates
   * at once, and the answer holds all of them again. What is larger stays in the ledger, and is
   * asked for when its turn comes.
   */
  public static final int ALERT = 32 * 1024;

  /** What the alerts of an ordinary case may say in all. */
  public static final long TOLD = 8 * 1024 * 1024;

  /** The same of each piece, where the policy lets in so many that they may say more. */
  private static final long TOLD_OF_EACH = 1024;

  private static final int NAME = 40;

  private PayloadSize() {}

  /**
   * What the alerts of one case may say in all. Large payloads are no part of a history, so that
   * what bounds it is the memory of whoever runs the case.
   *
   * @param mostPieces that the policy lets into a case
   */
  public static long told(int mostPieces) {
    return Math.max(TOLD, TOLD_OF_EACH * mostPieces);
  }

  public static long of(Object value) {
    try (var written = TokenBuffer.forGeneration()) {
      QuaestorJson.mapper().writeValue(written, value);
      return of(written);
    }
  }

  private static long of(TokenBuffer written) {
    var sum = 0L;
    try (var tokens = written.asParser()) {
      for (var token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          sum += NAME + escaped(tokens.getString());
        }
      }
    }
    return sum;
  }

  private static long escaped(String text) {
    var sum = 0L;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      sum += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
    }
    return sum;
  }

  /** The first of these that together weigh no more than that, and at least one. */
  public static <T> List<T> prefix(List<T> all, long most) {
    var sum = 0L;
    for (var i = 0; i < all.size(); i++) {
      sum += of(all.get(i));
      if (sum > most && i > 0) {
        return all.subList(0, i);
      }
    }
    return all;
  }
}
