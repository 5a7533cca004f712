package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.LabMachineAction;
import dev.quaestor.lab.tenant.LiveCommand;
import dev.quaestor.lab.tenant.MachineActionType;
import dev.quaestor.lab.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Machine actions after they were accepted: list, read, cancel, and the links to what they
 * produced.
 */
final class MachineActionsApi {

  private static final Listing ACTIONS =
      new Listing(
          Set.of("id", "status", "machineId", "type", "requestor", "creationDateTimeUtc"),
          10_000,
          false);

  private final Tenant tenant;
  private final Downloads downloads;

  MachineActionsApi(Tenant tenant, Downloads downloads) {
    this.tenant = tenant;
    this.downloads = downloads;
  }

  void routes(Router router) {
    router
        .on("GET /api/machineactions", this::list)
        .on("GET /api/machineactions/*", call -> entity(call, find(call)))
        .on("POST /api/machineactions/*/cancel", this::cancel)
        .on("GET /api/machineactions/*/getPackageUri", this::packageUri)
        .on(
            "GET /api/machineactions/*/GetLiveResponseResultDownloadLink(index=*)",
            this::resultLink);
  }

  /** Newest first, as the vendor lists them. */
  private Reply list(Call call) {
    Collection<LabMachineAction> actions =
        ACTIONS.demanded(call, "machineId").map(this::on).orElseGet(() -> tenant.actions().all());
    List<LabMachineAction> newestFirst = new ArrayList<>(actions);
    Collections.reverse(newestFirst);
    List<ObjectNode> listed = newestFirst.stream().map(ActionResource::listed).toList();
    return Reply.ok(ACTIONS.page(call, DefenderReplies.context(call, "MachineActions"), listed));
  }

  private Collection<LabMachineAction> on(String machineId) {
    return tenant.devices().known(machineId).map(tenant.actions()::on).orElse(List.of());
  }

  private Reply cancel(Call call) {
    LabMachineAction action = find(call);
    String comment = call.required(call.json(), "Comment");
    if (!tenant.actions().cancel(action, call.caller(), comment)) {
      throw Refusal.badRequest("BadRequest", "The action is final and cannot be cancelled");
    }
    return entity(call, action);
  }

  private Reply packageUri(Call call) {
    LabMachineAction action = find(call);
    if (action.type() != MachineActionType.COLLECT_INVESTIGATION_PACKAGE
        || action.status() != LabMachineAction.Status.SUCCEEDED) {
      throw Refusal.notFound("ResourceNotFound", "The package is not available");
    }
    // The quotes inside the value are the vendor's.
    return link(call, "\"" + downloads.packageLink(call.base(), action) + "\"");
  }

  private Reply resultLink(Call call) {
    LabMachineAction action = find(call);
    String index = call.argument(1);
    LiveCommand command =
        action.order().commands().stream()
            .filter(candidate -> Integer.toString(candidate.index()).equals(index))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("ResourceNotFound", "There is no such command"));
    if (command.result() == null) {
      throw Refusal.notFound("ResourceNotFound", "The command has no result");
    }
    return link(call, downloads.resultLink(call.base(), action, command));
  }

  private static Reply link(Call call, String value) {
    ObjectNode body = LabJson.object();
    body.put("@odata.context", DefenderReplies.context(call, "Edm.String"));
    body.put("value", value);
    return Reply.ok(body);
  }

  private static Reply entity(Call call, LabMachineAction action) {
    return Reply.ok(DefenderReplies.entity(call, "MachineActions", ActionResource.single(action)));
  }

  private LabMachineAction find(Call call) {
    String id = call.argument(0);
    return tenant
        .actions()
        .find(id)
        .orElseThrow(
            () -> Refusal.notFound("ResourceNotFound", "Machine action " + id + " was not found"));
  }
}
