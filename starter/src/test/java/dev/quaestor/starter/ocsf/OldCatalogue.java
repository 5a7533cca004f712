package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import java.util.Arrays;
import java.util.List;

/** What can be ordered by hand, and how: for people and for clients that build forms. */
public final class OldCatalogue {

  /**
   * A choice that an order carries.
   *
   * @param values all that it may be, the first one when it is left out; empty for free text
   */
  public record Parameter(String name, boolean required, List<String> values, String description) {}

  /**
   * One type of action.
   *
   * @param targets the types of entity that it can be done to, as an order names them; empty when
   *     it cannot be ordered
   */
  public record Entry(
      ActionType type,
      List<String> targets,
      List<Parameter> parameters,
      List<ActionSource> sources) {
    public boolean orderable() {
      return !targets.isEmpty();
    }
  }

  private static final List<Entry> ALL =
      Arrays.stream(ActionType.values()).map(OldCatalogue::entry).toList();

  private OldCatalogue() {}

  /** Every type there is. */
  public static List<Entry> all() {
    return ALL;
  }

  private static Entry entry(ActionType type) {
    return new Entry(type, targets(type), parameters(type), OldSources.of(type));
  }

  private static List<String> targets(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE,
          ISOLATE_DEVICE,
          RELEASE_DEVICE,
          OFFBOARD_DEVICE,
          RESTRICT_CODE_EXECUTION,
          RELEASE_CODE_EXECUTION,
          RUN_ANTIVIRUS_SCAN,
          CONTAIN_DEVICE,
          RELEASE_CONTAINED_DEVICE,
          RUN_SCRIPT ->
          List.of("device");
      case STOP_AND_QUARANTINE_FILE, RELEASE_FROM_QUARANTINE, REQUEST_SAMPLE, DELETE_FILE ->
          List.of("file");
      case KILL_PROCESS -> List.of("process");
      case REMOVE_SCHEDULED_TASK -> List.of("scheduledTask");
      case REMOVE_REGISTRY_ENTRY -> List.of("registryEntry");
      case STOP_SERVICE -> List.of("service");
      case DISABLE_DRIVER -> List.of("driver");
      case BLOCK_URL, UNBLOCK_URL -> List.of("url");
      case SOFT_DELETE_EMAIL,
          HARD_DELETE_EMAIL,
          MOVE_EMAIL_TO_JUNK,
          MOVE_EMAIL_TO_INBOX,
          QUARANTINE_EMAIL ->
          List.of("mailMessage", "mailCluster");
      case QUARANTINE_ATTACHMENT -> List.of("mailMessage");
      case TURN_OFF_EXTERNAL_FORWARDING -> List.of("mailboxRule");
      case DISABLE_USER,
          ENABLE_USER,
          REVOKE_SESSIONS,
          CONFIRM_USER_COMPROMISED,
          DISMISS_USER_RISK,
          FORCE_PASSWORD_RESET ->
          List.of("user");
      case RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          EXPAND_INVESTIGATION ->
          List.of();
    };
  }

  private static List<Parameter> parameters(ActionType type) {
    return switch (type) {
      case ISOLATE_DEVICE ->
          List.of(
              new Parameter(
                  "isolation",
                  false,
                  List.of("FULL", "SELECTIVE"),
                  "How much of the network it keeps: nothing, or what the exclusion rules leave"));
      case RUN_ANTIVIRUS_SCAN ->
          List.of(new Parameter("scan", false, List.of("QUICK", "FULL"), "How thorough it is"));
      case QUARANTINE_ATTACHMENT ->
          List.of(new Parameter("sha256", true, List.of(), "Which attachment, by its SHA-256"));
      case RUN_SCRIPT ->
          List.of(
              new Parameter("script", true, List.of(), "The name of a script of the library"),
              new Parameter("arguments", false, List.of(), "What it is given, as one line"));
      default -> List.of();
    };
  }
}
