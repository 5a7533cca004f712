package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a state on or off.
 *
 * @param port null where the back end answers at once
 * @param standing reads the state
 * @param wanted what must be read when it is done
 * @param before what its run is taken back by, from the state before it; nothing where it cannot be
 * @param after completes that once it is done
 * @param again whether it is done again where it stands: what was locked away may have come back
 * @param so the state for people, as {@code the device is isolated}
 * @param otherwise what else is to be said where it is so already, as a clause; empty for nothing
 */
record SwitchEffect(
    @Nullable Asynchronous port,
    Supplier<Standing> standing,
    Standing wanted,
    Act act,
    Supplier<Receipt> before,
    UnaryOperator<Receipt> after,
    boolean again,
    String so,
    Supplier<Optional<String>> otherwise)
    implements AsynchronousEffect {

  /**
   * Whose state before it can only be the other one.
   *
   * @param undoable whether its run can be taken back
   */
  SwitchEffect(
      @Nullable Asynchronous port,
      Supplier<Standing> standing,
      Standing wanted,
      Act act,
      boolean undoable,
      String so) {
    this(
        port,
        standing,
        wanted,
        act,
        () -> undoable ? new Receipt.State(false) : new Receipt.None(),
        receipt -> receipt,
        false,
        so,
        Optional::empty);
  }

  SwitchEffect(
      @Nullable Asynchronous port,
      Supplier<Standing> standing,
      Standing wanted,
      Act act,
      Supplier<Receipt> before,
      UnaryOperator<Receipt> after,
      boolean again,
      String so) {
    this(port, standing, wanted, act, before, after, again, so, Optional::empty);
  }

  /** The same, with something to say where it is so already. */
  SwitchEffect saying(Supplier<Optional<String>> clause) {
    return new SwitchEffect(port, standing, wanted, act, before, after, again, so, clause);
  }

  /** Does it. */
  @FunctionalInterface
  interface Act {
    Progress apply(Mandate mandate);
  }

  /** What was changed a moment ago may be read a moment late. */
  private static final List<Duration> LOOKS =
      List.of(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(400));

  @Override
  public Preparation prepare() {
    if (!again && standing.get() == wanted) {
      var said = otherwise.get().map(clause -> so + ", but " + clause).orElse(so + " already");
      return new Preparation.Refused(new Outcome.AlreadyInState(said));
    }
    return new Preparation.Ready(before.get());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    return settle(act.apply(mandate), receipt);
  }

  @Override
  public Outcome done(Receipt receipt, String said) {
    for (var wait : LOOKS) {
      ActivityPause.pause(wait);
      if (standing.get() == wanted) {
        return new Outcome.Succeeded(after.apply(receipt), so + ": " + said);
      }
    }
    return new Outcome.Unknown(receipt, said + ", but the back end does not say that " + so);
  }
}
