package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.feed.AlertTold;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.feed.AlertWord.Status;
import dev.quaestor.lab.LabTenant.AlertsOf;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said in an alert: once, forward only, and never over a person's word. */
class AlertTellingTest {
  private final LabBackEnds backEnds = new LabBackEnds();
  private final AlertTelling telling = new AlertTelling(backEnds.connectors());

  @AfterEach
  void close() {
    backEnds.close();
  }

  private void raise(
      AlertsOf where, String status, @Nullable String classification, @Nullable String assignee) {
    ObjectNode alert = QuaestorJson.mapper().createObjectNode();
    alert.put("id", "a1").put("title", "t").put("status", status).put("severity", "High");
    alert.put("classification", classification).put("assignedTo", assignee);
    alert.putNull("determination");
    alert.putArray("comments");
    alert.putArray("evidence");
    backEnds.lab.raise(where, alert);
  }

  private static String source(AlertsOf where) {
    return where == AlertsOf.DEFENDER ? "defender" : "graph";
  }

  private static AlertWord whole(AlertsOf where) {
    return word(where, Status.RESOLVED, Classification.FALSE_POSITIVE, Determination.NOT_MALICIOUS);
  }

  private static AlertWord word(
      AlertsOf where,
      @Nullable Status status,
      @Nullable Classification classification,
      @Nullable Determination determination) {
    return new AlertWord(
        source(where),
        "a1",
        "inv-1",
        Instant.EPOCH,
        "[quaestor:0123456789ab]",
        status,
        classification,
        determination,
        "Quaestor, investigation inv-1: ended. [quaestor:0123456789ab]",
        "soc@contoso.example");
  }

  private JsonNode there(AlertsOf where) {
    return backEnds.lab.alert(where, "a1").orElseThrow();
  }

  private long writes() {
    return backEnds.lab.requests("PATCH /api/alerts/*")
        + backEnds.lab.requests("PATCH /v1.0/security/alerts_v2/*")
        + backEnds.lab.requests("POST /v1.0/security/alerts_v2/*/comments");
  }

  @ParameterizedTest
  @EnumSource
  void allOfItStandsThereAndAgainNothingIsWritten(AlertsOf where) {
    raise(where, where == AlertsOf.DEFENDER ? "New" : "new", null, null);

    var told = (AlertTold.Said) telling.tell(whole(where));
    var after = there(where);
    var writes = writes();
    for (int n = 0; n < 5; n++) {
      assertThat(telling.tell(whole(where))).isEqualTo(new AlertTold.Said(List.of(), List.of()));
    }

    assertThat(told.left()).isEmpty();
    assertThat(told.written()).hasSize(4);
    assertThat(after.path("status").asString()).isEqualToIgnoringCase("resolved");
    assertThat(after.path("classification").asString()).isEqualToIgnoringCase("falsePositive");
    assertThat(after.path("determination").asString()).isEqualToIgnoringCase("notMalicious");
    assertThat(after.path("assignedTo").asString()).isEqualTo("soc@contoso.example");
    assertThat(after.path("comments")).hasSize(1);
    assertThat(writes()).isEqualTo(writes);
    assertThat(there(where)).isEqualTo(after);
  }

  @ParameterizedTest
  @EnumSource
  void whatAPersonHasSetThereStays(AlertsOf where) {
    raise(where, "Resolved", "truePositive", "alice@contoso.example");

    var told =
        (AlertTold.Said)
            telling.tell(
                word(
                    where,
                    Status.IN_PROGRESS,
                    Classification.FALSE_POSITIVE,
                    Determination.NOT_MALICIOUS));

    assertThat(told.left())
        .containsExactlyInAnyOrder("status RESOLVED", "classification", "assignee");
    assertThat(told.written()).containsExactly("a comment");
    assertThat(there(where).path("status").asString()).isEqualTo("Resolved");
    assertThat(there(where).path("classification").asString()).isEqualTo("truePositive");
    assertThat(there(where).path("assignedTo").asString()).isEqualTo("alice@contoso.example");
  }

  @Test
  void aWordThatNobodyHereKnowsIsNotOverwrittenEither() {
    raise(AlertsOf.GRAPH, "new", "benignPositive", null);

    telling.tell(whole(AlertsOf.GRAPH));

    assertThat(there(AlertsOf.GRAPH).path("classification").asString()).isEqualTo("benignPositive");
  }

  /** The answer is lost after it was done: nobody knows, and looking again finds it there. */
  @ParameterizedTest
  @EnumSource
  void aLostAnswerIsNotWrittenTwice(AlertsOf where) {
    raise(where, "New", null, null);
    var route =
        where == AlertsOf.DEFENDER
            ? "PATCH /api/alerts/*"
            : "POST /v1.0/security/alerts_v2/*/comments";
    backEnds.lab.fault(new Fault(route, Fault.Kind.CUT_AFTER, 1, Duration.ZERO, -1, 500, ""));

    assertThat(telling.tell(whole(where)))
        .isInstanceOfSatisfying(
            AlertTold.NotSaid.class, not -> assertThat(not.why().retryable()).isTrue());
    assertThat(telling.tell(whole(where))).isEqualTo(new AlertTold.Said(List.of(), List.of()));

    assertThat(there(where).path("comments")).hasSize(1);
  }

  @Test
  void aSourceThatThrottlesSaysWhenAndOneWithoutTheAlertSaysNo() {
    raise(AlertsOf.DEFENDER, "New", null, null);
    backEnds.lab.fault(
        new Fault("PATCH /api/alerts/*", Fault.Kind.THROTTLE, 1, Duration.ZERO, 600, 500, ""));

    assertThat(telling.tell(whole(AlertsOf.DEFENDER)))
        .isInstanceOfSatisfying(
            AlertTold.NotSaid.class,
            not -> assertThat(not.rest()).isEqualTo(Duration.ofMinutes(10)));
    assertThat(telling.tell(whole(AlertsOf.GRAPH)))
        .isInstanceOfSatisfying(
            AlertTold.NotSaid.class, not -> assertThat(not.why()).isEqualTo(FailureType.NOT_FOUND));
  }
}
