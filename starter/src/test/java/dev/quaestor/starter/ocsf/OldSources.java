package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import java.util.List;

/**
 * By which route each type of action can be ordered by hand; the first one is what an order says
 * that names none. Sources: Microsoft, <em>Action center</em>; <em>Take action on advanced hunting
 * query results</em>; <em>Threat Explorer: remediation</em>; <em>Live response</em>.
 */
public final class OldSources {
  private static final List<ActionSource> DEVICE = List.of(ActionSource.MANUAL_DEVICE_ACTION);
  private static final List<ActionSource> DEVICE_OR_HUNT =
      List.of(ActionSource.MANUAL_DEVICE_ACTION, ActionSource.ADVANCED_HUNTING_ACTION);
  private static final List<ActionSource> LIVE_RESPONSE =
      List.of(
          ActionSource.LIVE_RESPONSE_ACTION_API,
          ActionSource.MANUAL_LIVE_RESPONSE_ACTION,
          ActionSource.MANUAL_DEVICE_ACTION);
  private static final List<ActionSource> EMAIL = List.of(ActionSource.MANUAL_EMAIL_ACTION);
  private static final List<ActionSource> EMAIL_OR_EXPLORER =
      List.of(ActionSource.MANUAL_EMAIL_ACTION, ActionSource.EXPLORER_ACTION);
  private static final List<ActionSource> MESSAGES =
      List.of(
          ActionSource.MANUAL_EMAIL_ACTION,
          ActionSource.EXPLORER_ACTION,
          ActionSource.ADVANCED_HUNTING_ACTION);
  // The Action center has no source of its own for accounts; it lists them with mail.
  private static final List<ActionSource> ACCOUNT_OR_HUNT =
      List.of(ActionSource.MANUAL_EMAIL_ACTION, ActionSource.ADVANCED_HUNTING_ACTION);

  private OldSources() {}

  /** Never empty. */
  public static List<ActionSource> of(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE,
          ISOLATE_DEVICE,
          RESTRICT_CODE_EXECUTION,
          RUN_ANTIVIRUS_SCAN,
          STOP_AND_QUARANTINE_FILE ->
          DEVICE_OR_HUNT;
      case RELEASE_DEVICE,
          OFFBOARD_DEVICE,
          RELEASE_CODE_EXECUTION,
          RELEASE_FROM_QUARANTINE,
          CONTAIN_DEVICE,
          RELEASE_CONTAINED_DEVICE,
          EXPAND_INVESTIGATION ->
          DEVICE;
      case REQUEST_SAMPLE,
          KILL_PROCESS,
          DELETE_FILE,
          RESTORE_FILE,
          REMOVE_SCHEDULED_TASK,
          RESTORE_SCHEDULED_TASK,
          REMOVE_REGISTRY_ENTRY,
          RESTORE_REGISTRY_ENTRY,
          STOP_SERVICE,
          RESTORE_SERVICE,
          DISABLE_DRIVER,
          RESTORE_DRIVER,
          RUN_SCRIPT ->
          LIVE_RESPONSE;
      case SOFT_DELETE_EMAIL, HARD_DELETE_EMAIL, MOVE_EMAIL_TO_JUNK, MOVE_EMAIL_TO_INBOX ->
          MESSAGES;
      case QUARANTINE_EMAIL, QUARANTINE_ATTACHMENT, BLOCK_URL -> EMAIL_OR_EXPLORER;
      case UNBLOCK_URL, RESTORE_EMAIL, TURN_OFF_EXTERNAL_FORWARDING, RESTORE_FORWARDING -> EMAIL;
      case DISABLE_USER, CONFIRM_USER_COMPROMISED, REVOKE_SESSIONS, FORCE_PASSWORD_RESET ->
          ACCOUNT_OR_HUNT;
      case ENABLE_USER, DISMISS_USER_RISK -> EMAIL;
    };
  }

  public static ActionSource usualOf(ActionType type) {
    return of(type).getFirst();
  }

  /** Whether a console session would do it by a command on the device. */
  public static boolean isLiveResponse(ActionType type) {
    return of(type).contains(ActionSource.MANUAL_LIVE_RESPONSE_ACTION);
  }
}
