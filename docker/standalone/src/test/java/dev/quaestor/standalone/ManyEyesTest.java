package dev.quaestor.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two people decide, over the API and the workflows themselves. */
class ManyEyesTest {
  private static House house;
  private static Api api;

  @BeforeAll
  static void twoAreNeeded() {
    house = House.start();
    api = house.api();
    var shipped = api.get("/api/v1/policy").expect(200).text();
    var asked =
        shipped.replace(
            "    - id: everything-else\n",
            """
                - id: two-people
                  actions: [ISOLATE_DEVICE]
                  need: 2
                - id: four-eyes
                  actions: [RUN_ANTIVIRUS_SCAN]
                  notAuthor: true
                - id: everything-else
            """);
    assertThat(asked).isNotEqualTo(shipped);
    api.send("PUT", "/api/v1/policy", asked.getBytes(UTF_8), "Content-Type", "application/yaml")
        .expect(200);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String order(String type, int device) {
    return """
    {"type":"%s","target":{"type":"device","deviceId":"%s"},"comment":"beaconing"}"""
        .formatted(type, Alerts.device(device));
  }

  private static String ordered(Api by, String body) {
    return by.post("/api/v1/actions", body).expect(202).json().path("actionId").asString();
  }

  private static JsonNode approvals(JsonNode action) {
    return action.path("pending").path("approvals");
  }

  @Test
  void anOrderWaitsForTheSecondPersonAndCountsAsTheFirst() {
    var preview = api.post("/api/v1/actions/preview", order("ISOLATE_DEVICE", 3)).expect(200);
    assertThat(preview.json().path("course").asString()).isEqualTo("NEEDS_ANOTHER");
    var id = ordered(api, order("ISOLATE_DEVICE", 3));

    var waits = api.action(id, "decision", "PENDING");
    assertThat(approvals(waits).path("needed").asInt()).isEqualTo(2);
    assertThat(approvals(waits).path("given")).hasSize(1);
    assertThat(waits.path("pending").path("wouldBe").asString()).isEqualTo("ALREADY_APPROVED");
    assertThat(waits.path("pending").path("mayReject").asBoolean()).isTrue();
    assertThat(api.approve(id).problem(409).path("type").asString()).endsWith("already-approved");
    assertThat(house.isolated(Alerts.device(3))).isFalse();

    var second = house.as("second", "device-approver");
    assertThat(second.approve(id).expect(200).json().path("decision").asString())
        .isEqualTo("APPROVED");
    api.action(id, "execution", "SUCCEEDED");
    assertThat(house.isolated(Alerts.device(3))).isTrue();
  }

  @Test
  void theFirstOfTwoIsToldThatOneMoreIsNeeded() {
    var id = ordered(house.as("proposes", "analyst"), order("ISOLATE_DEVICE", 4));
    api.action(id, "decision", "PENDING");
    var third = house.as("third", "device-approver");

    var counted = third.approve(id).expect(200).json();
    assertThat(counted.path("decision").asString()).isEqualTo("PENDING");
    assertThat(approvals(counted).path("given").path(0).path("by").asString()).isEqualTo("third");
    assertThat(counted.path("pending").path("whoMayDecide").asString())
        .contains("1 of 2 approvals: third");

    assertThat(api.reject(id).expect(200).json().path("decision").asString()).isEqualTo("REJECTED");
    assertThat(house.isolated(Alerts.device(4))).isFalse();
  }

  @Test
  void whoeverProposedItIsToldThatSomeoneElseMustDecide() {
    var fourth = house.as("fourth", "device-approver");
    var id = ordered(fourth, order("RUN_ANTIVIRUS_SCAN", 5));
    api.action(id, "decision", "PENDING");

    var refused = fourth.approve(id).problem(403);
    assertThat(refused.path("type").asString()).endsWith("four-eyes");
    assertThat(refused.path("detail").asString())
        .isEqualTo("You proposed this, so someone else must decide");
    api.approve(id).expect(200);
    api.action(id, "execution", "SUCCEEDED");
  }
}
