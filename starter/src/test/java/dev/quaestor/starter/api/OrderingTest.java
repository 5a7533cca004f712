package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.starter.Orders;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.UndoAnswer;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Scope;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders of many at a moment at which Temporal comes and goes. */
class OrderingTest {
  private static final Caller DAVE =
      new Caller("token:dave", "dave", Set.of(AccessRole.DEVICE_APPROVER), Scope.ALL, null);

  private final RunningStarter starter = RunningStarter.get();

  @Test
  void whenNoneOfAGroupCouldBeStartedThatIsTheAnswerAndNoneIsTriedOnceMore() {
    var starts = new AtomicInteger();
    var ordering = awayFor(3, starts);

    assertThatThrownBy(() -> ordering.group(isolationsOf(3), null, DAVE, bytes()))
        .isInstanceOfSatisfying(
            TemporalException.class,
            e -> assertThat(e.kind()).isEqualTo(TemporalException.Kind.UNREACHABLE));

    assertThat(starts).hasValue(3);
  }

  @Test
  void whatCouldNotBeStartedIsSaidBesideWhatCould() {
    var group = awayFor(1, new AtomicInteger()).group(isolationsOf(3), null, DAVE, bytes());

    assertThat(group.actions().stream().filter(i -> i.error() != null))
        .singleElement()
        .satisfies(i -> assertThat(i.error()).isEqualTo("Temporal is not reachable"));
  }

  @Test
  void whatWasAcceptedIsInTheListsBeforeAnyWorkerKnowsOfItAndMayBeAskedForAgain() {
    var ordering = awayFor(1, new AtomicInteger());
    var wanted = isolationsOf(1);
    assertThatThrownBy(() -> ordering.one(wanted, "key-7", DAVE, bytes()))
        .isInstanceOf(TemporalException.class);

    var id = "act-" + starter.bean(Requests.class).idOf("key-7", DAVE, "action", bytes());
    var listed = starter.get("/api/v1/actions?q=" + id).body().path("items").path(0);
    assertThat(listed.path("actionId").asString()).isEqualTo(id);
    assertThat(listed.path("execution").asString()).isEqualTo("NOT_STARTED");
    assertThat(listed.path("because").asString()).contains("Accepted");
    assertThat(starter.bean(Ledger.class).terms(id).known()).isFalse();

    assertThat(ordering.one(wanted, "key-7", DAVE, bytes()).actionId()).isEqualTo(id);
  }

  @Test
  void anOrderThatNoWorkerBelievesIsToldSoAndRunsWhenAStarterWithARightClockSendsIt() {
    var wanted = isolationsOf(1);
    var key = UUID.randomUUID().toString();
    var ahead = ordering(starter.ordersAhead(Duration.ofHours(2)));
    assertThatThrownBy(() -> ahead.one(wanted, key, DAVE, bytes()))
        .isInstanceOfSatisfying(
            TemporalException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(TemporalException.Kind.NOT_BELIEVED);
              assertThat(e).hasMessageContaining("clocks");
            });

    var right = ordering(starter.bean(Orders.class)).one(wanted, key, DAVE, bytes());

    var ended =
        starter.await(
            "/api/v1/actions/" + right.actionId(),
            a -> a.path("execution").asString().equals("SUCCEEDED"));
    assertThat(ended.path("decision").asString()).isEqualTo("APPROVED");
  }

  @Test
  void aGroupOfWhichNoWorkerBelievesAnythingIsToldSo() {
    var ordering = ordering(starter.ordersAhead(Duration.ofHours(-2)));

    assertThatThrownBy(() -> ordering.group(isolationsOf(3), null, DAVE, bytes()))
        .isInstanceOfSatisfying(
            TemporalException.class,
            e -> assertThat(e.kind()).isEqualTo(TemporalException.Kind.NOT_BELIEVED));
  }

  @Test
  void anUndoThatNoWorkerBelievesIsNotSaidToRunAndAnotherStarterMayAskForIt() {
    var done = ordering(starter.bean(Orders.class)).one(isolationsOf(1), null, DAVE, bytes());
    var path = "/api/v1/actions/" + done.actionId();
    starter.await(path, a -> a.path("undo").asString().equals("AVAILABLE"));
    var row = starter.bean(Ledger.class).action(done.actionId()).orElseThrow();

    var refused =
        starter
            .ordersAhead(Duration.ofHours(2))
            .undo(List.of(row, row), RunningStarter.TESTER, "a false alarm");

    assertThat(refused)
        .hasSize(2)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        UndoAnswer.Unheard.class,
                        u ->
                            assertThat(u.why().kind())
                                .isEqualTo(TemporalException.Kind.NOT_BELIEVED)));
    assertThat(starter.post(path + "/undo", "{}").status()).isEqualTo(202);
    starter.await(path, a -> a.path("undo").asString().equals("UNDONE"));
  }

  private Ordering ordering(Orders orders) {
    return new Ordering(orders, starter.bean(Ledger.class), starter.bean(Requests.class));
  }

  private Ordering awayFor(int calls, AtomicInteger starts) {
    return new Ordering(
        starter.orders(
            () -> {
              if (starts.incrementAndGet() <= calls) {
                throw Status.UNAVAILABLE.asRuntimeException();
              }
              return Optional.empty();
            }),
        starter.bean(Ledger.class),
        starter.bean(Requests.class));
  }

  private static ActionReading.Read isolationsOf(int count) {
    return new ActionReading.Read(
        IntStream.range(0, count).mapToObj(i -> isolation()).toList(),
        true,
        null,
        null,
        null,
        null);
  }

  private static RemediationAction isolation() {
    return new DeviceAction.IsolateDevice(
        new Device(UUID.randomUUID().toString(), null, null, null, null, null),
        DeviceAction.Isolation.FULL);
  }

  private static byte[] bytes() {
    return "{}".getBytes(StandardCharsets.UTF_8);
  }
}
