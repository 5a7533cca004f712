package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and how far. */
@ExtendWith(House.Shared.class)
class AccessTest {
  private final House house;
  private final Api api;

  AccessTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/investigations",
        "/api/v1/actions",
        "/api/v1/policy",
        "/actuator/prometheus"
      })
  void withoutATokenOnlyHealthAndTheApisDescriptionAnswer(String path) {
    assertThat(api.as(null).get(path).problem(401).path("detail").asString()).contains("bearer");
    api.as(null).get("/actuator/health").expect(200);
    api.as(null).get("/v3/api-docs").expect(200);
  }

  @Test
  void aWrongTokenIsRefusedAndNotRepeated() {
    var answer = api.as("qst_wrong-token-of-a-guesser").get("/api/v1/actions");

    answer.problem(401);
    assertThat(answer.text()).doesNotContain("guesser");
  }

  @Test
  void aViewerReadsAndDecidesNothing() {
    var viewer = house.as("vera", "viewer");
    var investigation = api.submit(Alerts.suspiciousProcessOn(20));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();

    viewer.approve(isolation).problem(403);
    viewer.undo(isolation).problem(403);
    viewer
        .post(
            "/api/v1/actions/decisions",
            "{\"decision\":\"APPROVE\",\"actionIds\":[\"" + isolation + "\"]}")
        .problem(403);
    viewer.post("/api/v1/alerts", Alerts.harmless()).problem(403);
    viewer.send("PUT", "/api/v1/policy", "name: mine".getBytes()).problem(403);

    assertThat(viewer.action(isolation).path("decision").asString()).isEqualTo("PENDING");
    assertThat(house.machineActions(Alerts.device(20), "Isolate")).isZero();
  }

  @Test
  void anApproverForMailCannotDecideOnADevice() {
    var mail = house.as("emil", "email-approver");
    var device = house.as("dora", "device-approver");
    var investigation = api.submit(Alerts.suspiciousProcessOn(21));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();

    mail.approve(isolation).problem(403);
    var bulk =
        mail.post(
            "/api/v1/actions/decisions",
            "{\"decision\":\"APPROVE\",\"actionIds\":[\"" + isolation + "\"]}");
    assertThat(bulk.expect(200).json().path("results").path(0).path("status").asInt())
        .isEqualTo(403);
    assertThat(mail.action(isolation).path("decision").asString()).isEqualTo("PENDING");

    var approved = device.approve(isolation).expect(200).json();
    assertThat(approved.path("decidedBy").asString()).isEqualTo("dora");
    var done = api.action(isolation, "execution", "SUCCEEDED");
    assertThat(done.path("verified").asBoolean()).isTrue();
  }

  @Test
  void aRevokedTokenOpensNothing() {
    var made =
        api.post("/api/v1/tokens", "{\"name\":\"gone\",\"roles\":[\"viewer\"]}").expect(201).json();
    var gone = api.as(made.path("token").asString());
    gone.get("/api/v1/actions").expect(200);

    api.send("DELETE", "/api/v1/tokens/" + made.path("tokenId").asString(), new byte[0]);

    gone.get("/api/v1/actions").problem(401);
  }
}
