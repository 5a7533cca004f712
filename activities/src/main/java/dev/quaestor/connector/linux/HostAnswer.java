package dev.quaestor.connector.linux;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.http.BackEndJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a script on a host said.
 *
 * @param code why it did nothing, UPPER_SNAKE; empty where it did not refuse
 * @param state how the thing stands, UPPER_SNAKE; empty where that was not asked
 * @param by the action of ours that the state is by; empty for none
 * @param detail one sentence for people, without a full stop
 * @param body what was asked for, as it came: whoever reads it knows that the host may be hostile
 */
record HostAnswer(
    Outcome outcome, String code, String state, String by, String detail, String body) {
  static final String MARK = "{\"quaestor\":";
  private static final int MOST_WORD = 60;

  /** How a script ended. */
  enum Outcome {
    /** Done by this very action, now or by an earlier call. */
    DONE,
    ALREADY,
    /** Done, and not seen to be so. */
    UNSEEN,
    /** Nothing was done, or what was done was taken back. */
    REFUSED,
    /** Only asked. */
    SEEN
  }

  static HostAnswer refused(String code, String detail) {
    return new HostAnswer(Outcome.REFUSED, code, "", "", detail, "");
  }

  /**
   * The last line that is an answer.
   *
   * @throws ConnectorException MALFORMED_ANSWER when there is none that can be understood
   */
  static HostAnswer read(String output, String errors) {
    var line =
        output.lines().map(String::strip).filter(l -> l.startsWith(MARK)).reduce((a, b) -> b);
    if (line.isEmpty()) {
      var said = PlainSentence.of(errors.isBlank() ? output : errors);
      throw new ConnectorException(
              Kind.MALFORMED_ANSWER, "the script on the host ended without an answer")
          .saying(said.isEmpty() ? null : said);
    }
    try {
      var json = BackEndJson.parse(line.get());
      return new HostAnswer(
          outcome(BackEndJson.textOr(json, "outcome", "")),
          word(BackEndJson.textOr(json, "code", "")),
          word(BackEndJson.textOr(json, "state", "")),
          PlainSentence.of(decoded(json, "by")),
          PlainSentence.of(decoded(json, "detail")),
          decoded(json, "body"));
    } catch (JacksonException | IllegalArgumentException cut) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "the answer of the script on the host cannot be read");
    }
  }

  private static Outcome outcome(String word) {
    return Stream.of(Outcome.values())
        .filter(known -> known.name().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("outcome"));
  }

  /** The host may be hostile, and this becomes part of an outcome. */
  private static String word(String text) {
    if (text.length() > MOST_WORD
        || !text.chars()
            .allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_' || Character.isDigit(c))) {
      throw new IllegalArgumentException("word");
    }
    return text;
  }

  private static String decoded(JsonNode json, String name) {
    var bytes = Base64.getDecoder().decode(BackEndJson.textOr(json, name, ""));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  boolean isRefused() {
    return outcome == Outcome.REFUSED;
  }

  Optional<String> state(String... known) {
    return Stream.of(known).filter(state::equals).findFirst();
  }

  Progress progress() {
    return switch (outcome) {
      case DONE -> new Progress.Done(detail);
      case ALREADY -> new Progress.Already(detail);
      case UNSEEN -> new Progress.Unseen(detail);
      case REFUSED -> new Progress.Failed(code.isEmpty() ? "REFUSED" : code, detail);
      case SEEN ->
          throw new ConnectorException(
              Kind.MALFORMED_ANSWER, "the host answered an action with a look");
    };
  }
}
