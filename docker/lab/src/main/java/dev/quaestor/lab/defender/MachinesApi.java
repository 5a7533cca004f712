package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.LabDevice;
import dev.quaestor.lab.tenant.LabMachineAction;
import dev.quaestor.lab.tenant.LiveCommand;
import dev.quaestor.lab.tenant.MachineActionType;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Machines, and the orders given to them. */
final class MachinesApi {

  private static final int MAX_COMMENT_CHARS = 5000;
  private static final int MAX_COMMANDS = 10;

  private static final Listing MACHINES =
      new Listing(
          Set.of(
              "id",
              "computerDnsName",
              "lastSeen",
              "lastIpAddress",
              "healthStatus",
              "osPlatform",
              "onboardingStatus",
              "version",
              "rbacGroupId",
              "rbacGroupName",
              "riskScore",
              "exposureLevel",
              "aadDeviceId"),
          10_000,
          false);

  private final Tenant tenant;

  MachinesApi(Tenant tenant) {
    this.tenant = tenant;
  }

  void routes(Router router) {
    router
        .on("GET /api/machines", this::list)
        .on("GET /api/machines/*", this::get)
        .on("POST /api/machines/*/isolate", this::isolate)
        .on("POST /api/machines/*/unisolate", call -> plain(call, MachineActionType.UNISOLATE))
        .on(
            "POST /api/machines/*/restrictCodeExecution",
            call -> plain(call, MachineActionType.RESTRICT_CODE_EXECUTION))
        .on(
            "POST /api/machines/*/unrestrictCodeExecution",
            call -> plain(call, MachineActionType.UNRESTRICT_CODE_EXECUTION))
        .on("POST /api/machines/*/runAntiVirusScan", this::scan)
        .on("POST /api/machines/*/StopAndQuarantineFile", this::quarantine)
        .on(
            "POST /api/machines/*/collectInvestigationPackage",
            call -> plain(call, MachineActionType.COLLECT_INVESTIGATION_PACKAGE))
        .on("POST /api/machines/*/offboard", this::offboard)
        .on("POST /api/machines/*/startInvestigation", this::investigate)
        .on("POST /api/machines/*/runliveresponse", this::liveResponse);
  }

  private Reply list(Call call) {
    Instant now = tenant.clock().instant();
    List<ObjectNode> machines =
        tenant.devices().all().stream().map(device -> device.inventory(now)).toList();
    return Reply.ok(MACHINES.page(call, DefenderReplies.context(call, "Machines"), machines));
  }

  private Reply get(Call call) {
    ObjectNode machine = device(call).inventory(tenant.clock().instant());
    return Reply.ok(DefenderReplies.entity(call, "Machines", machine));
  }

  private Reply isolate(Call call) {
    ObjectNode body = call.json();
    String comment = comment(call, body);
    String type =
        oneOf(call.required(body, "IsolationType"), "Full", "Selective", "UnManagedDevice");
    if (type.equals("UnManagedDevice") == device(call).onboarded()) {
      throw Refusal.badRequest(
          "BadRequest", "Managed devices are isolated, and only unmanaged ones are contained");
    }
    return accept(call, MachineActionType.ISOLATE, type, comment, null, List.of(), 201);
  }

  private Reply scan(Call call) {
    ObjectNode body = call.json();
    String comment = comment(call, body);
    String type = call.required(body, "ScanType");
    return accept(
        call,
        MachineActionType.RUN_ANTIVIRUS_SCAN,
        oneOf(type, "Quick", "Full"),
        comment,
        null,
        List.of(),
        201);
  }

  private Reply quarantine(Call call) {
    ObjectNode body = call.json();
    String comment = comment(call, body);
    String sha1 = call.required(body, "Sha1").toLowerCase(Locale.ROOT);
    if (!sha1.matches("[0-9a-f]{40}")) {
      throw Refusal.badRequest("InvalidHashValue", "The hash value is not a valid Sha1");
    }
    return accept(
        call, MachineActionType.STOP_AND_QUARANTINE_FILE, null, comment, sha1, List.of(), 201);
  }

  private Reply offboard(Call call) {
    return accept(
        call, MachineActionType.OFFBOARD, null, comment(call, call.json()), null, List.of(), 200);
  }

