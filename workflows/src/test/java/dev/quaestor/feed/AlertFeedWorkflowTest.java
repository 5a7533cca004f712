package dev.quaestor.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.Workflows;
import dev.quaestor.feed.AlertsRead.Batch;
import dev.quaestor.feed.AlertsRead.NotRead;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertFeedWorkflowTest {
  private static final Instant MORNING = Instant.parse("2026-11-30T07:00:00Z");

  /** Replayed with all others. */
  private static final Path HISTORY =
      Path.of("src/test/resources/histories/AlertFeed/1.38.0-two-batches.json");

  private final TestWorkflowEnvironment env =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkerFactoryOptions(Workflows.factory().build())
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(QuaestorJson.dataConverter())
                      .build())
              .build());
  private final List<AlertsRead> takenIn = new ArrayList<>();
  private final List<AlertWord> words = new ArrayList<>();
  private final List<AlertTold> recorded = new ArrayList<>();
  private final List<AlertTold> answers = new ArrayList<>();

  @AfterEach
  void close() {
    env.close();
  }

  private static AlertQuery query(int skip) {
    return new AlertQuery("defender", MORNING, null, skip, 100, List.of(), List.of());
  }

  private static Batch batch(String... ids) {
    return new Batch(
        List.of(ids).stream().map(id -> new SourceAlert(id, MORNING, "{}", null)).toList(),
        null,
        0);
  }

  /** A starter that asks for a batch so often. */
  private final class Starter implements AlertIntakeActivities, AlertWordActivities {
    private int left;

    Starter(int batches) {
      left = batches;
    }

    @Override
    public NextRead next(String source) {
      return left-- > 0
          ? new NextRead.Read(query(0))
          : new NextRead.Rest("nothing to do", !words.isEmpty());
    }

    @Override
    public NextRead takeIn(AlertQuery asked, AlertsRead read) {
      takenIn.add(read);
      return read instanceof NotRead not ? new NextRead.Rest(not.sentence(), false) : next("");
    }

    @Override
    public List<AlertWord> words(String source) {
      return List.copyOf(words);
    }

    @Override
    public void told(AlertWord word, AlertTold told) {
      recorded.add(told);
      if (!(told instanceof AlertTold.NotSaid not && not.why().retryable())) {
        words.remove(word);
      }
    }
  }

  private static AlertWord word(String id) {
    return new AlertWord(
        "defender",
        id,
        "inv-1",
        MORNING,
        "[" + id + "]",
        null,
        null,
        null,
        "ended [" + id + "]",
        null);
  }

  private String round(int batches, Function<AlertQuery, AlertsRead> source) {
    env.newWorker(TaskQueues.INVESTIGATION)
        .registerWorkflowImplementationTypes(Workflows.options(), AlertFeedWorkflowImpl.class);
    AlertSourceActivities reading = source::apply;
    AlertStatusActivities telling = word -> answers.removeFirst();
    env.newWorker(TaskQueues.REMEDIATION).registerActivitiesImplementations(telling);
    env.newWorker(TaskQueues.EVIDENCE).registerActivitiesImplementations(reading);
    env.newWorker(TaskQueues.ACTION_CENTER).registerActivitiesImplementations(new Starter(batches));
    env.start();
    return env.getWorkflowClient()
        .newWorkflowStub(
            AlertFeedWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.INVESTIGATION)
                .setWorkflowId(WorkflowIds.alertFeed("defender"))
                .build())
        .read("defender");
  }

  @Test
  void aRoundReadsAndHasTakenInUntilNothingIsLeft() throws Exception {
    var batches = new ArrayList<>(List.of(batch("one", "two"), batch("three")));
    words.add(word("one"));
    answers.add(new AlertTold.Said(List.of("a comment"), List.of()));

    assertThat(round(2, query -> batches.removeFirst())).isEqualTo("nothing to do");
    assertThat(takenIn).containsExactly(batch("one", "two"), batch("three"));

    var history = env.getWorkflowClient().fetchHistory(WorkflowIds.alertFeed("defender"));
    if (Boolean.getBoolean("quaestor.histories.write")) {
      Files.createDirectories(HISTORY.getParent());
      Files.writeString(HISTORY, history.toJson(true) + "\n");
    }
  }

  @Test
  void aSourceThatCannotBeReadEndsTheRoundAndIsToldToTheStarter() {
    var away = new NotRead(FailureType.THROTTLED, "429", Duration.ofHours(1));

    assertThat(round(5, query -> away)).isEqualTo("429");
    assertThat(takenIn).containsExactly(away);
  }

  @Test
  void aReadingThatBreaksEndsTheRoundAndIsToldToTheStarter() {
    var ended =
        round(
            5,
            query -> {
              throw new IllegalStateException("a defect");
            });

    assertThat(ended).isEqualTo("No worker has read it in time.");
    assertThat(takenIn)
        .containsExactly(
            new NotRead(FailureType.BACK_END_DOWN, "No worker has read it in time.", null));
  }

  @Test
  void aRoundEndsWhenItIsLongAndLeavesTheRestToTheNext() {
    assertThat(round(1_000, query -> batch())).startsWith("There is more to read");
    assertThat(takenIn).hasSize(100);
  }

  @Test
  void whatIsToBeSaidIsSaidOneByOneAndRecorded() {
    words.addAll(List.of(word("a"), word("b")));
    var said = new AlertTold.Said(List.of("a comment"), List.of());
    var never = new AlertTold.NotSaid(FailureType.NOT_FOUND, "gone", null);
    answers.addAll(List.of(never, said));

    round(0, query -> batch());

    assertThat(recorded).containsExactly(never, said);
    assertThat(words).isEmpty();
  }

  @Test
  void aSourceThatIsAwayIsToldNothingMoreInThisRound() {
    words.addAll(List.of(word("a"), word("b")));
    var away = new AlertTold.NotSaid(FailureType.THROTTLED, "429", Duration.ofMinutes(5));
    answers.add(away);

    round(0, query -> batch());

    assertThat(recorded).containsExactly(away);
    assertThat(words).hasSize(2);
  }
}
