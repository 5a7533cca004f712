package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IndicatorsApiTest {
  private static final String INDICATORS = "/api/v1/indicators";

  private final RunningStarter starter = RunningStarter.get();

  private static String indicator(String value, String effect) {
    return """
        {"type":"DOMAIN","value":"%s","effect":"%s","title":"Seen in a campaign"}"""
        .formatted(value, effect);
  }

  private static String freshDomain() {
    return "d" + UUID.randomUUID() + ".example";
  }

  @Test
  void aListedValueIsFoundChangedAndRemoved() {
    var domain = freshDomain();
    var made = starter.post(INDICATORS, indicator(domain, "BLOCK"));
    assertThat(made.status()).isEqualTo(201);
    var id = made.body().path("indicatorId").asString();

    assertThat(starter.post(INDICATORS, indicator(domain, "BLOCK")).status()).isEqualTo(200);
    assertThat(starter.get(INDICATORS + "?q=" + domain).body().path("total").asInt()).isEqualTo(1);
    var changed =
        starter.send(
            starter
                .request(INDICATORS + "/" + id)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(indicator(domain, "ALLOW"))));
    assertThat(changed.body().path("effect").asString()).isEqualTo("ALLOW");
    assertThat(starter.send(starter.request(INDICATORS + "/" + id).DELETE()).status())
        .isEqualTo(200);
    assertThat(starter.get(INDICATORS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void theOtherEffectOnAListedValueIsAConflict() {
    var domain = freshDomain();
    starter.post(INDICATORS, indicator(domain, "BLOCK"));

    var answer = starter.post(INDICATORS, indicator(domain, "ALLOW"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("field").asString()).isEqualTo("effect");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertField(starter.post(INDICATORS, "{\"effect\":\"BLOCK\"}"), "type");
    assertField(starter.post(INDICATORS, indicator("not a domain", "BLOCK")), "value");
    assertField(
        starter.post(INDICATORS, "{\"type\":\"DOMAIN\",\"value\":\"a.example\"}"), "effect");
    assertField(
        starter.post(
            INDICATORS,
            "{\"type\":\"DOMAIN\",\"value\":\"a.example\",\"effect\":\"ALLOW\",\"title\":\"t\","
                + "\"expiresAt\":\"2001-01-01T00:00:00Z\"}"),
        "expiresAt");
  }

  private static void assertField(Answer answer, String field) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  @Test
  void ofManyEachIsTakenOrRefusedForItself() {
    var answer =
        starter.post(
            INDICATORS + "/import",
            "[" + indicator(freshDomain(), "BLOCK") + "," + indicator("x", "BLOCK") + ",null]");

    assertThat(answer.body().path("listed").asInt()).isEqualTo(1);
    assertThat(answer.body().path("refused").asInt()).isEqualTo(2);
    assertThat(answer.body().path("items").path(1).path("refusal").asString())
        .contains("[1].value");
  }

  @Test
  void anAnalystReadsTheListAndDoesNotWriteIt() {
    var token = starter.tokenOf("analyst");

    assertThat(starter.send(starter.as(token, INDICATORS).GET()).status()).isEqualTo(200);
    assertThat(
            starter
                .send(
                    starter
                        .as(token, INDICATORS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(indicator(freshDomain(), "BLOCK"))))
                .status())
        .isEqualTo(403);
  }
}
