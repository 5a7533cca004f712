package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every connector that offers a port must keep, whatever is behind it: one sentence a test. A
 * connector's tests extend the contract of each port that it offers, and answer for their back end
 * what the abstract methods ask. Each test wants the back end as at first; whoever extends a
 * contract sees to that.
 *
 * @param <P> the port
 */
@ExtendWith(Exempt.Check.class)
public abstract class PortContract<P extends Capability> {
  private static final int MOST_LOOKS = 120;

  /** In milliseconds. */
  private static final long LONGEST_PAUSE = 250;

  private final Class<P> port;

  protected PortContract(Class<P> port) {
    this.port = port;
  }

  /** What the connector is tried on. */
  protected abstract BackEnd backEnd();

  @AfterEach
  final void comeBack() {
    backEnd().comeBack();
  }

  protected final P port() {
    return offered(port).orElseThrow(() -> new AssertionError("offers no " + port.getSimpleName()));
  }

  /** Another port of the same connector. */
  protected final <C extends Capability> Optional<C> offered(Class<C> capability) {
    return backEnd().connector().capabilities().stream()
        .filter(capability::isInstance)
        .map(capability::cast)
        .findFirst();
  }

  /** One that nobody has acted under. */
  protected static Mandate mandate() {
    return new Mandate("contract-" + UUID.randomUUID(), "to keep a contract");
  }

  /** What these mandates have left, as an undo is told. */
  static Left left(Mandate... mandates) {
    return new Left(
        Arrays.stream(mandates).map(Mandate::actionId).toList(), new Receipt.State(false));
  }

  /** What the connector knows of a device, as whoever chooses a connector learns it. */
  final Acquaintance<KnownDevice> acquaintance(Device device) {
    return offered(DeviceDirectory.class)
        .map(directory -> found(directory.find(List.of(device)).get(device.key())))
        .orElseGet(Acquaintance.NoDirectory::new);
  }

  /** The same of the device that a thing is on. */
  final Acquaintance<KnownDevice> acquaintance(OnDevice thing) {
    return acquaintance(Device.ofId(String.valueOf(thing.deviceId())));
  }

  /** The same of an account. */
  final Acquaintance<KnownUser> acquaintance(UserAccount account) {
    return offered(UserDirectory.class)
        .map(directory -> found(directory.find(List.of(account)).get(account.key())))
        .orElseGet(Acquaintance.NoDirectory::new);
  }

  private static <V> Acquaintance<V> found(V known) {
    return known == null ? new Acquaintance.Stranger<>() : new Acquaintance.Known<>(known);
  }

  /** Whoever has a directory says of a stranger that it cannot; whoever has none may not know. */
  static void isInTheWay(Acquaintance<?> stranger, Optional<String> obstacle) {
    if (!(stranger instanceof Acquaintance.NoDirectory<?>)) {
      assertThat(stranger).isInstanceOf(Acquaintance.Stranger.class);
      assertThat(obstacle).as("what stands in the way of a stranger").isPresent();
    }
  }

  /** Followed to its end. */
  protected final Progress ended(Progress begun) {
    return begun instanceof Progress.InProgress ? ended((Asynchronous) port(), begun) : begun;
  }

  /** Of another port, followed to its end. */
  protected static Progress ended(Asynchronous port, Progress begun) {
    return followed(
        begun,
        now -> now instanceof Progress.InProgress,
        now -> port.poll(((Progress.InProgress) now).ticket()));
  }

  /** What a look brings in the end. */
  protected static ItemRemoval.Look seen(ItemRemoval port, OnDevice item, Mandate mandate) {
    return followed(
        port.look(item, mandate),
        now -> now instanceof ItemRemoval.Look.UnderWay,
        now -> port.look(item, mandate));
  }

  /** Looked at again with growing pauses, for half a minute. */
  private static <T> T followed(T begun, Predicate<T> isOpen, UnaryOperator<T> look) {
    var now = begun;
    var pause = 2L;
    for (int looks = 0; isOpen.test(now); looks++) {
      assertThat(looks).as("looks at " + now).isLessThan(MOST_LOOKS);
      try {
        Thread.sleep(pause);
      } catch (InterruptedException stopped) {
        throw new AssertionError(stopped);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      now = look.apply(now);
    }
    return now;
  }

  /** Followed to its end, which is that it was done. */
  protected final void done(Progress begun) {
    assertThat(ended(begun)).isInstanceOf(Progress.Done.class);
  }

  /** Followed to its end, which is that there was nothing to do, and nothing was done. */
  final void already(Supplier<Progress> act) {
    nothingIsDone(() -> assertThat(ended(act.get())).isInstanceOf(Progress.Already.class));
  }

  final void nothingIsDone(Runnable during) {
    var before = backEnd().state();
    during.run();
    assertThat(backEnd().state()).as("what the back end shows").isEqualTo(before);
  }

  /** It ends in a refusal that no retry cures, be it an answer or a breakage. */
  final void isNoSuccess(Supplier<Progress> act) {
    try {
      assertThat(ended(act.get())).isInstanceOf(Progress.Failed.class);
    } catch (ConnectorException refused) {
      assertThat(refused.isPassing()).as(refused.kind() + " passes").isFalse();
      assertThat(refused.mayHaveActed()).as("it may have acted").isFalse();
    }
  }

  /** The same, and nothing is done. */
  final void isRefused(Supplier<Progress> act) {
    nothingIsDone(() -> isNoSuccess(act));
  }

  /**
   * Done, though the first call hears nothing of it: which is told as what may have been done, and
   * the same call again finds it.
   */
  final void isDoneOnceThoughItsAnswerIsLost(Supplier<Progress> act) {
    var before = backEnd().state();
    backEnd().loseNextAnswer();
    try {
      done(act.get());
    } catch (ConnectorException lost) {
      assertThat(lost.isPassing()).as(lost.kind() + " passes").isTrue();
      assertThat(lost.mayHaveActed()).as("it may have acted").isTrue();
    }
    backEnd().comeBack();
    assertThat(backEnd().state()).as("it was done").isNotEqualTo(before);

    nothingIsDone(
        () -> assertThat(ended(act.get())).isInstanceOfAny(Progress.Done.class, repeated()));
  }

  /** What a repeat is told as, beside done: what keeps no mark of mandates finds it so already. */
  Class<? extends Progress> repeated() {
    return Progress.Done.class;
  }

  /**
   * While the back end is away each of these breaks in a way that passes, which is no answer; and
   * nothing has been done when it is back.
   */
  final void isAwayFor(ThrowingCallable... calls) {
    nothingIsDone(
        () -> {
          backEnd().goAway();
          for (var call : calls) {
            assertThat(catchThrowable(call))
                .isInstanceOfSatisfying(
                    ConnectorException.class,
                    away -> assertThat(away.isPassing()).as(away.kind() + " passes").isTrue());
          }
          backEnd().comeBack();
        });
  }
}
