package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.http.BackEndJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A machine action as the back end has it.
 *
 * @param updated when its status last changed; the creation when that is not said
 * @param sha1 of the file that it is about, lower case
 * @param commands of a live response, as they stand
 */
record MachineAction(
    String id,
    Type type,
    Status status,
    String machineId,
    String comment,
    @Nullable String scope,
    Instant created,
    Instant updated,
    @Nullable String sha1,
    @Nullable String trouble,
    JsonNode commands) {

  static final String UNMANAGED = "UnManagedDevice";

  static final Comparator<MachineAction> BY_CHANGE = Comparator.comparing(MachineAction::updated);

  enum Type {
    ISOLATE("Isolate"),
    UNISOLATE("Unisolate"),
    RESTRICT("RestrictCodeExecution"),
    UNRESTRICT("UnrestrictCodeExecution"),
    SCAN("RunAntiVirusScan"),
    QUARANTINE("StopAndQuarantineFile"),
    PACKAGE("CollectInvestigationPackage"),
    OFFBOARD("Offboard"),
    LIVE_RESPONSE("LiveResponse"),
    OTHER("-");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }

    /** Whether it takes another one back: a device on which neither is on record is free. */
    boolean releases() {
      return this == UNISOLATE || this == UNRESTRICT;
    }

    static Type of(@Nullable String name) {
      for (var type : values()) {
        if (type.wireName.equalsIgnoreCase(name)) {
          return type;
        }
      }
      return OTHER;
    }
  }

  enum Status {
    PENDING,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED;

    static Status of(@Nullable String name) {
      return switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
        case "pending" -> PENDING;
        case "succeeded" -> SUCCEEDED;
        case "failed" -> FAILED;
        case "timeout" -> TIMED_OUT;
        case "cancelled", "canceled" -> CANCELLED;
        // A status of tomorrow is not an end: it is asked again.
        default -> IN_PROGRESS;
      };
    }
  }

  static MachineAction read(JsonNode json) {
    var id = BackEndJson.text(json, "id");
    if (id == null) {
      throw new ConnectorException(
          ConnectorException.Kind.MALFORMED_ANSWER,
          "Defender returned a machine action without an id");
    }
    var created = BackEndJson.time(json, "creationDateTimeUtc");
    // Lists and single reads call it by two names.
    var updated = BackEndJson.time(json, "lastUpdateDateTimeUtc", "lastUpdateTimeUtc");
    var file = BackEndJson.field(json, "relatedFileInfo");
    var hash = BackEndJson.text(file, "fileIdentifier");
    var sha1 = "Sha1".equalsIgnoreCase(BackEndJson.text(file, "fileIdentifierType")) ? hash : null;
    var since = created == null ? Instant.EPOCH : created;
    return new MachineAction(
        id,
        Type.of(BackEndJson.text(json, "type")),
        Status.of(BackEndJson.text(json, "status")),
        BackEndJson.textOr(json, "machineId", ""),
        BackEndJson.textOr(json, "requestorComment", ""),
        BackEndJson.text(json, "scope"),
        since,
        updated == null ? since : updated,
        sha1 == null ? null : sha1.toLowerCase(Locale.ROOT),
        trouble(json),
        BackEndJson.field(json, "commands"));
  }

  /** What the back end says went wrong; a live response says it of its commands. */
  private static @Nullable String trouble(JsonNode json) {
    var whole = BackEndJson.text(json, "troubleshootInfo");
    var ofCommands =
        BackEndJson.objects(json, "commands").stream()
            .flatMap(command -> BackEndJson.texts(command, "errors").stream())
            .collect(Collectors.joining("; "));
    var all = Stream.of(whole == null ? "" : whole, ofCommands).filter(t -> !t.isBlank()).toList();
    return all.isEmpty() ? null : PlainSentence.of(String.join(" ", all));
  }

  /**
   * How our own actions are recognised: no field that a caller sets is returned but the comment.
   */
  static String mark(Mandate mandate) {
    return mark(mandate.actionId());
  }

  static String mark(String actionId) {
    return "[quaestor:" + actionId + "]";
  }

  boolean isOf(Mandate mandate) {
    return isOf(mandate.actionId());
  }

  boolean isOf(String actionId) {
    return comment.contains(mark(actionId));
  }

  /**
   * Whether it does no more than a part of what its kind can do; one that does not say does all.
   */
  boolean isPartial() {
    return "Selective".equalsIgnoreCase(scope) || "Quick".equalsIgnoreCase(scope);
  }

  /** Whether it is an isolation that the other devices keep up around one that is not managed. */
  boolean isContainment() {
    return type == Type.ISOLATE && UNMANAGED.equalsIgnoreCase(scope);
  }

  boolean isOpen() {
    return status == Status.PENDING || status == Status.IN_PROGRESS;
  }

  boolean succeeded() {
    return status == Status.SUCCEEDED;
  }

  /**
   * @param away whether it waits for a device that is not there
   */
  Progress progress(boolean away) {
    var what = "Defender's " + type.wireName() + " " + id;
    return switch (status) {
      case PENDING ->
          new Progress.InProgress(
              id, away, what + (away ? " is waiting for the device" : " has not started"));
      case IN_PROGRESS -> new Progress.InProgress(id, away, what + " is in progress");
      case SUCCEEDED -> new Progress.Done(what + " succeeded at " + updated);
      case FAILED ->
          new Progress.Failed(
              "DEVICE_ACTION_FAILED", what + " failed" + (trouble == null ? "" : ": " + trouble));
      case TIMED_OUT -> new Progress.Failed("DEVICE_ACTION_TIMED_OUT", what + " timed out");
      case CANCELLED -> new Progress.Failed("DEVICE_ACTION_CANCELLED", what + " was cancelled");
    };
  }
}
