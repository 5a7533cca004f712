package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.FakeWorkflows;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.Submissions;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ActionsApiTest {
  private static final String ACTIONS = "/api/v1/actions/";

  private final RunningStarter starter = RunningStarter.get();

  private String waitingAction() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  private String approvedAction() {
    var id = waitingAction();
    assertThat(starter.post(ACTIONS + id + "/approve", "{}").status()).isEqualTo(200);
    starter.await(ACTIONS + id, a -> a.path("undo").asString().equals("AVAILABLE"));
    return id;
  }

  @Test
  void aWaitingActionSaysAllThatAnApproverNeeds() {
    var action = starter.get(ACTIONS + waitingAction()).body();

    assertThat(action.path("type").asString()).isEqualTo("ISOLATE_DEVICE");
    assertThat(action.path("target").path("type").asString()).isEqualTo("device");
    assertThat(action.path("decision").asString()).isEqualTo("PENDING");
    assertThat(action.path("execution").asString()).isEqualTo("NOT_STARTED");
    assertThat(action.path("undo").asString()).isEqualTo("NOT_YET");
    assertThat(action.path("gate").asString()).isEqualTo("APPROVAL");
    assertThat(action.path("source").asString()).isEqualTo("AUTOMATED_DEVICE_ACTION");
    assertThat(action.path("planHash").asString()).hasSize(64);
    assertThat(action.path("expiresAt").asString()).endsWith("Z");
    assertThat(action.path("investigationId").asString()).startsWith("inv-");
  }

  @Test
  void aWaitingActionSaysWhatADecisionMeans() {
    var id = waitingAction();
    var action = starter.get(ACTIONS + id).body();
    var pending = action.path("pending");

    assertThat(action.path("device").path("name").asString()).startsWith("host-");
    assertThat(pending.path("undo").path("possible").asBoolean()).isTrue();
    assertThat(pending.path("undo").path("sentence").asString()).contains("its network back");
    assertThat(pending.path("impact").path("devices").asInt()).isEqualTo(1);
    assertThat(pending.path("impact").path("sentence").asString())
        .contains("not known whether it is a server");
    assertThat(pending.path("whoMayDecide").asString())
        .isEqualTo("A device approver can decide this. One approval is enough");
    assertThat(pending.path("ifNobodyAnswers").asString())
        .contains("UTC, it expires and nothing is done");
    assertThat(pending.path("reasons").isArray()).isTrue();
    assertThat(pending.path("mayDecide").asBoolean()).isTrue();
    assertThat(pending.has("mayNotDecideBecause")).isFalse();

    var listed =
        starter
            .get(
                "/api/v1/actions?status=pending&investigation="
                    + action.path("investigationId").asString())
            .body();
    var told = ((ObjectNode) action.deepCopy()).without("around");
    assertThat(told).isEqualTo(listed.path("items").get(0));
    assertThat(
            starter
                .get("/api/v1/investigations/" + action.path("investigationId").asString())
                .body()
                .path("actions")
                .get(0))
        .isEqualTo(told.without("cases"));
  }

  @Test
  void whoMayNotDecideIsToldSoBeforeTrying() {
    var id = waitingAction();

    var pending =
        starter
            .send(starter.as(starter.tokenOf("email-approver"), ACTIONS + id).GET())
            .body()
            .path("pending");

    assertThat(pending.path("mayDecide").asBoolean(true)).isFalse();
    assertThat(pending.path("mayNotDecideBecause").asString())
        .isEqualTo(
            "This decision needs the role device-approver, which \"Ms email-approver\" does not"
                + " have");
  }

  @Test
  void whatIsDecidedNoLongerSaysWhatADecisionWouldMean() {
    var answer = starter.post(ACTIONS + waitingAction() + "/reject", "{}").body();

    assertThat(answer.has("pending")).isFalse();
    assertThat(answer.path("device").path("name").asString()).startsWith("host-");
  }

  @Test
  void anApprovalIsAnsweredWithTheActionAsItThenStands() {
    var id = waitingAction();

    var answer = starter.post(ACTIONS + id + "/approve", "{\"comment\":\"go\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("decision").asString()).isEqualTo("APPROVED");
    assertThat(answer.body().path("decidedBy").asString()).isEqualTo("admin");
    assertThat(answer.body().path("verified").asBoolean()).isTrue();
    assertThat(answer.body().path("comment").asString()).isEqualTo("go");
  }

  @Test
  void anActionThatIsDecidedIsAnsweredWith409AndItself() {
    var id = waitingAction();
    starter.post(ACTIONS + id + "/reject", "");

    var answer = starter.post(ACTIONS + id + "/approve", "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body().path("detail").asString())
        .containsPattern(
            "^This action has already been decided: rejected by admin at 20[-0-9]+T[:0-9]+Z$");
    assertThat(answer.body().path("action").path("decision").asString()).isEqualTo("REJECTED");
    assertThat(answer.body().path("action").path("actionId").asString()).isEqualTo(id);
    assertThat(answer.body().path("instance").asString()).isEqualTo(ACTIONS + id + "/approve");
  }

  @Test
  void aStalePlanHashIsAnsweredWith409AndDecidesNothing() {
    var id = waitingAction();

    var answer = starter.post(ACTIONS + id + "/approve", "{\"planHash\":\"of yesterday\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("type").asString()).endsWith("stale-plan");
    assertThat(starter.get(ACTIONS + id).body().path("decision").asString()).isEqualTo("PENDING");
  }

  @Test
  void theRightPlanHashDecides() {
    var id = waitingAction();
    var hash = starter.get(ACTIONS + id).body().path("planHash").asString();

    var answer = starter.post(ACTIONS + id + "/approve", "{\"planHash\":\"" + hash + "\"}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void anApproverOfAnotherAreaIsRefused() {
    var id = waitingAction();

    var answer =
        starter.send(
            starter
                .as(starter.tokenOf("email-approver"), ACTIONS + id + "/approve")
                .POST(BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(starter.get(ACTIONS + id).body().path("decision").asString()).isEqualTo("PENDING");
  }

  @Test
  void aBulkDecisionHasOneResultEach() {
    var one = waitingAction();
    var two = waitingAction();
    starter.post(ACTIONS + two + "/reject", "{}");

    var answer =
        starter.post(
            ACTIONS + "decisions",
            """
            {"actionIds":["%s","%s","act-none","%s"],"decision":"APPROVE","comment":"all"}
            """
                .formatted(one, two, one));

    assertThat(answer.status()).isEqualTo(200);
    var results = answer.body().path("results");
    assertThat(results).hasSize(3);
    assertThat(results.get(0).path("result").asString()).isEqualTo("COUNTED");
    assertThat(results.get(0).path("action").path("decision").asString()).isEqualTo("APPROVED");
    assertThat(results.get(1).path("status").asInt()).isEqualTo(409);
    assertThat(results.get(2).path("result").asString()).isEqualTo("UNKNOWN_ACTION");
  }

  @Test
  void aBulkDecisionThatSaysNeitherYesNorNoNamesTheField() {
    var answer = starter.post(ACTIONS + "decisions", "{\"actionIds\":[\"a\"]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("decision");
  }

  @Test
  void anUndoRunsOnceAndAfterwardsAnswersWhatStands() {
    var id = approvedAction();

    var first = starter.post(ACTIONS + id + "/undo", "{\"comment\":\"a false alarm\"}");
    var second = starter.post(ACTIONS + id + "/undo", "{}");
    starter.await(ACTIONS + id, a -> a.path("undo").asString().equals("UNDONE"));
    var third = starter.post(ACTIONS + id + "/undo", "{}");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.body().path("undo").asString()).isEqualTo("RUNNING");
    assertThat(second.status()).isEqualTo(202);
    assertThat(third.status()).isEqualTo(200);
    assertThat(third.body().path("undo").asString()).isEqualTo("UNDONE");
  }

  @Test
  void anUndoThatFailedMayBeTriedAgain() {
    var id = approvedAction();
    FakeWorkflows.UNDO_FAILS_ONCE.add(id);
    starter.post(ACTIONS + id + "/undo", "{}");
    starter.await(ACTIONS + id, a -> a.path("undo").asString().equals("FAILED"));

    var again = starter.post(ACTIONS + id + "/undo", "{}");

    assertThat(again.status()).isEqualTo(202);
    starter.await(ACTIONS + id, a -> a.path("undo").asString().equals("UNDONE"));
  }

  @Test
  void whatDidNotRunIsNotUndoableAndSaysWhy() {
    var answer = starter.post(ACTIONS + waitingAction() + "/undo", "{}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("detail").asString()).isNotBlank();
    assertThat(answer.body().path("action").path("undo").asString()).isEqualTo("NOT_YET");
  }

  @Test
  void anOrderUnderOneKeyIsOneAction() {
    var key = "order " + UUID.randomUUID() + " ü";
    var body =
        """
        {"type":"ISOLATE_DEVICE","target":{"type":"device","deviceId":"%s"},"comment":"now"}
        """
            .formatted(UUID.randomUUID());

    var first = order(key, body);
    var atOnce = order(key, body);
    starter.await(
        ACTIONS + first.body().path("actionId").asString(),
        a -> a.path("execution").asString().equals("SUCCEEDED"));
    var later = order(key, body);
    var other = order(key, body.replace("ISOLATE_DEVICE", "RUN_ANTIVIRUS_SCAN"));

    assertThat(first.status()).isEqualTo(202);
    assertThat(atOnce.body().path("actionId")).isEqualTo(first.body().path("actionId"));
    assertThat(later.body().path("actionId")).isEqualTo(first.body().path("actionId"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().path("field").asString()).isEqualTo("Idempotency-Key");
  }

  private RunningStarter.Answer order(String key, String body) {
    return starter.send(
        starter
            .request("/api/v1/actions")
            .header("Content-Type", "application/json")
            .header(
                "Idempotency-Key",
                new String(
                    key.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.ISO_8859_1))
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void csvIsHarmlessToASpreadsheet() {
    Alert alert = RunningStarter.alertOn("=cmd|' /C calc'!A0-" + UUID.randomUUID(), "csv");
    var id = starter.pendingAction(alert);
    starter.post(ACTIONS + id + "/reject", "{\"comment\":\"=1+1, \\\"really\\\"\\nyes\"}");
    var investigation =
        starter.bean(Submissions.class).submit(alert, RunningStarter.TESTER).investigationId();
    starter.await(ACTIONS + id, a -> a.path("decision").asString().equals("REJECTED"));

    var answer =
        starter.send(
            starter
                .request("/api/v1/actions?status=history&investigation=" + investigation)
                .header("Accept", "text/csv")
                .GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/csv");
    assertThat(answer.http().body().split("\r\n", 2)[0]).startsWith("actionId,createdAt,type");
    assertThat(answer.http().body()).contains(",\"'=1+1, \"\"really\"\" yes\",").endsWith("\r\n");
  }

  @Test
  void aFilterThatIsNoneIsRefusedByName() {
    var answer = starter.get("/api/v1/actions?type=EXPLODE");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("type");
    assertThat(answer.body().path("detail").asString()).contains("ISOLATE_DEVICE");
  }
}
