package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.Tenant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Inbox rules. A rule that is made again gets a new id; everything else comes back as it was. */
final class RulesApi {

  private static final int MAX_RULES = 500;

  private final Tenant tenant;
  private final Mailboxes mailboxes;

  RulesApi(Tenant tenant) {
    this.tenant = tenant;
    this.mailboxes = new Mailboxes(tenant);
  }

  void routes(Router router) {
    String rules = "/v1.0/users/*/mailFolders/inbox/messageRules";
    router
        .on("GET " + rules, this::list)
        .on("POST " + rules, this::create)
        .on("GET " + rules + "/*", call -> entity(call, 200, find(call)))
        .on("PATCH " + rules + "/*", this::update)
        .on("DELETE " + rules + "/*", this::delete);
  }

  private Reply list(Call call) {
    ObjectNode body = LabJson.object();
    body.put(
        "@odata.context",
        GraphReplies.context(
            call,
            "users('" + mailboxes.of(call).address() + "')/mailFolders('inbox')/messageRules"));
    ArrayNode value = body.putArray("value");
    mailboxes.of(call).rules().values().forEach(value::add);
    return Reply.ok(body);
  }

  private Reply create(Call call) {
    ObjectNode given = call.json();
    LabMailbox mailbox = mailboxes.of(call);
    call.required(given, "displayName");
    if (!given.path("actions").isObject()) {
      throw Refusal.badRequest("ErrorInvalidRequest", "The rule has no actions.");
    }
    if (mailbox.rules().size() >= MAX_RULES) {
      throw Refusal.badRequest("ErrorQuotaExceeded", "The mailbox has too many rules.");
    }
    return entity(call, 201, mailbox.addRule(tenant.nextNumber(), given));
  }

  private Reply update(Call call) {
    ObjectNode rule = find(call);
    ObjectNode change = call.json();
    // Actions and conditions are replaced whole, not merged.
    for (String field :
        List.of("displayName", "sequence", "isEnabled", "conditions", "actions", "exceptions")) {
      JsonNode value = change.get(field);
      if (value != null) {
        rule.set(field, value);
      }
    }
    return entity(call, 200, rule);
  }

  private Reply delete(Call call) {
    find(call);
    mailboxes.of(call).rules().remove(call.argument(1));
    return Reply.empty(204);
  }

  private ObjectNode find(Call call) {
    ObjectNode rule = mailboxes.of(call).rules().get(call.argument(1));
    if (rule == null) {
      throw Refusal.notFound("ErrorItemNotFound", "The specified rule was not found.");
    }
    return rule;
  }

  private Reply entity(Call call, int status, ObjectNode rule) {
    String set =
        "users('" + mailboxes.of(call).address() + "')/mailFolders('inbox')/messageRules/$entity";
    return Reply.json(status, GraphReplies.entity(call, set, rule));
  }
}
