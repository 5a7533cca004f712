package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.defender.Requirements.Family;
import dev.quaestor.connector.http.BackEndJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Our script on a device. It is given a verb and a request, both of characters that no shell knows:
 * the request is JSON whose every value is base64url, in base64url itself, so that a hostile name
 * is data from end to end. It answers one line of JSON.
 */
final class DeviceScript {
  /** Windows takes command lines of 32,767 characters. */
  private static final int MAX_REQUEST = 30_000;

  /** An image goes back to the device one day, in base64 of base64. */
  private static final int MAX_IMAGE = 15_000;

  private static final String MARK = "{\"quaestor\":";

  private final LiveResponse live;
  private final ScriptShelf shelf;
  private final Machines machines;

  DeviceScript(LiveResponse live, ScriptShelf shelf, Machines machines) {
    this.live = live;
    this.shelf = shelf;
    this.machines = machines;
  }

  /**
   * What the script said.
   *
   * @param found whether the thing was there when it began
   * @param changed whether it did something
   * @param present whether the thing is there now, as the script saw it after it had acted
   * @param image what puts it back; null when that was not asked for
   * @param refused why it would not act, UPPER_SNAKE; null when it did not refuse
   */
  record Answer(
      boolean found,
      boolean changed,
      boolean present,
      @Nullable String image,
      @Nullable String refused,
      String detail) {}

  /** Runs a verb once under a mandate, or finds the session that ran it. */
  MachineAction run(String machineId, String verb, Map<String, String> request, Mandate mandate) {
    return live.run(
        machineId,
        "RunScript",
        () ->
            Map.of(
                "ScriptName",
                shelf.ready(scriptFor(machineId)),
                "Args",
                verb + " " + written(request)),
        mandate);
  }

  private ScriptShelf.Own scriptFor(String machineId) {
    var family = Family.of(machines.platform(machineId));
    return family == Family.LINUX || family == Family.MACOS
        ? ScriptShelf.Own.UNIX
        : ScriptShelf.Own.WINDOWS;
  }

  private static String written(Map<String, String> request) {
    var json = BackEndJson.object();
    request.forEach((key, value) -> json.put(key, base64(value)));
    var written = base64(json.toString());
    if (written.length() > MAX_REQUEST) {
      throw new ConnectorException(
          Kind.REJECTED, "the request is longer than a device's command line allows");
    }
    return written;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What the script of a session that succeeded said; empty while its result is not there yet.
   *
   * @throws ConnectorException MALFORMED_ANSWER when it said nothing that can be understood
   */
  Optional<Answer> answer(MachineAction session) {
    LiveResponse.ScriptResult result;
    try {
      result = live.scriptResult(session.id());
    } catch (ConnectorException absent) {
      if (absent.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
    var line =
        result
            .output()
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith(MARK))
            .reduce((first, last) -> last);
    if (line.isPresent()) {
      return Optional.of(read(line.get()));
    }
    return Optional.of(
        new Answer(
            true,
            false,
            true,
            null,
            "SCRIPT_FAILED",
            "the script ended with exit code %d and no answer: %s"
                .formatted(
                    result.exitCode(),
                    PlainSentence.of(
                        result.errors().isBlank() ? result.output() : result.errors()))));
  }

  private static Answer read(String line) {
    try {
      var json = BackEndJson.parse(line);
      var image = BackEndJson.field(json, "image");
      var text = image.isObject() ? image.toString() : null;
      if (text != null && text.length() > MAX_IMAGE) {
        return new Answer(
            true,
            false,
            true,
            null,
            "IMAGE_TOO_LARGE",
            "it is too large to be recorded, so it could not be restored");
      }
      return new Answer(
          Boolean.TRUE.equals(BackEndJson.truth(json, "found")),
          Boolean.TRUE.equals(BackEndJson.truth(json, "changed")),
          Boolean.TRUE.equals(BackEndJson.truth(json, "present")),
          text,
          BackEndJson.text(json, "refused"),
          PlainSentence.of(BackEndJson.textOr(json, "detail", "")));
    } catch (JacksonException cut) {
      throw new ConnectorException(Kind.MALFORMED_ANSWER, "the script's answer was cut short");
    }
  }
}
