package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.hunting.HuntingEngine;
import dev.quaestor.lab.hunting.QueryException;
import dev.quaestor.lab.tenant.Tenant;

/** Everything under {@code /api}, and the storage that its links point to. */
public final class DefenderApi {

  private final Tenant tenant;
  private final HuntingEngine hunting;

  public DefenderApi(Tenant tenant, HuntingEngine hunting) {
    this.tenant = tenant;
    this.hunting = hunting;
  }

  public void routes(Router router) {
    Downloads downloads = new Downloads(tenant);
    new AlertsApi(tenant).routes(router);
    new MachinesApi(tenant).routes(router);
    new MachineActionsApi(tenant, downloads).routes(router);
    new FilesApi(tenant).routes(router);
    new IndicatorsApi(tenant).routes(router);
    new LibraryApi(tenant).routes(router);
    downloads.routes(router);
    router.on("POST /api/advancedqueries/run", this::hunt);
  }

  private Reply hunt(Call call) {
    String query = call.required(call.json(), "Query");
    try {
      return Reply.ok(hunting.run(query, "Schema", "Results"));
    } catch (QueryException wrong) {
      throw Refusal.badRequest("BadRequest", wrong.sentence());
    }
  }
}
