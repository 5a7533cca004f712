package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a path lies, whatever way it is written. */
class FolderZonesTest {
  /** The folders of the shipped policy. */
  private static final FolderZones ZONES =
      new FolderZones(
          List.of(
              new ZonePatterns(
                  FolderZone.TEMP,
                  List.of(
                      "\\users\\*\\appdata\\local\\temp\\*",
                      "\\users\\*\\downloads\\*",
                      "\\documents and settings\\*\\local settings\\temp\\*",
                      "\\windows\\temp\\*",
                      "/tmp/*",
                      "/var/tmp/*",
                      "/dev/shm/*",
                      "/home/*/Downloads/*",
                      "/root/Downloads/*")),
              new ZonePatterns(
                  FolderZone.CORE,
                  List.of(
                      "\\windows\\*",
                      "\\program files\\*",
                      "\\program files (x86)\\*",
                      "/usr/*",
                      "/bin/*",
                      "/etc/*"))));

  /** A path, and where it lies. */
  private static final String TABLE =
      """
      TEMP    C:\\Users\\j.doe\\Downloads\\a.exe
      TEMP    C:\\Users\\j.doe\\AppData\\Local\\Temp\\7z1\\a.exe
      TEMP    C:\\Windows\\Temp\\a.exe
      TEMP    C:\\Documents and Settings\\x\\Local Settings\\Temp\\a.exe
      CORE    C:\\Windows\\System32\\a.dll
      CORE    C:\\Program Files\\Vendor\\a.exe
      CORE    C:\\Program Files (x86)\\Vendor\\a.exe
      OTHER   D:\\data\\a.exe
      OTHER   C:\\ProgramData\\a.exe
      OTHER   C:\\Windowsapps\\a.exe

      # Linux
      TEMP    /tmp/a.sh
      TEMP    /var/tmp/x/a.sh
      TEMP    /dev/shm/a
      TEMP    /home/ann/Downloads/a.sh
      CORE    /usr/bin/a
      CORE    /etc/cron.d/a
      OTHER   /home/x/tmp/a.sh
      OTHER   /tmpfile
      OTHER   /tmp:x/a.sh

      # case
      TEMP    c:\\users\\J.DOE\\downloads\\deep\\er\\a.exe
      CORE    \\\\?\\C:\\WINDOWS\\system32\\a.dll

      # separators
      TEMP    D:/Users/x/Downloads/a.exe
      TEMP    C:\\\\Users\\\\x\\\\Downloads\\\\a.exe
      TEMP    C:\\Users/x\\Downloads/a.exe
      TEMP    /tmp//x///a.sh
      TEMP    //tmp/a.sh

      # . and ..
      CORE    C:\\Windows\\Temp\\..\\System32\\a.dll
      CORE    C:\\Users\\x\\Downloads\\..\\..\\..\\Windows\\a.exe
      CORE    C:\\Windows\\.\\a.exe
      CORE    /tmp/../etc/passwd
      CORE    /tmp/../../../../usr/bin/a
      TEMP    /usr/../tmp/a.sh

      # how the kernel and the device namespace write a drive
      TEMP    \\\\?\\C:\\Users\\x\\Downloads\\a.exe
      CORE    \\??\\C:\\Windows\\System32\\a.dll
      CORE    \\\\.\\C:\\Windows\\a.dll
      TEMP    \\Device\\HarddiskVolume3\\Users\\x\\Downloads\\a.exe
      CORE    \\Device\\HarddiskVolume12\\Windows\\System32\\a.dll
      CORE    \\\\?\\GLOBALROOT\\Device\\HarddiskVolume3\\Windows\\a.dll
      CORE    \\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\a.dll
      CORE    \\\\?\\Volume{b75e2c83-0000-0000-0000-602f00000000}\\Windows\\a.dll
      CORE    \\SystemRoot\\System32\\drivers\\a.sys
      CORE    \\Windows\\System32\\a.dll

      # shares: a server is no folder of this device
      OTHER   \\\\server\\share\\windows\\temp\\a.exe
      OTHER   \\\\tmp\\share\\a.exe
      OTHER   \\\\?\\UNC\\server\\share\\a.exe
      OTHER   \\Device\\Mup\\server\\share\\a.exe
      OTHER   \\\\server\\share\\..\\..\\windows\\a.exe
      NOWHERE \\\\server\\C$\\Windows\\a.exe
      NOWHERE \\\\server\\ADMIN$\\a.exe

      # alternate data streams lie where their file lies
      TEMP    C:\\Users\\x\\Downloads\\a.txt:evil.exe
      CORE    C:\\Windows:evil.exe
      CORE    C:\\Windows\\System32:evil.exe:$DATA
      CORE    C:\\Windows::$INDEX_ALLOCATION\\System32\\a.exe

      # dots and spaces at the end, which Win32 cuts off and the kernel does not
      CORE    C:\\Windows\\System32\\a.exe.
      TEMP    C:\\Users\\x\\Downloads\\a.exe...
      NOWHERE C:\\Windows \\System32\\a.exe
      NOWHERE C:\\Users\\x\\Downloads.\\a.exe
      OTHER   C:\\data.\\a.exe

      # short names: what they stand for depends on the disk
      NOWHERE C:\\PROGRA~1\\a.exe
      NOWHERE C:\\DOCUME~1\\x\\LOCALS~1\\Temp\\a.exe
      NOWHERE C:\\data\\SOMETH~1.EXE
      TEMP    C:\\Users\\JOHNDO~1\\AppData\\Local\\Temp\\a.exe
      CORE    C:\\Windows\\SYSTEM~1\\a.exe

      # variables whose place is known by what they are
      CORE    %SystemRoot%\\System32\\a.exe
      CORE    %windir%\\a.exe
      TEMP    %SystemRoot%\\Temp\\a.exe
      CORE    %SYSTEMROOT%\\Temp\\..\\a.exe
      CORE    %SystemDrive%\\Windows\\a.exe
      CORE    %ProgramFiles%\\Vendor\\a.exe
      CORE    %ProgramFiles(x86)%\\Vendor\\a.exe
      CORE    %ProgramW6432%\\Vendor\\a.exe
      CORE    %CommonProgramFiles%\\a.exe
      OTHER   %ProgramData%\\a.exe
      TEMP    %TEMP%\\a.exe
      TEMP    %tmp%\\a.exe
      TEMP    %USERPROFILE%\\Downloads\\a.exe
      OTHER   %USERPROFILE%\\a.exe
      OTHER   %APPDATA%\\a.exe
      OTHER   %LOCALAPPDATA%\\a.exe
      TEMP    %LOCALAPPDATA%\\Temp\\a.exe
      TEMP    %PUBLIC%\\Downloads\\a.exe
      TEMP    $HOME/Downloads/a.sh
      TEMP    ${HOME}/Downloads/a.sh
      TEMP    ~/Downloads/a.sh
      OTHER   ~/a.sh

      # any other may lead anywhere
      NOWHERE ${TMPDIR}/a.sh
      NOWHERE $TMPDIR/a.sh
      NOWHERE %FOO%\\a.exe
      NOWHERE C:\\Users\\%FOO%\\..\\..\\Windows\\a.exe
      NOWHERE %HOMEDRIVE%%HOMEPATH%\\a.exe
      NOWHERE ~ann/Downloads/a.sh

      # nothing says where
      NOWHERE invoice.exe
      NOWHERE ..\\a.exe
      NOWHERE C:a.exe
      NOWHERE Downloads\\a.exe
      """;

