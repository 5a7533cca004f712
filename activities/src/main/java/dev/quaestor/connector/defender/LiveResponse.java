package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.ApiClient;
import dev.quaestor.connector.http.ApiClient.BodyReader;
import dev.quaestor.connector.http.Json;
import dev.quaestor.connector.http.Request;
import java.util.Map;

/** One command in a live response session of its own. */
final class LiveResponse {
  private final ApiClient api;
  private final MachineActions actions;

  LiveResponse(ApiClient api, MachineActions actions) {
    this.api = api;
    this.actions = actions;
  }

  /**
   * @param command {@code RunScript} or {@code GetFile}
   */
  MachineAction run(
      String machineId, String command, Map<String, String> parameters, Mandate mandate) {
    var body = Json.object();
    var entry = body.putArray("Commands").addObject().put("type", command);
    var params = entry.putArray("params");
    parameters.forEach((key, value) -> params.addObject().put("key", key).put("value", value));
    var order =
        new MachineActions.Order(
            Type.LIVE_RESPONSE,
            "/api/machines/{id}/runliveresponse",
            body,
            // Somebody else's session does something else.
            open -> false);
    return actions.order(machineId, order, mandate);
  }

  /** What the only command of a finished session left. */
  <T> T result(String ticket, BodyReader<T> reader) {
    var link =
        Json.textOr(
            api.call(
                Request.get(
                    "/api/machineactions/{id}/GetLiveResponseResultDownloadLink(index=0)", ticket)),
            "value",
            "");
    return api.download("GET live response result", link, reader);
  }
}
