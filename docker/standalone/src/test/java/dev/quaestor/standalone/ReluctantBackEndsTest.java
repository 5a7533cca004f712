package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A mailbox that is not served, and back ends that want to be left alone. */
@ExtendWith(House.Shared.class)
class ReluctantBackEndsTest {
  private final House house;
  private final Api api;

  ReluctantBackEndsTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  @AfterEach
  void clear() {
    house.lab().clearFaults();
  }

  private String softDelete(String mailbox) {
    var order =
        """
        {"type":"SOFT_DELETE_EMAIL","target":{"type":"mailMessage","recipient":"%s",
         "internetMessageId":"<20261123073100.lab1101@woodgrove-support.example>"}}\
        """
            .formatted(mailbox);
    return api.post("/api/v1/actions", order).expect(202).json().path("actionId").asString();
  }

  private JsonNode ended(String action) {
    return api.eventually(
            () -> api.get("/api/v1/actions/" + action),
            a ->
                a.status() == 200
                    && a.json()
                        .path("execution")
                        .asString("")
                        .matches(".*SUCCEEDED|FAILED|UNSUPPORTED|ALREADY_IN_STATE"))
        .json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MailboxNotEnabledForRESTAPI"})
  void mailInAMailboxThatIsNotServedIsNotSaidToBeGone(String code) {
    house.lab().fault(Fault.error("* /v1.0/users/adele@contoso.example/**", 1000, 404, code));

    var action = ended(softDelete("adele@contoso.example"));

    assertThat(action.path("execution").asString()).isEqualTo("FAILED");
    assertThat(action.toString()).contains("out of reach: Graph does not serve this mailbox");
  }

  @Test
  void aMoveThatIsThrottledGoesOnAsTheBackEndSays() {
    house
        .lab()
        .fault(Fault.throttle("POST /v1.0/users/megan@contoso.example/messages/*/move", 5, 1));

    assertThat(ended(softDelete("megan@contoso.example")).path("execution").asString())
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void aThrottleThatOutlastsTheLookLosesNothingOfWhatTheAlertSays() {
    house.lab().fault(Fault.throttle("GET /api/files/*", 1000, 3600));

    var id = api.submit(Alerts.suspiciousFileOn(171));
    api.pending(id, "ISOLATE_DEVICE");

    var report = api.report(id);
    assertThat(report.path("evidence").valueStream())
        .anySatisfy(
            piece -> {
              assertThat(piece.path("verdict").asString()).isEqualTo("SUSPICIOUS");
              assertThat(piece.toString()).contains("THROTTLED").contains("429");
            })
        .noneSatisfy(piece -> assertThat(piece.toString()).contains("NOT_EXAMINED"));
  }
}
