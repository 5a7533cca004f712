package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What people say of verdicts afterwards, and what the organisation says of things beforehand. */
@ExtendWith(House.Shared.class)
class ReviewsTest {
  private static final String FALSE_POSITIVE =
      "\"classification\":\"FALSE_POSITIVE\",\"determination\":\"NOT_MALICIOUS\"";

  private final House house;
  private final Api api;

  ReviewsTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  /** An investigation whose isolation was approved and ran, the rest declined. */
  private String isolated(int device) {
    var investigation = api.submit(Alerts.suspiciousProcessOn(device));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();
    api.approve(isolation).expect(200);
    api.action(isolation, "execution", "SUCCEEDED");
    for (var action : api.report(investigation).path("actions")) {
      if (action.path("decision").asString().equals("PENDING")) {
        api.reject(action.path("actionId").asString()).expect(200);
      }
    }
    api.eventually(() -> api.report(investigation), r -> !r.path("endedAt").isMissingNode());
    return investigation;
  }

  private JsonNode classify(String investigation, String alert) {
    return api.post(
            "/api/v1/alerts/" + alert + "/classify",
            "{" + FALSE_POSITIVE + ",\"comment\":\"A drill\"}")
        .expect(200)
        .json();
  }

  private String alertOf(String investigation) {
    return api.report(investigation).path("alerts").path(0).path("alertId").asString();
  }

  @Test
  void aFalsePositiveProposesTheUndoAndApprovingItTakesTheActionBack() {
    var investigation = isolated(241);
    var alert = alertOf(investigation);

    var review = classify(investigation, alert);

    assertThat(review.path("proposals")).hasSize(1);
    var proposal = review.path("proposals").path(0);
    var original = proposal.path("undoes").asString();
    var proposed = proposal.path("actionId").asString();
    assertThat(house.isolated(Alerts.device(241))).isTrue();
    api.action(proposed, "decision", "PENDING");
    // Said twice, asked once.
    assertThat(classify(investigation, alert).path("proposals").path(0).path("actionId").asString())
        .isEqualTo(proposed);

    api.approve(proposed).expect(200);

    api.action(proposed, "execution", "SUCCEEDED");
    api.action(original, "undo", "UNDONE");
    assertThat(house.isolated(Alerts.device(241))).isFalse();
    var said = api.report(investigation).path("alerts").path(0).path("classification");
    assertThat(said.path("classification").asString()).isEqualTo("FALSE_POSITIVE");
    assertThat(said.path("classifiedBy").asString()).isEqualTo("admin");
  }

  @Test
  void aDeclinedProposalLeavesTheActionAsItIs() {
    var investigation = isolated(242);
    var proposal = classify(investigation, alertOf(investigation)).path("proposals").path(0);

    api.reject(proposal.path("actionId").asString()).expect(200);

    api.action(proposal.path("actionId").asString(), "execution", "NOT_STARTED");
    api.action(proposal.path("undoes").asString(), "undo", "AVAILABLE");
    assertThat(house.isolated(Alerts.device(242))).isTrue();
  }

  @Test
  void aWordOnEvidenceOfARunningCaseTakesItsPendingActionsBack() {
    var investigation = api.submit(Alerts.suspiciousProcessOn(243));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();
    var process =
        api.report(investigation)
            .path("evidence")
            .valueStream()
            .filter(e -> e.path("entity").path("type").asString().equals("process"))
            .findFirst()
            .orElseThrow()
            .path("entityKey")
            .asString();

    var review =
        api.post(
                "/api/v1/investigations/" + investigation + "/evidence/classify",
                dev.quaestor.wire.QuaestorJson.mapper()
                    .writeValueAsString(
                        Map.of(
                            "entityKey",
                            process,
                            "classification",
                            "FALSE_POSITIVE",
                            "determination",
                            "NOT_MALICIOUS")))
            .expect(200)
            .json();

    assertThat(review.path("running").asBoolean()).isTrue();
    api.action(isolation, "decision", "SUPERSEDED");
    assertThat(house.isolated(Alerts.device(243))).isFalse();
    assertThat(
            api.get("/api/v1/investigations/" + investigation + "/log")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(e -> e.path("type").asString().equals("classified")))
        .hasSize(1);
  }

  @Test
  void whatDoesNotFitTheClassificationIsNamed() {
    var investigation = isolated(244);

    var problem =
        api.post(
                "/api/v1/alerts/" + alertOf(investigation) + "/classify",
                "{\"classification\":\"FALSE_POSITIVE\",\"determination\":\"PHISHING\"}")
            .problem(422);

    assertThat(problem.path("field").asString()).isEqualTo("determination");
    api.post("/api/v1/alerts/none/classify", "{" + FALSE_POSITIVE + "}").problem(404);
  }

  @Test
  void whatTheOrganisationAllowsIsNotActedOnInLaterInvestigations() {
    var listed =
        api.post(
                "/api/v1/indicators",
                """
                {"type":"FILE_SHA256","value":"%s","effect":"ALLOW","title":"Our own tool"}"""
                    .formatted(Alerts.hashOf(246)))
            .json();

    try {
      var after = api.submit(Alerts.suspiciousFileOn(246));
      var report =
          api.eventually(
              () -> api.report(after),
              r -> r.path("evidence").valueStream().anyMatch(e -> e.path("examined").asBoolean()));
      assertThat(report.path("evidence").valueStream())
          .filteredOn(e -> e.path("entity").path("sha256").asString("").equals(Alerts.hashOf(246)))
          .allSatisfy(
              e -> {
                assertThat(e.path("verdict").asString()).isEqualTo("NO_THREATS_FOUND");
                assertThat(e.path("reasons").toString())
                    .contains("It is on the organisation's allow list");
              })
          .isNotEmpty();
    } finally {
      api.send(
          "DELETE", "/api/v1/indicators/" + listed.path("indicatorId").asString(), new byte[0]);
    }
  }

  @Test
  void whatWasMissedIsInvestigatedOnce() {
    var investigation = isolated(247);
    var missed =
        "{\"entity\":{\"type\":\"url\",\"value\":\"https://missed.example/x\"},\"comment\":\"!\"}";
    var path = "/api/v1/investigations/" + investigation + "/missed";

    var first = api.post(path, missed).expect(202).json();
    var second = api.post(path, missed).expect(202).json();

    assertThat(first.path("investigationId").asString())
        .startsWith("inv-")
        .isNotEqualTo(investigation)
        .isEqualTo(second.path("investigationId").asString());
    api.eventually(
        () -> api.report(first.path("investigationId").asString()),
        r ->
            r.path("evidence")
                .path(0)
                .path("entityKey")
                .asString("")
                .equals("url:https://missed.example/x"));
    assertThat(api.post(path, "{}").problem(400).path("field").asString()).isEqualTo("entity");
  }
}
