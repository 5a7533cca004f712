package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * {@code PUT /active-response}. Its answer tells to whom the order was sent, never what became of
 * it: it is the same where the agent has no such script.
 *
 * @see <a
 *     href="https://documentation.wazuh.com/current/user-manual/api/reference.html#operation/api.controllers.active_response_controller.run_command">Run
 *     command</a>
 */
final class Orders {
  /** A script by its name, and no command of the manager's configuration. */
  private static final String SCRIPT = "!quaestor-isolation";

  private final BackEndClient api;

  Orders(BackEndClient api) {
    this.api = api;
  }

  /**
   * Sends an order to one agent.
   *
   * @throws ConnectorException DEVICE_AWAY when the agent is not connected
   */
  void send(Agent agent, String verb, String action) {
    var body = BackEndJson.object().put("command", SCRIPT);
    body.putArray("arguments").add(verb).add(action);
    var request = Request.put("/active-response", body).query("agents_list", agent.id());
    var answer = api.call(request);
    var data = BackEndJson.field(answer, "data");
    if (BackEndJson.texts(data, "affected_items").contains(agent.id())) {
      return;
    }
    throw BackEndJson.objects(data, "failed_items").stream()
        .map(failed -> BackEndJson.field(failed, "error"))
        .findFirst()
        .map(error -> refusal(request, error))
        .orElseGet(
            () ->
                new ConnectorException(
                        Kind.MALFORMED_ANSWER,
                        request.operation() + ": the answer names neither success nor failure")
                    .afterActing());
  }

  private static ConnectorException refusal(Request request, JsonNode error) {
    var code = Objects.requireNonNullElse(BackEndJson.number(error, "code"), 0L);
    var operation = request.operation() + ": " + code;
    // framework/wazuh/core/exception.py
    return switch (Math.toIntExact(Math.clamp(code, 0, 99_999))) {
      case 1651, 1707, 1703 ->
          new ConnectorException(Kind.DEVICE_AWAY, operation + " the agent is not connected");
      case 1701 -> new ConnectorException(Kind.NOT_FOUND, operation + " no such agent");
      case 1750 ->
          new ConnectorException(
              Kind.REJECTED, operation + " active response is switched off on the agent");
      case 4000 ->
          new ConnectorException(
              Kind.UNAUTHORIZED, operation + " the user may not give orders to this agent");
      default -> new ConnectorException(Kind.REJECTED, operation + " the order was not sent");
    };
  }
}
