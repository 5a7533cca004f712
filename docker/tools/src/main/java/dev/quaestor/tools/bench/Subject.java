package dev.quaestor.tools.bench;

import java.util.Map;

/** What can be measured: the engine, or the bare workflow beside it. */
interface Subject {

  /**
   * One alert and its run, from beginning to end.
   *
   * @param workflowId whose history tells what was done
   * @param nanos how long each thing took that this course has
   */
  record Run(String workflowId, Map<Measure, Long> nanos) {}

  /**
   * Sends one alert and returns when its workflow has ended. Safe for use by many threads.
   *
   * @throws RuntimeException when it does not go the way it must
   */
  Run run(MeasuredPath course);
}
