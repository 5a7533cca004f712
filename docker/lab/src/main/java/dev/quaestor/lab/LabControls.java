package dev.quaestor.lab;

import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.hunting.QueryException;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Duplicates;
import dev.quaestor.lab.tenant.PostOffice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lab's own paths: look at the state, ask for trouble, deliver mail, start over. The same as
 * the Java methods.
 */
final class LabControls {

  private static final int MAX_MAILBOXES = 1000;

  private final LabTenant lab;

  LabControls(LabTenant lab) {
    this.lab = lab;
  }

  void routes(Router router) {
    router
        .on("GET /lab", call -> page())
        .on("GET /lab/state", call -> Reply.ok(lab.state()))
        .on("GET /lab/faults", call -> Reply.ok(lab.state().path("faults")))
        .on("POST /lab/faults", this::addFault)
        .on("DELETE /lab/faults", this::clearFaults)
        .on("POST /lab/devices/*/offline", this::offline)
        .on("POST /lab/devices/*/online", this::online)
        .on("POST /lab/messages", this::deliver)
        .on("POST /lab/telemetry", this::record)
        .on("POST /lab/alerts/*", this::raise)
        .on("POST /lab/delay", this::settings)
        .on("POST /lab/settings", this::settings)
        .on("POST /lab/reset", this::reset);
  }

  private Reply page() {
    return Reply.html(LabPage.render(lab.state()))
        .withHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private Reply addFault(Call call) {
    ObjectNode body = call.json();
    try {
      lab.fault(
          new Fault(
              call.required(body, "route"),
              Fault.Kind.of(call.required(body, "kind")),
              number(body, "times", 1, 1_000_000),
              Duration.ofMillis(number(body, "delayMs", 0, 600_000)),
              number(body, "retryAfterSeconds", -1, 86_400),
              number(body, "status", 500, 599),
              body.path("code").asString("")));
    } catch (IllegalArgumentException wrong) {
      throw Refusal.badRequest("BadRequest", String.valueOf(wrong.getMessage()));
    }
    return Reply.json(201, lab.state().path("faults"));
  }

  private Reply clearFaults(Call call) {
    lab.clearFaults();
    return Reply.empty(204);
  }

  private Reply offline(Call call) {
    known(lab.offline(call.argument(0)));
    return Reply.empty(204);
  }

  private Reply online(Call call) {
    known(lab.online(call.argument(0)));
    return Reply.empty(204);
  }

  private static void known(boolean device) {
    if (!device) {
      throw Refusal.notFound("NotFound", "there is no such device");
    }
  }

  /** {@code {"raw": "…"}} or {@code {"rawBase64": "…"}}, with {@code "mailboxes": ["a@b", …]}. */
  private Reply deliver(Call call) {
    ObjectNode body = call.json();
    JsonNode mailboxes = body.path("mailboxes");
    if (!mailboxes.isArray() || mailboxes.isEmpty() || mailboxes.size() > MAX_MAILBOXES) {
      throw Refusal.badRequest("BadRequest", "mailboxes must name between 1 and 1000 addresses");
    }
    List<String> addresses = new ArrayList<>();
    for (JsonNode mailbox : mailboxes) {
      if (!Directory.isAddress(mailbox.asString(""))) {
        throw Refusal.badRequest("BadRequest", "a mailbox is not an address");
      }
      addresses.add(mailbox.asString());
    }
    PostOffice.Delivered delivered = lab.deliver(raw(call, body), addresses);
    ObjectNode answer = LabJson.object();
    answer.put("networkMessageId", delivered.networkMessageId());
    answer.put("internetMessageId", delivered.internetMessageId());
    return Reply.json(201, answer);
  }

  /** {@code {"table": "DeviceProcessEvents", "row": {"DeviceId": "…", …}}}. */
  private Reply record(Call call) {
    ObjectNode body = call.json();
    if (!(body.get("row") instanceof ObjectNode row)) {
      throw Refusal.badRequest("BadRequest", "row must be an object");
    }
    try {
      lab.record(call.required(body, "table"), row);
    } catch (QueryException wrong) {
      throw Refusal.badRequest("BadRequest", wrong.sentence());
    }
    return Reply.empty(204);
  }

  /** {@code POST /lab/alerts/defender} or {@code /graph}: an alert as that interface tells it. */
  private Reply raise(Call call) {
    ObjectNode alert = call.json();
    call.required(alert, "id");
    try {
      lab.raise(LabTenant.AlertsOf.valueOf(call.argument(0).toUpperCase(Locale.ROOT)), alert);
    } catch (IllegalArgumentException unknown) {
      throw Refusal.notFound("NotFound", "alerts are of defender or of graph");
    }
    return Reply.empty(204);
  }

  private static byte[] raw(Call call, ObjectNode body) {
    String encoded = LabJson.text(body, "rawBase64");
    if (encoded.isEmpty()) {
      return call.required(body, "raw").getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException malformed) {
      throw Refusal.badRequest("BadRequest", "rawBase64 is not base64");
    }
  }

  /** Any of {@code delayMs, actionDurationMs, tokenLifetimeSeconds, withheldRoles, duplicates}. */
  private Reply settings(Call call) {
    ObjectNode body = call.json();
    if (body.has("delayMs")) {
      lab.delay(Duration.ofMillis(number(body, "delayMs", 0, 600_000)));
    }
    if (body.has("actionDurationMs")) {
      lab.actionDuration(Duration.ofMillis(number(body, "actionDurationMs", 0, 86_400_000)));
    }
    if (body.has("tokenLifetimeSeconds")) {
      lab.tokenLifetime(Duration.ofSeconds(number(body, "tokenLifetimeSeconds", 0, 86_400)));
    }
    if (body.path("withheldRoles").isArray()) {
      lab.withhold(
          body.path("withheldRoles").valueStream().map(role -> role.asString("")).toList());
    }
    if (body.has("duplicates")) {
      try {
        lab.duplicates(
            Duplicates.valueOf(call.required(body, "duplicates").toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        throw Refusal.badRequest("BadRequest", "duplicates is reject or accept");
      }
    }
    return Reply.ok(lab.state().path("settings"));
  }

  private Reply reset(Call call) {
    lab.reset();
    return Reply.empty(204);
  }

  private static int number(ObjectNode body, String field, int otherwise, int most) {
    JsonNode value = body.get(field);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong() < -1 || value.asLong() > most) {
      throw Refusal.badRequest("BadRequest", field + " must be a whole number up to " + most);
    }
    return (int) value.asLong();
  }
}