  record Row(FolderZone zone, String path) {}

  static List<Row> rows() {
    return TABLE
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .map(l -> new Row(FolderZone.valueOf(l.substring(0, 8).strip()), l.substring(8)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPathLiesInOneZone(Row row) {
    assertThat(ZONES.zoneOf(Optional.of(row.path()))).isEqualTo(row.zone());
  }

  @Test
  void noPathIsNowhere() {
    assertThat(ZONES.zoneOf(Optional.empty())).isEqualTo(FolderZone.NOWHERE);
    assertThat(ZONES.zoneOf(Optional.of(""))).isEqualTo(FolderZone.NOWHERE);
    assertThat(ZONES.zoneOf(Optional.of("  "))).isEqualTo(FolderZone.NOWHERE);
  }

  @Test
  void aPatternMayBeWrittenAsAnyPathAndCountsFromTheRootOtherwise() {
    var zones =
        new FolderZones(
            List.of(
                new ZonePatterns(
                    FolderZone.TEMP, List.of("*\\scratch\\*", "%PUBLIC%\\x\\*", "D:/in/*"))));
    for (var path : List.of("C:\\a\\scratch\\b", "C:\\Users\\Public\\x\\b", "E:\\in\\b")) {
      assertThat(zones.zoneOf(Optional.of(path))).as(path).isEqualTo(FolderZone.TEMP);
    }
  }

  @Test
  void aHostilePathTakesNoTime() {
    for (var path :
        List.of(
            "C:\\" + "..\\a\\".repeat(50_000) + "Users\\" + "x".repeat(100_000),
            "%" + "a".repeat(200_000),
            "C:\\" + "%a".repeat(100_000),
            "C:\\" + ". ".repeat(100_000),
            "\\\\" + "a\\".repeat(100_000))) {
      org.junit.jupiter.api.Assertions.assertTimeout(
          Duration.ofSeconds(2), () -> ZONES.zoneOf(Optional.of(path)));
    }
  }
}
