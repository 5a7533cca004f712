package dev.quaestor.lab.defender;

import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.LabMachineAction;
import dev.quaestor.lab.tenant.LiveCommand;
import dev.quaestor.lab.tenant.MachineActionType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The MachineAction resource. A list calls the time of the last change by another name than a
 * single read does.
 */
final class ActionResource {

  private ActionResource() {}

  static ObjectNode single(LabMachineAction action) {
    return render(action, "lastUpdateDateTimeUtc");
  }

  static ObjectNode listed(LabMachineAction action) {
    return render(action, "lastUpdateTimeUtc");
  }

  private static ObjectNode render(LabMachineAction action, String lastUpdateName) {
    LabMachineAction.Order order = action.order();
    ObjectNode body = LabJson.object();
    body.put("id", action.id());
    body.put("type", action.type().wireName());
    body.putNull("title");
    body.put("scope", order.scope());
    body.put("requestor", order.requestor());
    body.put("requestorComment", order.comment());
    body.put("status", action.status().wireName());
    body.put("machineId", action.device().id());
    body.put("computerDnsName", action.device().name());
    body.put("creationDateTimeUtc", LabJson.defenderTime(action.created()));
    body.put(lastUpdateName, LabJson.defenderTime(action.lastUpdate()));
    LabMachineAction.Cancellation cancellation = action.cancellation();
    body.put("cancellationRequestor", cancellation == null ? null : cancellation.requestor());
    body.put("cancellationComment", cancellation == null ? null : cancellation.comment());
    body.put("cancellationDateTimeUtc", time(cancellation == null ? null : cancellation.at()));
    body.put("errorHResult", action.status() == LabMachineAction.Status.FAILED ? -2147467259 : 0);
    body.putNull("externalId");
    body.put("requestSource", "PublicApi");
    if (order.sha1() == null) {
      body.putNull("relatedFileInfo");
    } else {
      body.putObject("relatedFileInfo")
          .put("fileIdentifier", order.sha1())
          .put("fileIdentifierType", "Sha1");
    }
    ArrayNode commands = body.putArray("commands");
    if (action.type() == MachineActionType.LIVE_RESPONSE) {
      order.commands().forEach(command -> commands.add(command(command)));
    }
    body.put("troubleshootInfo", action.trouble());
    return body;
  }

  private static ObjectNode command(LiveCommand command) {
    ObjectNode body = LabJson.object();
    body.put("index", command.index());
    body.put("startTime", time(command.start()));
    body.put("endTime", time(command.end()));
    body.put("commandStatus", command.status());
    ArrayNode errors = body.putArray("errors");
    command.errors().forEach(errors::add);
    ObjectNode what = body.putObject("command").put("type", command.type());
    ArrayNode parameters = what.putArray("params");
    command
        .parameters()
        .forEach((key, value) -> parameters.addObject().put("key", key).put("value", value));
    return body;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : LabJson.defenderTime(instant);
  }
}
