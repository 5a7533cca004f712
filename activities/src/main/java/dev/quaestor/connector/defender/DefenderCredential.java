package dev.quaestor.connector.defender;

import static dev.quaestor.action.ActionType.*;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * What of Defender's application permissions is needed for what, as the page of each API names
 * them.
 */
final class DefenderCredential implements CredentialCheck {
  private static final String PAGES = "Defender for Endpoint API, ";

  private final BackEndClient api;
  private final List<Right> needed;

  /**
   * @param liveResponse whether scripts are run on devices at all
   * @param release whether files are given back from quarantine by one
   */
  DefenderCredential(BackEndClient api, boolean liveResponse, boolean release) {
    this.api = api;
    this.needed = needed(liveResponse, release);
  }

  private static List<Right> needed(boolean liveResponse, boolean release) {
    var needed =
        new ArrayList<Right>(
            List.of(
                Right.toLook(
                    PAGES + "Get machine by ID", "Machine.Read.All", "Machine.ReadWrite.All"),
                Right.toLook(PAGES + "Get file information", "File.Read.All"),
                Right.toLook(PAGES + "Advanced hunting", "AdvancedQuery.Read.All"),
                Right.toLook(PAGES + "List indicators", "Ti.ReadWrite", "Ti.ReadWrite.All"),
                to("Isolate machine", "Machine.Isolate", ISOLATE_DEVICE, RELEASE_DEVICE),
                to(
                    "Isolate machine (UnManagedDevice)",
                    "Machine.Isolate",
                    CONTAIN_DEVICE,
                    RELEASE_CONTAINED_DEVICE),
                to(
                    "Restrict app execution",
                    "Machine.RestrictExecution",
                    RESTRICT_CODE_EXECUTION,
                    RELEASE_CODE_EXECUTION),
                to("Run antivirus scan", "Machine.Scan", RUN_ANTIVIRUS_SCAN),
                to("Offboard machine", "Machine.Offboard", OFFBOARD_DEVICE),
                to(
                    "Collect investigation package",
                    "Machine.CollectForensics",
                    COLLECT_INVESTIGATION_PACKAGE),
                to(
                    "Stop and quarantine file",
                    "Machine.StopAndQuarantine",
                    STOP_AND_QUARANTINE_FILE),
                new Right(
                    List.of("Ti.ReadWrite", "Ti.ReadWrite.All"),
                    List.of(BLOCK_URL, UNBLOCK_URL),
                    PAGES + "Submit or update indicator")));
    if (liveResponse) {
      var scripted =
          new ArrayList<ActionType>(
              List.of(
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
                  RUN_SCRIPT));
      if (release) {
        scripted.add(RELEASE_FROM_QUARANTINE);
      }
      needed.add(to("Upload to the live response library", "Library.Manage", scripted));
      scripted.add(REQUEST_SAMPLE);
      needed.add(to("Run live response", "Machine.LiveResponse", scripted));
    }
    return List.copyOf(needed);
  }

  private static Right to(String page, String name, ActionType... actions) {
    return to(page, name, List.of(actions));
  }

  private static Right to(String page, String name, List<ActionType> actions) {
    return new Right(List.of(name), actions, PAGES + page);
  }

  @Override
  public Remedies remedies() {
    return api.remedies();
  }

  @Override
  public String sentence() {
    return api.sentence();
  }

  @Override
  public Access access() {
    var credential = api.credential();
    var access = new Access(credential.roles(), needed, credential.ahead());
    if (credential.roles().isEmpty() || access.missing(List.of()).isEmpty()) {
      // A token that is issued may still be meant for another API.
      BackEndClient.ifThere(() -> api.call(Request.get("/api/machines").query("$top", "1")));
    }
    return access;
  }
}
