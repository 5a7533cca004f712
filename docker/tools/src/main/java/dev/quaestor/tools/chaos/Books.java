package dev.quaestor.tools.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What ledger, Temporal and lab say when all has come to rest.
 *
 * @param cases of the ledger
 * @param runningWorkflows ids of the workflows that Temporal runs
 * @param failingWorkflows those of them whose task fails again and again, with what it fails of
 * @param effects what was done on the lab
 * @param isolatedDevices their ids, as the lab has them now
 */
record Books(
    List<Case> cases,
    Set<String> runningWorkflows,
    Map<String, String> failingWorkflows,
    List<Effect> effects,
    Set<String> isolatedDevices) {

  /**
   * @param ended whether the ledger holds it for over
   * @param alerts ids, as the sensor gave them
   * @param gaps what is missing or twice in its log
   */
  record Case(
      String id,
      String workflowId,
      String state,
      boolean ended,
      List<String> alerts,
      List<Action> actions,
      List<String> gaps) {}

  /**
   * @param device id of the machine that it is done on; empty for what is done elsewhere
   * @param decisionsRecorded how often the log says that it was decided
   */
  record Action(
      String id,
      String type,
      String device,
      String decision,
      String execution,
      String undo,
      int decisionsRecorded) {}

  /**
   * A machine action of the lab.
   *
   * @param actionId whose it was, by the mark that it carries; empty without one
   * @param took whether it took effect
   */
  record Effect(String actionId, String type, String device, boolean took) {}
}
