package dev.quaestor.feed;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What is to be said at a source of its alerts, on the starter: it knows what was said already. */
@ActivityInterface
public interface AlertWordActivities {

  /**
   * What is to be said in a source's alerts by policy, of cases that have ended and of what people
   * have said; a few at a time, and nothing that has been said.
   *
   * @return empty when there is nothing left to say
   */
  @ActivityMethod(name = "NextAlertWords")
  List<AlertWord> words(String source);

  /** Records what came of it, in the case and once; what may still be said is given again. */
  @ActivityMethod(name = "RecordAlertWord")
  void told(AlertWord word, AlertTold told);
}