  private Reply plain(Call call, MachineActionType type) {
    return accept(call, type, null, comment(call, call.json()), null, List.of(), 201);
  }

  private Reply liveResponse(Call call) {
    ObjectNode body = call.json();
    String comment = comment(call, body);
    JsonNode commands = body.path("Commands");
    if (!commands.isArray() || commands.isEmpty()) {
      throw Refusal.badRequest("MissingRequiredParameter", "Parameter Commands is missing");
    }
    if (commands.size() > MAX_COMMANDS) {
      throw Refusal.badRequest("InvalidInput", "Too many commands");
    }
    List<LiveCommand> ordered = new ArrayList<>();
    int lastRank = 0;
    for (JsonNode command : commands) {
      LiveCommand parsed = command(ordered.size(), command);
      int rank = List.of("PutFile", "RunScript", "GetFile").indexOf(parsed.type());
      if (rank < lastRank) {
        throw Refusal.badRequest(
            "InvalidInput", "Commands must come in the order PutFile, RunScript, GetFile");
      }
      lastRank = rank;
      ordered.add(parsed);
    }
    return accept(
        call, MachineActionType.LIVE_RESPONSE, null, comment, null, List.copyOf(ordered), 200);
  }

  private static LiveCommand command(int index, JsonNode command) {
    String type = oneOf(LabJson.text(command, "type"), "PutFile", "RunScript", "GetFile");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (JsonNode parameter : command.path("params")) {
      parameters.put(LabJson.text(parameter, "key"), LabJson.text(parameter, "value"));
    }
    String needed =
        switch (type) {
          case "PutFile" -> "FileName";
          case "RunScript" -> "ScriptName";
          default -> "Path";
        };
    if (parameters.getOrDefault(needed, "").isBlank()) {
      throw Refusal.badRequest("MissingRequiredParameter", "Parameter " + needed + " is missing");
    }
    return new LiveCommand(index, type, parameters);
  }

  private Reply investigate(Call call) {
    LabDevice device = device(call);
    comment(call, call.json());
    String id = Long.toString(tenant.nextNumber());
    ObjectNode investigation = LabJson.object();
    investigation.put("id", id);
    investigation.put("startTime", LabJson.defenderTime(tenant.clock().instant()));
    investigation.putNull("endTime");
    investigation.put("state", "Running");
    investigation.putNull("cancelledBy");
    investigation.putNull("statusDetails");
    investigation.put("machineId", device.id());
    investigation.put("computerDnsName", device.name());
    investigation.putNull("triggeringAlertId");
    tenant.investigations().put(id, investigation);
    return Reply.json(201, DefenderReplies.entity(call, "Investigations", investigation));
  }

  private Reply accept(
      Call call,
      MachineActionType type,
      @Nullable String scope,
      String comment,
      @Nullable String sha1,
      List<LiveCommand> commands,
      int status) {
    LabDevice device = device(call);
    LabMachineAction.Order order =
        new LabMachineAction.Order(
            type, scope, call.caller(), comment, sha1, commands, call.failNextAction());
    return tenant
        .actions()
        .accept(order, device)
        .map(ActionResource::single)
        .map(action -> Reply.json(status, DefenderReplies.entity(call, "MachineActions", action)))
        .orElseThrow(
            () ->
                Refusal.badRequest("ActiveRequestAlreadyExists", "Action is already in progress"));
  }

  private LabDevice device(Call call) {
    String id = call.argument(0);
    return tenant
        .devices()
        .find(id)
        .orElseThrow(
            () -> Refusal.notFound("ResourceNotFound", "Machine " + id + " was not found"));
  }

  private static String comment(Call call, ObjectNode body) {
    String comment = call.required(body, "Comment");
    if (comment.length() > MAX_COMMENT_CHARS) {
      throw Refusal.badRequest("InvalidInput", "Parameter Comment is too long");
    }
    return comment;
  }

  private static String oneOf(String value, String... allowed) {
    for (String candidate : allowed) {
      if (candidate.equalsIgnoreCase(value)) {
        return candidate;
      }
    }
    throw Refusal.badRequest(
        "InvalidInput", "The value is not one of " + String.join(", ", allowed));
  }
}
