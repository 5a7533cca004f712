package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.Submissions.Submitted;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One host is one case, by whatever name alerts call it. */
class SameHostTest {
  private final RunningStarter starter = RunningStarter.get();

  /** As it is configured, but with all the patience that a busy machine may need. */
  private final Submissions submissions =
      new Submissions(
          new TemporalAccess(starter.bean(TemporalAccess.class).client(), Duration.ofMinutes(1)),
          starter.bean(Ledger.class),
          starter.bean(MessageSigner.class),
          asking(HostQuestion.through(starter.bean(Lookups.class)), System::nanoTime),
          () -> false,
          false);

  private final String label = "web-" + UUID.randomUUID();
  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final String whole = label + ".contoso.example";

  private void isOneHost() {
    var names = List.of(id, whole, label);
    names.forEach(name -> FakeBackEnds.HOSTS.put(name, names));
  }

  private static Alert alertOn(String called) {
    var device = Device.ofId(called);
    var alert = RunningStarter.alertOnADevice();
    return RunningStarter.naming(alert, List.of(Evidence.named(device, alert.alertId(), null)))
        .correlatedBy(CorrelationKey.ofDevice(device.key()));
  }

  private static List<String> cases(List<Submitted> some) {
    return some.stream().map(Submitted::investigationId).distinct().toList();
  }

  @Test
  void alertsByLabelWholeNameAndIdAreOneCaseThoughTheyComeInOneCall() {
    isOneHost();

    var taken =
        submissions.submit(
            List.of(alertOn(label), alertOn(whole), alertOn(id)), RunningStarter.TESTER);

    assertThat(cases(taken)).hasSize(1);
  }

  @Test
  void theyAreOneCaseThoughTheyComeAtTheSameTime() {
    isOneHost();

    var taken =
        IntStream.range(0, 9)
            .mapToObj(i -> alertOn(List.of(label, whole, id).get(i % 3)))
            .map(
                alert ->
                    CompletableFuture.supplyAsync(
                        () -> submissions.submit(alert, RunningStarter.TESTER)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(cases(taken)).hasSize(1);
  }

  @Test
  void whatNoDirectoryKnowsIsACaseByEachName() {
    var taken = submissions.submit(List.of(alertOn(label), alertOn(whole)), RunningStarter.TESTER);

    assertThat(cases(taken)).hasSize(2);
  }

  @Test
  void aNameIsAskedAboutOnce() {
    isOneHost();

    submissions.submit(alertOn(label), RunningStarter.TESTER);
    submissions.submit(alertOn(label), RunningStarter.TESTER);
    submissions.submit(alertOn(whole), RunningStarter.TESTER);

    assertThat(FakeBackEnds.ASKED)
        .filteredOn(
            asked ->
                asked instanceof LookupRequest.Hosts hosts
                    && (hosts.called().contains(label) || hosts.called().contains(whole)))
        .hasSize(1);
  }

  private HostQuestion asking(HostQuestion.Directories directories, LongSupplier nanoTime) {
    return new HostQuestion(
        starter.bean(Ledger.class), directories, Duration.ofMinutes(1), nanoTime);
  }

  @Test
  void afterAQuestionThatNobodyAnsweredNoneIsPutForAWhileAndTheAlertIsNotLost() {
    var time = new AtomicLong();
    var asked = Collections.synchronizedList(new ArrayList<List<String>>());
    var question =
        asking(
            (called, within) -> {
              asked.add(called);
              throw new TemporalException(TemporalException.Kind.NO_ANSWER, "nobody", null);
            },
            time::get);

    question.ask(List.of(alertOn(label)));
    question.ask(List.of(alertOn(whole)));
    assertThat(asked).containsExactly(List.of(label));

    time.addAndGet(Duration.ofSeconds(31).toNanos());
    question.ask(List.of(alertOn(whole)));
    assertThat(asked).containsExactly(List.of(label), List.of(whole));
  }

  @Test
  void manyNamesAreAskedAboutInQuestionsThatFitAMessage() {
    var asked = new ArrayList<Integer>();
    var question =
        asking(
            (called, within) -> {
              asked.add(called.size());
              return List.of();
            },
            System::nanoTime);

    question.ask(IntStream.range(0, 450).mapToObj(i -> alertOn(label + i)).toList());

    assertThat(asked).containsExactly(200, 200, 50);
  }

  @Test
  void whatCanBeNoNameIsNotAskedAbout() {
    var asked = new ArrayList<String>();
    var question =
        asking(
            (called, within) -> {
              asked.addAll(called);
              return List.of();
            },
            System::nanoTime);

    question.ask(List.of(alertOn("x".repeat(4096)), alertOn(" ")));

    assertThat(asked).isEmpty();
  }
}
