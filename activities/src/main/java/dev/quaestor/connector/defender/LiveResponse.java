package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndClient.BodyReader;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/** One command in a live response session of its own. A device has one session at a time. */
final class LiveResponse {
  static final String DOWNLOAD = "GET live response result";

  private static final int MAX_RESULT = 4 * 1024 * 1024;

  private final BackEndClient api;
  private final MachineActions actions;

  LiveResponse(BackEndClient api, MachineActions actions) {
    this.api = api;
    this.actions = actions;
  }

  /**
   * What a script left.
   *
   * @param exitCode 0 when all went well
   */
  record ScriptResult(long exitCode, String output, String errors) {}

  /** Runs a command, or finds the session in which this mandate has run it already. */
  MachineAction run(
      String machineId, String command, Map<String, String> parameters, Mandate mandate) {
    return run(machineId, command, () -> parameters, mandate);
  }

  /**
   * The same where the parameters cost something to make.
   *
   * @param command {@code RunScript} or {@code GetFile}
   */
  MachineAction run(
      String machineId, String command, Supplier<Map<String, String>> parameters, Mandate mandate) {
    var known = actions.of(machineId, Type.LIVE_RESPONSE, Type.OFFBOARD);
    var issued = MachineActions.issued(known, mandate);
    if (issued.isPresent()) {
      return issued.get();
    }
    var body = BackEndJson.object();
    var entry = body.putArray("Commands").addObject().put("type", command);
    var params = entry.putArray("params");
    parameters
        .get()
        .forEach((key, value) -> params.addObject().put("key", key).put("value", value));
    var order =
        new MachineActions.Order(
            Type.LIVE_RESPONSE,
            "/api/machines/{id}/runliveresponse",
            body,
            // Somebody else's session does something else.
            open -> false);
    return actions.order(machineId, order, mandate, known);
  }

  /** What the only command of a finished session left. */
  <T> T result(String ticket, BodyReader<T> reader) {
    var link =
        BackEndJson.textOr(
            api.call(
                Request.get(
                    "/api/machineactions/{id}/GetLiveResponseResultDownloadLink(index=0)", ticket)),
            "value",
            "");
    return api.download(DOWNLOAD, link, reader);
  }

  /** What the only script of a finished session left. */
  ScriptResult scriptResult(String ticket) {
    return result(ticket, body -> read(body.readNBytes(MAX_RESULT)));
  }

  private static ScriptResult read(byte[] bytes) throws IOException {
    try {
      var json = BackEndJson.parse(bytes);
      var code = BackEndJson.number(json, "exit_code");
      if (code != null) {
        return new ScriptResult(
            code,
            BackEndJson.textOr(json, "script_output", ""),
            BackEndJson.textOr(json, "script_errors", ""));
      }
    } catch (JacksonException notJson) {
      // Said below.
    }
    throw new ConnectorException(
        ConnectorException.Kind.MALFORMED_ANSWER, "the script left no readable result");
  }
}
