package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StandingApiTest {
  private final RunningStarter starter = RunningStarter.get();

  private JsonNode whoIs(String... roles) {
    return starter.send(starter.as(starter.tokenOf(roles), "/api/v1/whoami").GET()).body();
  }

  private static List<String> words(JsonNode list) {
    var words = new ArrayList<String>();
    list.forEach(word -> words.add(word.asString()));
    return words;
  }

  @Test
  void anApproverLearnsWhatTheyMayDecideAndOrder() {
    var me = whoIs("device-approver");

    assertThat(me.path("name").asString()).isEqualTo("Ms device-approver");
    assertThat(words(me.path("roles"))).containsExactly("device-approver");
    assertThat(words(me.path("mayDecide"))).containsExactly("DEVICE");
    assertThat(words(me.path("mayOrder")))
        .contains("ISOLATE_DEVICE")
        .doesNotContain("SOFT_DELETE_EMAIL", "EXPAND_INVESTIGATION");
    assertThat(me.path("mayPropose").asBoolean()).isTrue();
  }

  @Test
  void aViewerLearnsThatTheyMayOnlyRead() {
    var me = whoIs("viewer");

    assertThat(me.path("mayDecide")).isEmpty();
    assertThat(me.path("mayOrder")).isEmpty();
    assertThat(me.path("mayPropose").asBoolean(true)).isFalse();
  }

  @Test
  void bothApproversTogetherDecideAboutAccounts() {
    assertThat(words(whoIs("device-approver", "email-approver").path("mayDecide")))
        .containsExactlyInAnyOrder("DEVICE", "EMAIL", "IDENTITY");
  }

  @Test
  void theStatusSaysWhetherTemporalAnswersAndWhatWaits() {
    starter.pendingAction(RunningStarter.alertOnADevice());

    var status = starter.get("/api/v1/status").body();

    assertThat(status.path("version").asString()).isNotBlank();
    assertThat(status.path("temporal").path("reachable").asBoolean()).isTrue();
    assertThat(status.path("temporal").path("namespace").asString()).isEqualTo("default");
    assertThat(status.path("temporal").path("queues")).hasSize(4);
    assertThat(status.path("pendingActions").asLong()).isPositive();
    assertThat(status.path("pendingQuestions").asLong())
        .isPositive()
        .isLessThanOrEqualTo(status.path("pendingActions").asLong());
    assertThat(status.path("policyRevision").asInt()).isPositive();
  }

  @Test
  void theKpisAreOfThePeriodThatIsAskedFor() {
    starter.pendingAction(RunningStarter.alertOnADevice());

    var kpis = starter.get("/api/v1/kpis?since=1h").body();
    assertThat(kpis.path("investigations").asLong()).isPositive();
    assertThat(kpis.path("planned").asLong()).isPositive();
    assertThat(kpis.path("pending").asLong()).isPositive();
    assertThat(kpis.path("toVerdict").path("known").asLong()).isPositive();

    var before = starter.get("/api/v1/kpis?since=2020-01-01T00:00:00Z&until=2020-02-01T00:00:00Z");
    assertThat(before.body().path("investigations").asLong(-1)).isZero();
    assertThat(before.body().path("undoRate").isNumber()).isFalse();
    assertThat(before.body().path("until").asString()).isEqualTo("2020-02-01T00:00:00Z");
  }

  @Test
  void aPeriodThatIsNoneIsRefusedByName() {
    for (var period : new String[] {"since=yesterday", "since=1h&until=2h", "until=x"}) {
      assertThat(starter.get("/api/v1/kpis?" + period).status()).as(period).isEqualTo(400);
    }
  }
}
