package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import dev.quaestor.lab.tenant.DeviceFile;
import dev.quaestor.lab.tenant.LabDevice;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The device tables of the schema, made from the fleet. */
final class DeviceTables {

  private final Tenant tenant;

  DeviceTables(Tenant tenant) {
    this.tenant = tenant;
  }

  HuntingTable fileEvents() {
    List<Row> rows = new ArrayList<>();
    for (LabDevice device : tenant.devices().all()) {
      for (DeviceFile file : device.files()) {
        for (DeviceFile.Event event : file.events()) {
          rows.add(fileEvent(device, file, event));
        }
      }
    }
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "ActionType",
            "String",
            "FileName",
            "String",
            "FolderPath",
            "String",
            "SHA1",
            "String",
            "SHA256",
            "String",
            "FileSize",
            "Int64",
            "InitiatingProcessFileName",
            "String",
            "ReportId",
            "Int64"),
        rows);
  }

  HuntingTable processEvents() {
    List<Row> rows = new ArrayList<>();
    for (Tenant.Run run : tenant.runs()) {
      rows.add(
          new Row()
              .set("Timestamp", run.at())
              .set("DeviceId", run.deviceId())
              .set("DeviceName", name(run.deviceId()))
              .set("ActionType", "ProcessCreated")
              .set("FileName", run.fileName())
              .set("FolderPath", run.folder() + "\\" + run.fileName())
              .set("SHA1", run.sha1())
              .set("SHA256", run.sha256())
              .set("ProcessId", run.processId())
              .set("ProcessCreationTime", run.at())
              .set("ProcessCommandLine", run.commandLine())
              .set("AccountName", run.account())
              .set("ReportId", rows.size() + 1L));
    }
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "ActionType",
            "String",
            "FileName",
            "String",
            "FolderPath",
            "String",
            "SHA1",
            "String",
            "SHA256",
            "String",
            "ProcessId",
            "Int64",
            "ProcessCreationTime",
            "DateTime",
            "ProcessCommandLine",
            "String",
            "AccountName",
            "String",
            "ReportId",
            "Int64"),
        rows);
  }

  HuntingTable networkEvents() {
    List<Row> rows = new ArrayList<>();
    for (Tenant.Connection connection : tenant.connections()) {
      rows.add(
          new Row()
              .set("Timestamp", connection.at())
              .set("DeviceId", connection.deviceId())
              .set("DeviceName", name(connection.deviceId()))
              .set("ActionType", "ConnectionSuccess")
              .set("RemoteIP", connection.remoteIp())
              .set("RemoteIPType", "Public")
              .set("RemoteUrl", connection.remoteUrl())
              .set("InitiatingProcessFileName", connection.fileName())
              .set(
                  "InitiatingProcessFolderPath", connection.folder() + "\\" + connection.fileName())
              .set("InitiatingProcessSHA1", connection.sha1())
              .set("InitiatingProcessSHA256", connection.sha256())
              .set("InitiatingProcessId", connection.processId())
              .set("InitiatingProcessCreationTime", connection.at())
              .set("InitiatingProcessCommandLine", connection.fileName())
              .set("InitiatingProcessAccountName", "")
              .set("ReportId", rows.size() + 1L));
    }
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "ActionType",
            "String",
            "RemoteIP",
            "String",
            "RemoteIPType",
            "String",
            "RemoteUrl",
            "String",
            "InitiatingProcessFileName",
            "String",
            "InitiatingProcessFolderPath",
            "String",
            "InitiatingProcessSHA1",
            "String",
            "InitiatingProcessSHA256",
            "String",
            "InitiatingProcessId",
            "Int64",
            "InitiatingProcessCreationTime",
            "DateTime",
            "InitiatingProcessCommandLine",
            "String",
            "InitiatingProcessAccountName",
            "String",
            "ReportId",
            "Int64"),
        rows);
  }

  /** Of these tables the lab makes up nothing: what is in them was put there. */
  static HuntingTable registryEvents() {
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "ActionType",
            "String",
            "RegistryKey",
            "String",
            "RegistryValueType",
            "String",
            "RegistryValueName",
            "String",
            "RegistryValueData",
            "String",
            "InitiatingProcessFileName",
            "String",
            "ReportId",
            "Int64"),
        List.of());
  }

  static HuntingTable otherEvents() {
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "ActionType",
            "String",
            "FileName",
            "String",
            "FolderPath",
            "String",
            "SHA1",
            "String",
            "SHA256",
            "String",
            "AdditionalFields",
            "String",
            "InitiatingProcessFileName",
            "String",
            "ReportId",
            "Int64"),
        List.of());
  }

  static HuntingTable signIns() {
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "Application",
            "String",
            "LogonType",
            "String",
            "ErrorCode",
            "Int64",
            "AccountDisplayName",
            "String",
            "AccountObjectId",
            "String",
            "AccountUpn",
            "String",
            "DeviceName",
            "String",
            "RiskLevelAggregated",
            "Int64",
            "RiskState",
            "Int64",
            "IPAddress",
            "String",
            "Country",
            "String",
            "ReportId",
            "String"),
        List.of());
  }

  private String name(String deviceId) {
    return tenant.devices().find(deviceId).map(LabDevice::name).orElse("");
  }

  HuntingTable info() {
    Instant now = tenant.clock().instant();
    List<Row> rows = new ArrayList<>();
    for (LabDevice device : tenant.devices().all()) {
      JsonNode machine = device.inventory(now);
      rows.add(
          new Row()
              .set("Timestamp", Instant.parse(machine.path("lastSeen").asString()))
              .set("DeviceId", device.id())
              .set("DeviceName", device.name())
              .set("OSPlatform", machine.path("osPlatform").asString())
              .set("OSBuild", machine.path("osBuild").asLong(0))
              .set("PublicIP", machine.path("lastExternalIpAddress").asString())
              .set("MachineGroup", device.group())
              .set("IsAzureADJoined", machine.path("isAadJoined").asBoolean(false))
              .set("OnboardingStatus", "Onboarded")
              .set("SensorHealthState", machine.path("healthStatus").asString())
              .set("ReportId", rows.size() + 1L));
    }
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "DeviceId",
            "String",
            "DeviceName",
            "String",
            "OSPlatform",
            "String",
            "OSBuild",
            "Int64",
            "PublicIP",
            "String",
            "MachineGroup",
            "String",
            "IsAzureADJoined",
            "Boolean",
            "OnboardingStatus",
            "String",
            "SensorHealthState",
            "String",
            "ReportId",
            "Int64"),
        rows);
  }

  private static Row fileEvent(LabDevice device, DeviceFile file, DeviceFile.Event event) {
    byte[] content = file.content();
    return new Row()
        .set("Timestamp", event.at())
        .set("DeviceId", device.id())
        .set("DeviceName", device.name())
        .set("ActionType", event.actionType())
        .set("FileName", file.fileName())
        .set("FolderPath", file.folder() + "\\" + file.fileName())
        .set("SHA1", file.sha1())
        .set("SHA256", Values.text(file.sha256()))
        .set("FileSize", content == null ? 0L : (long) content.length)
        .set("InitiatingProcessFileName", event.initiatingProcess())
        .set("ReportId", 1L);
  }
}
