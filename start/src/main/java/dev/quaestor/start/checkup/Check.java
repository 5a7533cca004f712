package dev.quaestor.start.checkup;

import dev.quaestor.start.check.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One look at one thing, or at a few that are looked at together.
 *
 * @param name of what is looked at
 * @param bound within which it must have ended; what it has not said by then is not waited for
 * @param look may be interrupted; what it throws is what came of it
 */
public record Check(String name, Duration bound, Callable<List<CheckResult>> look) {

  /** Whatever else is away, a look at one thing takes no longer. */
  public static final Duration ORDINARY = Duration.ofSeconds(10);

  /** With the bound that is right for most. */
  public static Check of(String name, Callable<List<CheckResult>> look) {
    return new Check(name, ORDINARY, look);
  }
}
