package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.fixtures.Fixtures;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a path lies, whatever way it is written. */
class FolderZonesTest {
  private final FolderZones zones = new FolderZones(Fixtures.policy().zones());

  @ParameterizedTest
  @CsvSource({
    "C:\\Users\\j.doe\\Downloads\\a.exe, TEMP",
    "c:\\users\\J.DOE\\downloads\\deep\\er\\a.exe, TEMP",
    "D:/Users/x/Downloads/a.exe, TEMP",
    "C:\\\\Users\\\\x\\\\Downloads\\\\a.exe, TEMP",
    "\\\\?\\C:\\Users\\x\\Downloads\\a.exe, TEMP",
    "\\Device\\HarddiskVolume3\\Users\\x\\Downloads\\a.exe, TEMP",
    "C:\\Windows\\Temp\\a.exe, TEMP",
    "/tmp/a.sh, TEMP",
    "/var/tmp/x/a.sh, TEMP",
    "C:\\Windows\\System32\\a.dll, CORE",
    "\\\\?\\C:\\WINDOWS\\system32\\a.dll, CORE",
    "\\??\\C:\\Windows\\System32\\a.dll, CORE",
    "\\\\.\\C:\\Windows\\a.dll, CORE",
    "\\Device\\HarddiskVolume3\\Windows\\System32\\a.dll, CORE",
    "C:\\Program Files (x86)\\Vendor\\a.exe, CORE",
    "C:\\Windows\\Temp\\..\\System32\\a.dll, CORE",
    "C:\\Users\\x\\Downloads\\..\\..\\..\\Windows\\a.exe, CORE",
    "C:\\Windows\\.\\a.exe, CORE",
    "/usr/bin/a, CORE",
    "/tmp/../etc/passwd, CORE",
    "/tmp/../../../../usr/bin/a, CORE",
    "D:\\data\\a.exe, OTHER",
    "\\\\server\\share\\windows\\temp\\a.exe, OTHER",
    "/home/x/tmp/a.sh, OTHER",
    "/tmpfile, OTHER"
  })
  void aPathLiesInOneZone(String path, FolderZone zone) {
    assertThat(zones.zoneOf(Optional.of(path))).isEqualTo(zone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "invoice.exe",
        "%TEMP%\\a.exe",
        "%SystemRoot%\\System32\\a.exe",
        "..\\a.exe",
        "C:\\PROGRA~1\\a.exe",
        "C:a.exe"
      })
  void aPathThatDoesNotSayWhereItLiesIsNowhere(String path) {
    assertThat(zones.zoneOf(Optional.of(path))).isEqualTo(FolderZone.NOWHERE);
  }

  @Test
  void noPathIsNowhere() {
    assertThat(zones.zoneOf(Optional.empty())).isEqualTo(FolderZone.NOWHERE);
  }

  @Test
  void aHostilePathTakesNoTime() {
    var path = "C:\\" + "..\\a\\".repeat(50_000) + "Users\\" + "x".repeat(100_000);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> zones.zoneOf(Optional.of(path)));
  }
}
