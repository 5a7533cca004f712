package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.FakeWorkflows;
import dev.quaestor.starter.RunningStarter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same thing is asked once, in however many cases it waits. */
class SharedQuestionsApiTest {
  private static final String ACTIONS = "/api/v1/actions/";

  private final RunningStarter starter = RunningStarter.get();
  private final String device = "host-" + UUID.randomUUID();

  /** A case of its own in which the isolation of the device waits; answers with the action. */
  private String waiting(String title) {
    return starter.pendingAction(
        RunningStarter.alertOn(device, title).correlatedBy("case-" + UUID.randomUUID()));
  }

  private JsonNode pending() {
    return starter.get("/api/v1/actions?status=pending&q=" + device).body();
  }

  private JsonNode action(String id) {
    return starter.get(ACTIONS + id).body();
  }

  private static List<String> told(JsonNode action) {
    return action
        .path("alsoDecided")
        .valueStream()
        .map(there -> there.path("actionId").asString() + " " + there.path("result").asString())
        .toList();
  }

  @Test
  void whatTwoCasesAskIsOneRowThatNamesTheOther() {
    var one = waiting("one");
    var two = waiting("two");

    var page = pending();

    assertThat(page.path("total").asInt()).isEqualTo(1);
    var row = page.path("items").get(0);
    assertThat(row.path("actionId").asString()).isEqualTo(one);
    assertThat(row.path("cases").asInt()).isEqualTo(2);
    assertThat(row.path("subject").asString()).isEqualTo(action(two).path("subject").asString());
    assertThat(row.path("pending").path("elsewhere")).hasSize(1);
    assertThat(row.path("pending").path("elsewhere").get(0).path("actionId").asString())
        .isEqualTo(two);
    assertThat(row.path("pending").path("elsewhere").get(0).path("title").asString())
        .isEqualTo("two");
    assertThat(action(two).path("pending").path("elsewhere").get(0).path("actionId").asString())
        .isEqualTo(one);
  }

  @Test
  void oneDecisionAnswersAllAndEachCaseRecordsWhoDecided() {
    var one = waiting("one");
    var two = waiting("two");

    var answer = starter.post(ACTIONS + two + "/approve", "{\"comment\":\"seen\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(told(answer.body())).containsExactly(one + " COUNTED");
    for (var id : List.of(one, two)) {
      assertThat(action(id).path("decision").asString()).isEqualTo("APPROVED");
      assertThat(action(id).path("decidedBy").asString()).isEqualTo("admin");
      assertThat(action(id).path("comment").asString()).isEqualTo("seen");
      assertThat(action(id).path("verified").asBoolean()).isTrue();
      assertThat(action(id).path("pending").has("elsewhere")).isFalse();
    }
    assertThat(pending().path("total").asInt()).isZero();
    assertThat(starter.post(ACTIONS + one + "/approve", "{}").status()).isEqualTo(409);
  }

  @Test
  void aRejectionAnswersAllToo() {
    var one = waiting("one");
    var two = waiting("two");

    assertThat(told(starter.post(ACTIONS + one + "/reject", "{}").body()))
        .containsExactly(two + " COUNTED");
    assertThat(action(two).path("decision").asString()).isEqualTo("REJECTED");
  }

  @RepeatedTest(5)
  void aYesAndANoAtOneMomentAreOneAnswerInAllCases() {
    var one = waiting("one");
    var two = waiting("two");

    var yes = CompletableFuture.supplyAsync(() -> starter.post(ACTIONS + one + "/approve", "{}"));
    var no = CompletableFuture.supplyAsync(() -> starter.post(ACTIONS + two + "/reject", "{}"));

    assertThat(List.of(yes.join().status(), no.join().status()))
        .containsExactlyInAnyOrder(200, 409);
    assertThat(action(one).path("decision").asString())
        .isEqualTo(action(two).path("decision").asString());
  }

  @Test
  void aCaseThatAsksItForAnotherReasonAnswersByItselfAndSaysSo() {
    var one = waiting("one");
    var sure = waiting(FakeWorkflows.SURELY + "bad");

    assertThat(pending().path("items"))
        .extracting(row -> row.path("actionId").asString() + " " + row.path("cases").asInt(1))
        .containsExactlyInAnyOrder(one + " 1", sure + " 1");
    var answer = starter.post(ACTIONS + one + "/approve", "{}").body();

    assertThat(told(answer)).containsExactly(sure + " OTHER_PLAN");
    assertThat(answer.path("alsoDecided").get(0).path("detail").asString()).isNotBlank();
    assertThat(action(sure).path("decision").asString()).isEqualTo("PENDING");
    assertThat(pending().path("items").get(0).path("actionId").asString()).isEqualTo(sure);
  }

  @Test
  void whatDoesNotCountForTheOneThatWasAskedCountsForNone() {
    var one = waiting("one");
    var two = waiting("two");

    var answer =
        starter.post(ACTIONS + one + "/approve", "{\"planHash\":\"%s\"}".formatted("0".repeat(64)));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(action(two).path("decision").asString()).isEqualTo("PENDING");
  }

  @Test
  void aCaseThatTakesNoDecisionAnyLongerKeepsTheOthersBackFromNothing() {
    var gone = waiting("gone");
    var one = waiting("one");
    var two = waiting("two");
    var of = action(gone);
    starter.post(
        "/api/v1/investigations/" + of.path("investigationId").asString() + "/cancel", "{}");
    RunningStarter.awaitEnd(of.path("workflowId").asString());

    var answer = starter.post(ACTIONS + one + "/approve", "{}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(told(answer.body()))
        .containsExactlyInAnyOrder(gone + " NOT_TAKEN", two + " COUNTED");
    assertThat(action(two).path("decision").asString()).isEqualTo("APPROVED");
  }

  @Test
  void ofSeveralThatAreNamedTogetherEachIsAnsweredOnce() {
    var one = waiting("one");
    var two = waiting("two");
    var three = waiting("three");

    var results =
        starter
            .post(
                ACTIONS + "decisions",
                "{\"actionIds\":[\"%s\",\"%s\"],\"decision\":\"APPROVE\"}".formatted(one, two))
            .body()
            .path("results");

    assertThat(results).hasSize(2);
    assertThat(results.get(0).path("result").asString()).isEqualTo("COUNTED");
    assertThat(results.get(1).path("result").asString()).isEqualTo("COUNTED");
    assertThat(told(results.get(0).path("action"))).containsExactly(three + " COUNTED");
    assertThat(told(results.get(1).path("action"))).isEmpty();
  }
}
