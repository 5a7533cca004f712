package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.WAZUH;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.named;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WazuhAlertTest {
  private static String alert(String fields) {
    return """
    {"id": "1.1", "timestamp": "2026-11-23T09:40:11.523+0000",
     "rule": {"level": 10, "id": "5712", "description": "d"},
     "agent": {"id": "012", "name": "web-1", "ip": "10.20.1.10"},
     "manager": {"name": "m"}, %s}"""
        .formatted(fields);
  }

  @Test
  void aSysmonAlertNamesDeviceProcessParentFileAndUser() {
    var alert = one(WAZUH);
    assertThat(alert.source()).isEqualTo(AlertSource.WAZUH);
    assertThat(alert.alertId()).isEqualTo("wazuh:wazuh-manager:1795426811.2415772");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.techniques()).containsExactly("T1059.001", "T1204.002");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11.523Z"));
    var device = entities(alert, Device.class).getFirst();
    assertThat(device.name()).isEqualTo("LAP-MEGAN");
    assertThat(device.ipAddresses()).containsExactly("10.20.30.40");
    var processes = entities(alert, ProcessArtifact.class);
    assertThat(processes).extracting(ProcessArtifact::processId).containsExactly(4780L, 3100L);
    assertThat(processes.getFirst().deviceKey()).contains(device.key());
    assertThat(processes.getFirst().startedAt())
        .isEqualTo(Instant.parse("2026-11-23T09:40:11.120Z"));
    var image = entities(alert, FileArtifact.class).getFirst();
    assertThat(image.imagePath())
        .contains("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
    assertThat(image.sha256()).startsWith("9f914d42");
    assertThat(image.sha1()).startsWith("36c5d120");
    assertThat(image.md5()).startsWith("7353f60b");
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("CONTOSO\\megan"));
    assertThat(named(alert, "integrityLevel=Medium").entity()).isInstanceOf(OtherArtifact.class);
  }

  @Test
  void aChangedFileHasItsNewHashesAndWhoChangedIt() {
    var alert = one(Samples.EVENT);
    var file = named(alert, "/etc/ld.so.preload");
    assertThat(file.roles()).contains(Role.EDITED);
    assertThat(((FileArtifact) file.entity()).sha256()).startsWith("48f09f8c");
    assertThat(((FileArtifact) file.entity()).size()).isEqualTo(28);
    assertThat(entities(alert, ProcessArtifact.class))
        .extracting(ProcessArtifact::processId)
        .containsExactly(20437L, 20411L);
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("deploy");
  }

  @Test
  void aChangedRegistryValueIsARegistryEntry() {
    var alert =
        one(
            alert(
                """
                "syscheck": {"path": "HKEY_LOCAL_MACHINE\\\\Software\\\\Run", "value_name": "x",
                             "event": "added"}"""));
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.hive()).isEqualTo("HKEY_LOCAL_MACHINE"))
        .satisfies(r -> assertThat(r.valueName()).isEqualTo("x"));
  }

  @Test
  void whoTriesPasswordsFromOutsideIsEvidence() {
    var alert =
        one(
            alert(
                """
                "data": {"srcip": "203.0.113.9", "srcport": "52211", "dstuser": "root"},
                "full_log": "Failed password for root from 203.0.113.9"
                """));
    assertThat(entities(alert, IpAddress.class).getFirst().value()).isEqualTo("203.0.113.9");
    assertThat(named(alert, "203.0.113.9").roles()).containsExactly(Role.SOURCE);
    assertThat(entities(alert, UserAccount.class).getFirst().accountName()).isEqualTo("root");
    assertThat(alert.description()).startsWith("Failed password");
  }

  @Test
  void theAgentsOwnAddressIsNoEvidence() {
    var alert = one(alert("\"data\": {\"srcip\": \"10.20.1.10\", \"dstip\": \"127.0.0.1\"}"));
    assertThat(entities(alert, IpAddress.class)).isEmpty();
  }

  @Test
  void whatVirusTotalSaysIsAReportedVerdict() {
    var alert =
        one(
            alert(
                """
                "data": {"integration": "virustotal", "virustotal": {"malicious": "1",
                  "positives": "40", "source": {"file": "/tmp/x", "md5": "%s"}}}"""
                    .formatted("0a".repeat(16))));
    assertThat(Objects.requireNonNull(named(alert, "/tmp/x").reported()).verdict())
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aNewServiceIsAService() {
    var alert =
        one(
            alert(
                """
                "data": {"win": {"system": {"eventID": "7045"},
                  "eventdata": {"serviceName": "updater", "imagePath": "C:\\\\\\\\x.exe"}}}"""));
    assertThat(entities(alert, SystemService.class))
        .singleElement()
        .satisfies(s -> assertThat(s.image()).isEqualTo("C:\\x.exe"));
  }

  @Test
  void whatAManagerGotBySyslogIsAboutItsSender() {
    var alert =
        one(
            """
            {"rule": {"level": "5", "description": "d", "id": 1}, "agent": {"id": "000", "name": "m"},
             "manager": {"name": "m"}, "id": "1", "location": "10.0.0.1",
             "predecoder": {"hostname": "fw01"}, "timestamp": "2026 Nov 23 09:40:11"}""");
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("fw01");
    assertThat(alert.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:40:11Z"));
  }

  private static String from(String agent, String location, String fields) {
    return """
    {"id": "1.1", "timestamp": "2026-11-23T09:40:11.523+0000",
     "rule": {"level": 10, "id": "5712", "description": "d"}, "manager": {"name": "siem"},
     "agent": {"id": "%s", "name": "%s"}, "location": "%s", %s}"""
        .formatted(agent, agent.equals("000") ? "siem" : "collector", location, fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          000 | office365    | {"integration": "office365", "office365": {"UserId": "meg@contoso.example", "ClientIP": "[2001:db8::7]:443"}}
          003 | office365    | {"integration": "office365", "office365": {"UserId": "meg@contoso.example", "ClientIP": "203.0.113.7:51234"}}
          000 | Azure        | {"azure_tag": "azure-log-analytics", "InitiatedBy": {"user": {"userPrincipalName": "meg@contoso.example", "ipAddress": "203.0.113.7"}}}
          000 | Wazuh-GCloud | {"integration": "gcp", "gcp": {"protoPayload": {"authenticationInfo": {"principalEmail": "meg@contoso.example"}, "requestMetadata": {"callerIp": "203.0.113.7"}}}}
          000 | github       | {"integration": "github", "github": {"actor": "meg@contoso.example", "actor_ip": "203.0.113.7"}}
          000 | Wazuh-AWS    | {"integration": "aws", "aws": {"sourceIPAddress": "203.0.113.7", "userIdentity": {"arn": "arn:aws:sts::1:assumed-role/Admin/meg@contoso.example"}}}
          000 | okta         | {"integration": "okta", "okta": {"actor": {"alternateId": "meg@contoso.example"}, "client": {"ipAddress": "203.0.113.7"}}}
          """)
  void whatWasFetchedFromACloudIsAboutItsUserAndNotAboutWhoeverFetchedIt(
      String agent, String location, String data) {
    var alert = one(from(agent, location, "\"data\": " + data));
    assertThat(entities(alert, Device.class)).isEmpty();
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.label()).isEqualTo("meg@contoso.example"));
    assertThat(entities(alert, IpAddress.class))
        .singleElement()
        .satisfies(a -> assertThat(a.value()).isIn("203.0.113.7", "2001:db8::7"));
    assertThat(alert.correlationKey()).startsWith("alert-");
  }

  @Test
  void anAlertOfGraphThatWazuhFetchedNamesWhatGraphNames() {
    var alert =
        one(
            from(
                "000",
                "ms-graph",
                """
                "data": {"integration": "ms-graph", "ms-graph": {"id": "x", "evidence": [
                  {"@odata.type": "#microsoft.graph.security.deviceEvidence", "mdeDeviceId": "m1"},
                  {"@odata.type": "#microsoft.graph.security.processEvidence", "processId": 7}]}}"""));
    assertThat(entities(alert, Device.class).getFirst().deviceId()).isEqualTo("m1");
    assertThat(entities(alert, ProcessArtifact.class).getFirst().deviceId()).isEqualTo("m1");
  }

  @Test
  void aMachineOfACloudIsTheDeviceWithItsOwnAddresses() {
    var alert =
        one(
            from(
                "000",
                "Wazuh-AWS",
                """
                "data": {"integration": "aws", "aws": {"source": "guardduty", "resource":
                  {"instanceDetails": {"instanceId": "i-0abc", "networkInterfaces":
                    {"privateIpAddress": "10.0.2.2"}}}, "service": {"action": {
                  "networkConnectionAction": {"localIpDetails": {"ipAddressV4": "10.0.2.2"},
                    "remoteIpDetails": {"ipAddressV4": "203.0.113.8"}}}}}}"""));
    assertThat(entities(alert, Device.class).getFirst().name()).isEqualTo("i-0abc");
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("203.0.113.8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /var/log/remote/fw01.log | "predecoder": {"hostname": "fw01"} | fw01
          10.0.0.1                 | "data": {"devname": "FGT60", "srcip": "10.1.2.3", "dstip": "203.0.113.9"} | FGT60
          10.0.0.1:514             | "data": {"srcip": "203.0.113.9"} | 10.0.0.1
          (ssh_integrity_check_linux) root@10.0.0.5->agentless | "syscheck": {"path": "/etc/passwd"} | 10.0.0.5
          /var/log/auth.log        | "predecoder": {"hostname": "siem"} | siem
          virustotal               | "data": {"integration": "virustotal"} | siem
          """)
  void whatAManagerRelaysIsAboutAnother(String location, String fields, String device) {
    var alert = one(from("000", location, fields));
    assertThat(entities(alert, Device.class))
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo(device))
        .satisfies(d -> assertThat(d.ipAddresses()).doesNotContain("10.1.2.3"));
  }

  @Test
  void whatAServiceSaysToTheManagerIsAboutNobodyKnown() {
    var alert = one(from("000", "misp", "\"data\": {\"integration\": \"misp\", \"x\": \"y\"}"));
    assertThat(entities(alert, Device.class)).isEmpty();
  }

  @Test
  void aSensorThatHearsOthersIsNotTheDevice() {
    var traffic =
        "\"data\": {\"event_type\": \"alert\", \"src_ip\": \"203.0.113.5\","
            + " \"dest_ip\": \"10.0.0.77\", \"alert\": {\"signature_id\": \"1\"}}";
    assertThat(entities(one(alert(traffic)), Device.class).getFirst().name())
        .isEqualTo("10.0.0.77");
    var own = one(alert(traffic.replace("10.0.0.77", "10.20.1.10")));
    assertThat(entities(own, Device.class).getFirst().name()).isEqualTo("web-1");
  }

  @ParameterizedTest
  @CsvSource({
    "remip,203.0.113.9,user_name",
    "source_ip,203.0.113.9,username",
    "client_ip,203.0.113.9,dst_user",
    "id.orig_h,203.0.113.9,targetUser",
    "src-ip,203.0.113.9:4711,srcuser"
  })
  void decodersHaveManyNamesForOneThing(String address, String value, String user) {
    var alert =
        one(
            alert(
                "\"data\": {\"%s\": \"%s\", \"%s\": \"root(uid=0)\", \"user\": \"N/A\"}"
                    .formatted(address, value, user)));
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("203.0.113.9"));
    assertThat(entities(alert, UserAccount.class))
        .singleElement()
        .satisfies(u -> assertThat(u.accountName()).isEqualTo("root"));
  }

  @Test
  void moreThanTenArgumentsStandInTheirOrder() {
    var alert =
        one(
            alert(
                """
                "data": {"audit": {"pid": "1", "execve": {"a10": "k", "a2": "c", "argc": "12",
                  "a0": "a", "a11": "l", "a1": "b"}}}"""));
    assertThat(entities(alert, ProcessArtifact.class).getFirst().commandLine())
        .isEqualTo("a b c k l");
  }

  @ParameterizedTest
  @CsvSource({
    "[x32] HKEY_LOCAL_MACHINE\\Hardware\\jk,HKEY_LOCAL_MACHINE\\Hardware\\jk",
    "[x64] HKEY_LOCAL_MACHINE\\Software\\Run,HKEY_LOCAL_MACHINE\\Software\\Run",
    "[x32] HKLM\\Software\\Run,HKEY_LOCAL_MACHINE\\Software\\WOW6432Node\\Run",
    "[x32] HKLM\\Software\\Wow6432Node\\Run,HKEY_LOCAL_MACHINE\\Software\\Wow6432Node\\Run",
    "[x32] HKLM\\Software\\Classes\\bat,HKEY_LOCAL_MACHINE\\Software\\Classes\\bat",
    "HKU\\S-1-5-21-1\\Software,HKEY_USERS\\S-1-5-21-1\\Software",
    "HKCU:\\Software,HKEY_CURRENT_USER\\Software",
    "Computer\\HKEY_CLASSES_ROOT\\bat,HKEY_CLASSES_ROOT\\bat"
  })
  void aRegistryKeyIsOneHoweverItIsWritten(String path, String key) {
    var alert = one(alert("\"syscheck\": {\"path\": \"" + path.replace("\\", "\\\\") + "\"}"));
    assertThat(entities(alert, RegistryEntry.class))
        .singleElement()
        .satisfies(r -> assertThat(r.label()).isEqualTo(key));
  }

  private static String event(String number, String values) {
    return alert(
        "\"data\": {\"win\": {\"system\": {\"eventID\": \"%s\"}, \"eventdata\": {%s}}}"
            .formatted(number, values));
  }

  @Test
  void hashesBelongToTheFileThatTheEventIsAbout() {
    var hash = "ab".repeat(32);
    var alert =
        one(
            event(
                "29",
                "\"image\": \"C:\\\\\\\\p.exe\", \"targetFilename\": \"C:\\\\\\\\t.exe\","
                    + " \"hashes\": \"SHA256="
                    + hash
                    + "\""));
    assertThat(entities(alert, FileArtifact.class))
        .extracting(FileArtifact::name, FileArtifact::sha256)
        .containsExactlyInAnyOrder(tuple("p.exe", null), tuple("t.exe", hash));
  }

  @Test
  void aServiceOfKerberosIsNoServiceOfTheMachine() {
    var alert =
        one(
            event(
                "4769",
                "\"serviceName\": \"krbtgt\", \"targetUserName\": \"meg@CONTOSO\","
                    + " \"ipAddress\": \"::ffff:10.1.1.1\", \"processName\": \"-\""));
    assertThat(entities(alert, SystemService.class)).isEmpty();
    assertThat(entities(alert, IpAddress.class)).containsExactly(new IpAddress("10.1.1.1"));
    assertThat(entities(alert, ProcessArtifact.class)).isEmpty();
  }

  @Test
  void everyKindOfThingThatDefenderAntivirusFindsIsRead() {
    var path =
        "regkey:_HKCU@S-1-5-21-1\\Software\\Run\\\\evil; taskscheduler:_C:\\Windows\\System32"
            + "\\Tasks\\Upd; service:_evilsvc; process:_pid:77,ProcessStart:1325;"
            + " file:_C:\\a;b.exe->(UTF-8); CmdLine:_cmd /c a;b; folder:_C:\\x";
    var escaped = path.replace("\\", "\\\\").replace("\\", "\\\\");
    var alert =
        one(
            event(
                "1117",
                "\"threat Name\": \"X\", \"process Name\": \"Unknown\", \"path\": \""
                    + escaped
                    + "\""));
    assertThat(alert.evidence())
        .filteredOn(e -> e.reported() != null)
        .extracting(e -> e.entity().label())
        .containsExactly(
            "HKEY_USERS\\S-1-5-21-1\\Software\\Run [evil]",
            "\\Upd",
            "evilsvc",
            "C:\\a;b.exe",
            "cmd /c a;b",
            "process (pid 77)");
  }

  @Test
  void theFirstVersionsAreReadToo() {
    var flat = one(alert("\"srcip\": \"203.0.113.9\", \"dstuser\": \"root\""));
    assertThat(entities(flat, IpAddress.class)).containsExactly(new IpAddress("203.0.113.9"));
    assertThat(entities(flat, UserAccount.class).getFirst().accountName()).isEqualTo("root");
    var event =
        one(
            alert(
                """
                "data": {"WinEvtChannel": {"System": {"EventID": "1"}, "EventData":
                  {"Image": "C:\\\\x.exe", "ProcessId": "9", "User": "CONTOSO\\\\meg",
                   "IntegrityLevel": "High"}}}"""));
    assertThat(entities(event, ProcessArtifact.class).getFirst().processId()).isEqualTo(9);
    assertThat(entities(event, UserAccount.class).getFirst().label()).isEqualTo("CONTOSO\\meg");
    assertThat(entities(event, OtherArtifact.class))
        .extracting(OtherArtifact::name)
        .containsExactly("IntegrityLevel=High");
  }

  @ParameterizedTest
  @CsvSource({"localhost", "localhost.localdomain", "-", "unknown", "127.0.0.1", "169.254.3.4"})
  void aNameThatManyMachinesHaveMakesNoCaseForAllOfThem(String name) {
    var alert = one(alert("\"syscheck\": {\"path\": \"/etc/passwd\"}").replace("web-1", name));
    assertThat(entities(alert, Device.class)).extracting(Device::name).doesNotContain(name);
  }

  @Test
  void aServersNameKeepsItsTwoBackslashes() {
    var plain = one(event("1", "\"image\": \"\\\\\\\\srv\\\\x\\\\a.exe\""));
    assertThat(named(plain, "\\\\srv\\x\\a.exe")).isNotNull();
    var escaped = one(event("1", "\"image\": \"\\\\\\\\\\\\\\\\srv\\\\\\\\x\\\\\\\\a.exe\""));
    assertThat(named(escaped, "\\\\srv\\x\\a.exe")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/x,,",
    "/x,evil.example,http://evil.example/x",
    "index.php?id=1,,",
    "evil.example:443,,evil.example:443",
    "http://evil.example/x,,http://evil.example/x",
    "*,,",
    "-,,"
  })
  void onlyWhatNamesAHostIsAUrl(String url, String host, String right) {
    var alert =
        one(
            alert(
                "\"data\": {\"url\": \"%s\"%s}"
                    .formatted(url, host == null ? "" : ", \"hostname\": \"" + host + "\"")));
    assertThat(entities(alert, Url.class).stream().map(Url::value).toList())
        .isEqualTo(right == null ? List.of() : List.of(right));
  }

  @ParameterizedTest
  @CsvSource({
    "0,INFORMATIONAL",
    "3,INFORMATIONAL",
    "4,LOW",
    "6,LOW",
    "7,MEDIUM",
    "11,MEDIUM",
    "12,HIGH",
    "15,HIGH",
    "16,HIGH"
  })
  void levelsAreSeverities(int level, Severity severity) {
    assertThat(one(WAZUH.replace("\"level\": 12", "\"level\": \"" + level + "\"")).severity())
        .isEqualTo(severity);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal(WAZUH.replace("\"level\": 12", "\"level\": \"dire\"")))
        .extracting(Problem::path)
        .containsExactly("rule.level");
    assertThat(refusal("{\"rule\": 5, \"agent\": {}}"))
        .extracting(Problem::path)
        .containsExactly("rule");
    assertThat(refusal(WAZUH.replace("2026-11-23T09:40:11.523+0000", "soon")))
        .extracting(Problem::path)
        .containsExactly("timestamp");
  }
}
