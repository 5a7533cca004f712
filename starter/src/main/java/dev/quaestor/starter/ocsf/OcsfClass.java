package dev.quaestor.starter.ocsf;

import java.util.Arrays;
import java.util.Optional;

/**
 * The event classes of OCSF that Quaestor emits (schema 1.3.0, categories Findings and
 * Remediation).
 */
public enum OcsfClass {
  /** One investigation. */
  INCIDENT_FINDING(2005, "Incident Finding", 2, "Findings"),
  /** An action that is on no file, process or network connection. */
  REMEDIATION_ACTIVITY(7001, "Remediation Activity", 7, "Remediation"),
  FILE_REMEDIATION_ACTIVITY(7002, "File Remediation Activity", 7, "Remediation"),
  PROCESS_REMEDIATION_ACTIVITY(7003, "Process Remediation Activity", 7, "Remediation"),
  NETWORK_REMEDIATION_ACTIVITY(7004, "Network Remediation Activity", 7, "Remediation");

  private final int uid;
  private final String caption;
  private final int categoryUid;
  private final String categoryName;

  OcsfClass(int uid, String caption, int categoryUid, String categoryName) {
    this.uid = uid;
    this.caption = caption;
    this.categoryUid = categoryUid;
    this.categoryName = categoryName;
  }

  public int uid() {
    return uid;
  }

  /** Empty when Quaestor emits no such class. */
  public static Optional<OcsfClass> ofUid(int uid) {
    return Arrays.stream(values()).filter(c -> c.uid == uid).findFirst();
  }

  /** What every event of this class says of itself; {@code type_uid} = class × 100 + activity. */
  Attributes event(Code activity) {
    return new Attributes()
        .put("activity_id", activity.id())
        .put("activity_name", activity.caption())
        .put("category_uid", categoryUid)
        .put("category_name", categoryName)
        .put("class_uid", uid)
        .put("class_name", caption)
        .put("type_uid", uid * 100L + activity.id())
        .put("type_name", caption + ": " + (activity.id() == 99 ? "Other" : activity.caption()));
  }
}
