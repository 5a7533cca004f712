package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The alert that an antivirus scan raises about a file. */
final class ScanAlert {
  private ScanAlert() {}

  static ObjectNode of(
      String id, LabDevice device, DeviceFile file, ObjectNode reputation, Instant at) {
    String time = LabJson.defenderTime(at);
    ObjectNode alert = LabJson.object();
    alert.put("id", id);
    alert.putNull("incidentId").putNull("investigationId").putNull("assignedTo");
    alert.put("severity", "Medium").put("status", "New");
    alert.putNull("classification").putNull("determination");
    alert.put("investigationState", "UnsupportedAlertType");
    alert.put("detectionSource", "WindowsDefenderAv").put("category", "Malware");
    alert.put("threatName", LabJson.text(reputation, "determinationValue"));
    alert.put("title", "A scan found malware");
    alert.put("description", "An antivirus scan found " + file.fileName() + " on the device.");
    for (String name :
        new String[] {"alertCreationTime", "firstEventTime", "lastEventTime", "lastUpdateTime"}) {
      alert.put(name, time);
    }
    alert.putNull("resolvedTime");
    alert.put("machineId", device.id()).put("computerDnsName", device.name());
    alert.put("rbacGroupName", device.group());
    alert.putArray("mitreTechniques");
    alert.putArray("comments");
    alert
        .putArray("evidence")
        .addObject()
        .put("entityType", "File")
        .put("evidenceCreationTime", time)
        .put("sha1", file.sha1())
        .put("sha256", file.sha256())
        .put("fileName", file.fileName())
        .put("filePath", file.folder())
        .put("detectionStatus", "Detected");
    return alert;
  }
}
