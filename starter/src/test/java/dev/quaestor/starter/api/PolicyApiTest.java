package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.policy.PolicyFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Revisions, their differences, the schema and the back-test over HTTP. */
class PolicyApiTest {
  private final RunningStarter starter = RunningStarter.get();

  private RunningStarter.Answer put(String yaml) {
    return starter.send(
        starter.request("/api/v1/policy?comment=why").PUT(BodyPublishers.ofString(yaml)));
  }

  private String inForce() {
    return starter.send(starter.request("/api/v1/policy").GET()).http().body();
  }

  @Test
  void everyRevisionCanBeReadAndCompared() {
    var before = inForce();
    var first = put(before + "# one\n").body().path("revision").asInt();
    var second = put(before.replace("maxDepth: 3", "maxDepth: 4")).body().path("revision").asInt();
    put(before);

    var listed = starter.get("/api/v1/policy/revisions?size=3").body();
    var text = starter.send(starter.request("/api/v1/policy/revisions/" + first).GET());
    var diff = starter.get("/api/v1/policy/diff?from=" + first + "&to=" + second).body();
    var toCurrent = starter.get("/api/v1/policy/diff?from=" + second).body();

    assertThat(listed.path("items").get(2).path("revision").asInt()).isEqualTo(first);
    assertThat(listed.path("items").get(2).path("author").asString()).isEqualTo("admin");
    assertThat(listed.path("items").get(2).path("comment").asString()).isEqualTo("why");
    assertThat(listed.path("items").get(2).has("yaml")).isFalse();
    assertThat(text.http().body()).isEqualTo(before + "# one\n");
    assertThat(diff.path("changes")).hasSize(1);
    assertThat(diff.path("changes").get(0).path("path").asString()).isEqualTo("limits.maxDepth");
    assertThat(diff.path("text").asString()).contains("+  maxDepth: 4", "-# one");
    assertThat(toCurrent.path("to").asInt()).isGreaterThan(second);
  }

  @Test
  void thoseThatAreSubmittedAtOnceFollowOneAnother() throws Exception {
    var before = inForce();
    try (var pool = Executors.newFixedThreadPool(16)) {
      var puts =
          IntStream.range(0, 16)
              .mapToObj(
                  n ->
                      (Callable<RunningStarter.Answer>) () -> put(before + "# at once " + n + "\n"))
              .toList();
      var numbers = new TreeSet<Integer>();
      for (var done : pool.invokeAll(puts)) {
        assertThat(done.get().status()).isEqualTo(200);
        numbers.add(done.get().body().path("revision").asInt());
      }
      assertThat(numbers).hasSize(16);
      assertThat(numbers.last() - numbers.first()).isEqualTo(15);
    } finally {
      put(before);
    }
  }

  @Test
  void theTextInForcePutAgainMakesNoRevisionAndSaysSo() {
    var first = put(inForce() + "# same\n").body();
    var again = put(inForce()).body();

    assertThat(first.path("unchanged").asBoolean()).isFalse();
    assertThat(again.path("unchanged").asBoolean()).isTrue();
    assertThat(again.path("revision")).isEqualTo(first.path("revision"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/yaml, application/problem+json | yaml",
        "*/* | yaml",
        "application/* | yaml",
        "application/json, application/yaml;q=0.5 | json",
        "application/json;q=0.5, application/yaml | yaml",
        "application/json, application/problem+json | json",
        "application/json, */*;q=0.8 | json",
      })
  void thePolicyComesInTheFormThatIsWanted(String accept, String form) {
    var answer = starter.send(starter.request("/api/v1/policy").header("Accept", accept).GET());

    assertThat(answer.contentType()).startsWith("application/" + form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/revisions/999999", "/diff?from=999999", "/diff?from=1&to=999999"})
  void aRevisionThatIsNotThereIsAProblem(String path) {
    assertThat(starter.get("/api/v1/policy" + path).status()).isEqualTo(404);
  }

  @Test
  void warningsAreAnsweredWithTheRevision() {
    var before = inForce();
    var answer =
        put(
            before.replace(
                "suppressions: []", "suppressions: [{id: a, titles: [x], until: 2020-01-01}]"));
    put(before);

    assertThat(answer.status()).isEqualTo(200);
    var warning = answer.body().path("warnings").get(0);
    assertThat(warning.path("code").asString()).isEqualTo("EXPIRED_SUPPRESSION");
    assertThat(warning.path("field").asString()).isEqualTo("suppressions[0].until");
    assertThat(warning.path("line").asInt()).isPositive();
  }

  @Test
  void theSchemaIsTheShippedOne() {
    var answer = starter.send(starter.request("/api/v1/policy/schema").GET());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/schema+json");
    assertThat(answer.http().body()).isEqualTo(PolicyFile.schema());
  }

  private RunningStarter.Answer backtest(String query, String yaml) {
    return starter.send(
        starter
            .request("/api/v1/policy/backtest" + query)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml)));
  }

  @Test
  void aBacktestLooksAtPastCasesAndTouchesNone() {
    var alert = RunningStarter.alertOnADevice();
    starter.pendingAction(alert);
    var before = counts();

    var answer = backtest("?since=1h", "name: nothing\nrules: []\n").body();

    assertThat(answer.path("casesLookedAt").asInt()).isPositive();
    assertThat(answer.path("casesThatDiffer").asInt()).isPositive();
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("casesPerSecond").asDouble()).isPositive();
    assertThat(answer.path("differences").get(0).path("change").asString())
        .isEqualTo("NO_LONGER_DONE");
    assertThat(counts()).isEqualTo(before);
    assertThat(starter.get("/api/v1/policy/revisions").body().path("total").asInt())
        .isEqualTo(before.path("revisions").asInt());
  }

  private JsonNode counts() {
    return dev.quaestor.wire.QuaestorJson.mapper()
        .createObjectNode()
        .put("revisions", starter.get("/api/v1/policy/revisions").body().path("total").asInt())
        .put("cases", starter.get("/api/v1/investigations").body().path("total").asInt());
  }

  @Test
  void aWrongPolicyOrTimeIsRefusedAsElsewhere() {
    var policy = backtest("", "name: x\nrules: [{id: a}]\n");
    var time = backtest("?since=yesterday", "name: x\nrules: []\n");

    assertThat(policy.status()).isEqualTo(422);
    assertThat(policy.contentType()).isEqualTo("application/problem+json");
    assertThat(policy.body().path("line").asInt()).isEqualTo(2);
    assertThat(time.status()).isEqualTo(400);
    assertThat(time.body().path("field").asString()).isEqualTo("since");
    assertThat(time.body().path("detail").asString()).contains("30d", "ISO 8601");
  }
}
