package dev.quaestor.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void whatOneAlertCanNameIsOneAlert() {
    var one = ManyPieces.of(1);
    assertThat(one.asks()).isFalse();
    assertThat(pieces(one.first())).hasSize(1);
    assertThat(pieces(ManyPieces.of(10).first())).hasSize(10);
  }

  @Test
  void whatIsMoreJoinsACaseThatWaitsAndIsNamedOnce() {
    var many = ManyPieces.of(5_000);

    assertThat(many.asks()).isTrue();
    assertThat(many.more()).hasSize(5);
    var links = new HashSet<String>();
    many.more().forEach(alert -> links.addAll(pieces(alert)));
    var first = QuaestorJson.mapper().readTree(many.first()).path("evidence").size();
    // The device is in each, and is one.
    assertThat(links).hasSize(5_000 - first + 1);
    assertThat(many.more()).allMatch(alert -> pieces(alert).size() <= 1_000);
  }

  private static Set<String> pieces(byte[] alert) {
    var names = new HashSet<String>();
    for (var evidence : QuaestorJson.mapper().readTree(alert).path("evidence")) {
      names.add(
          evidence.has("url")
              ? evidence.path("url").asString()
              : evidence.path("mdeDeviceId").asString());
    }
    return names;
  }

  @Test
  void localActivitiesOfOneTaskAreBilledOnce() {
    var billed =
        Billed.of(
            List.of(
                List.of(
                    event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED),
                    event(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED),
                    marker(4),
                    marker(4),
                    marker(9),
                    event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED),
                    event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)),
                List.of(event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED))));

    assertThat(billed.runs()).isEqualTo(2);
    assertThat(billed.events()).isEqualTo(8);
    assertThat(billed.actions()).isEqualTo(5);
    assertThat(billed.bytes())
        .isEqualTo(
            Stream.of(marker(4), marker(4), marker(9))
                    .mapToLong(HistoryEvent::getSerializedSize)
                    .sum()
                + 5L * event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED).getSerializedSize());
  }

  private static HistoryEvent event(EventType type) {
    return HistoryEvent.newBuilder().setEventType(type).build();
  }

  private static HistoryEvent marker(long task) {
    return HistoryEvent.newBuilder()
        .setEventType(EventType.EVENT_TYPE_MARKER_RECORDED)
        .setMarkerRecordedEventAttributes(
            MarkerRecordedEventAttributes.newBuilder().setWorkflowTaskCompletedEventId(task))
        .build();
  }
}
