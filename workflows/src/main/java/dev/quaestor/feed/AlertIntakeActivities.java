package dev.quaestor.feed;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Taking in what a source told, on the starter: it knows how far each source was read. All calls
 * may be repeated: an alert that was taken in is known by what it says.
 */
@ActivityInterface
public interface AlertIntakeActivities {

  /**
   * What is to be asked of a source now: nothing while it wants to be left alone, while too many
   * cases are open, or when this starter does not read it.
   *
   * @param source as the configuration calls it
   */
  @ActivityMethod(name = "NextAlerts")
  NextRead next(String source);

  /**
   * Takes in what was read, as if the source had posted it, and then, in one transaction, keeps
   * what became of each and up to when all is read. One that cannot be read is set aside and keeps
   * nothing else out. What was taken in and says nothing new is not taken in again.
   *
   * @param query what was asked
   * @param read what came of it
   * @return what is to be asked next in this round
   * @throws RuntimeException while Temporal or the ledger is away; nothing is passed over then
   */
  @ActivityMethod(name = "TakeInAlerts")
  NextRead takeIn(AlertQuery query, AlertsRead read);
}
