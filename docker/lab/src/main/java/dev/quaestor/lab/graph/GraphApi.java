package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.hunting.HuntingEngine;
import dev.quaestor.lab.tenant.Tenant;

/** Everything under {@code /v1.0}. */
public final class GraphApi {

  private final Tenant tenant;
  private final HuntingEngine hunting;
  private final String tenantId;

  public GraphApi(Tenant tenant, HuntingEngine hunting, String tenantId) {
    this.tenant = tenant;
    this.hunting = hunting;
    this.tenantId = tenantId;
  }

  public void routes(Router router) {
    new SecurityApi(tenant, hunting, tenantId).routes(router);
    new RulesApi(tenant).routes(router);
    new AttachmentsApi(tenant).routes(router);
    new MessagesApi(tenant).routes(router);
    new UsersApi(tenant).routes(router);
  }
}
