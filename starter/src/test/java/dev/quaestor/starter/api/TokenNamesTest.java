package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.wire.QuaestorJson;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads a name in the record knows whose it is. */
class TokenNamesTest {
  private final RunningStarter starter = RunningStarter.get();

  private RunningStarter.Answer make(String name) {
    var body = QuaestorJson.mapper().createObjectNode().put("name", name);
    body.putArray("roles").add("viewer");
    return starter.post("/api/v1/tokens", body.toString());
  }

  private String fresh() {
    return "Nora " + UUID.randomUUID().toString().substring(24);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no\u200bra",
        "no\u200dra",
        "nora\u2060",
        "\ufeffnora",
        "no\u202era",
        "\u2066nora\u2069",
        "\u200fnora",
        "no\u00adra",
        "no\u034fra",
        "nora\ufe0f",
        "no\u180era",
        "nora\udb40\udc41",
        "no\u3164ra",
        "no\uffa0ra",
        "no\u2800ra",
        "nora\u00a0b",
        "nora\u2003b",
        "nora\u3000b",
        "nora\u2028b",
        "no\nra",
        "no\tra",
        "no\u0000ra",
        "no\u001bra",
        "no\u0085ra",
        "no\u0378ra",
        "no\ue000ra",
        "no\uffffra",
        " nora",
        "nora ",
        "nora  b",
        "n\u043era",
        "\u0430dm",
        "nor\u03b1",
        "n\u0585ra",
        "nora\u0661\u06f2",
        "e\u0301lise",
        "\uff4eora",
        "\ufb01ona",
        "\u2160nora",
        "\ud835\udc27ora",
        "nora\ud83d\ude00",
        "no\u2215ra",
        "no|ra",
        "<nora>",
        "no`ra",
        "no\"ra",
        "no=ra",
        "admin",
        "Admin",
        "AUTOMATION",
        "Installation",
        "Temporal-UI",
        "unknown",
        "unsigned",
        "REQUESTER",
        "policy",
        "expired",
        "None",
        "starter",
        "Automation",
        "nobody",
        "temporal",
        "t\u1eb9mporal",
        "n0ne",
        "dan (verified)",
        "dan (not verified)",
        "dan (ADMIN)",
        "dan - verified",
        "dan, un\u1e63igned",
        "token:tok-x",
        "Token:dan",
        "tok-dan",
        "act-1",
      })
  void aNameThatCanBeReadInAnotherWayIsRefusedWithTheReason(String name) {
    var answer = make(name);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("name");
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    assertThat(make("n".repeat(101)).status()).isEqualTo(400);
    assertThat(make("n".repeat(2000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ren\u00e9e d'Arc, M\u00fcnchen (SOC)",
        "\u0410\u043d\u043d\u0430 \u041a\u0430\u0440\u0435\u043d\u0438\u043d\u0430",
        "\u5c71\u7530\u30bf\u30ed\u30a6",
        "svc:siem-2@corp.example",
        "\u05e9\u05e8\u05d4",
      })
  void aNameOfOneScriptIsAName(String name) {
    assertThat(make(name).status()).isEqualTo(201);
  }

  @Test
  void aNameThatStandsAlreadyOrLooksLikeItIsRefused() {
    var name = fresh() + "l";
    assertThat(make(name).status()).isEqualTo(201);

    for (var alike :
        new String[] {
          name,
          name.toUpperCase(java.util.Locale.ROOT),
          name.toLowerCase(java.util.Locale.ROOT),
          name.replace("l", "1"),
          name.replace("l", "I"),
          name.replace("o", "0"),
          name.replace("o", "\u1ecd"),
          name.replace("a", "\u1ea1"),
        }) {
      var answer = make(alike);
      assertThat(answer.status()).as(alike).isEqualTo(409);
      assertThat(answer.body().path("field").asString()).isEqualTo("name");
    }
  }

  @Test
  void whoeverIsShutOutKeepsTheNameButForTheSamePerson() {
    var name = fresh();
    var first = make(name).body().path("tokenId").asString();
    starter.send(starter.request("/api/v1/tokens/" + first).DELETE());

    assertThat(make(name.toUpperCase(java.util.Locale.ROOT)).status()).isEqualTo(409);
    assertThat(make(name).status()).isEqualTo(201);
    assertThat(make(name).status()).isEqualTo(409);
  }

  @Test
  void ofManyAtOnceOneGetsTheName() {
    var name = fresh();

    var made = IntStream.range(0, 12).parallel().filter(i -> make(name).status() == 201).count();

    assertThat(made).isEqualTo(1);
  }
}
