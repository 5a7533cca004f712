package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.RegistryEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "The script for Windows, which is NOT RUN here: only the patterns by which it takes names")
class WindowsNamesTest {

  /** One line of the table. */
  record Case(String pattern, boolean taken, String text) {}

  static List<Case> cases() throws IOException {
    try (var in = WindowsNamesTest.class.getResourceAsStream("quaestor-live-response.cases.tsv");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cell -> new Case(cell[0], cell[1].equals("yes"), unescaped(cell[2])))
          .toList();
    }
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\(\\\\|u([0-9a-f]{4}))")
        .matcher(text)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    found.group(2) == null
                        ? "\\"
                        : Character.toString(Integer.parseInt(found.group(2), 16))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNameIsTakenOrNot(Case one) {
    assertThat(WindowsNames.pattern(one.pattern()).matcher(one.text()).find())
        .isEqualTo(one.taken());
  }

  @Test
  void everyPatternOfTheScriptIsInTheTable() throws IOException {
    var tried = cases().stream().map(Case::pattern).distinct().toList();
    var used =
        Pattern.compile("(?m)^[$]((?:plain|wide)\\w+) = '")
            .matcher(ScriptShelf.Own.WINDOWS.text())
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(tried).containsExactlyInAnyOrderElementsOf(used);
    for (var name : used) {
      assertThat(ScriptShelf.Own.WINDOWS.text()).containsPattern("Plain [$]" + name + "\\b");
    }
  }

  @Test
  void theScriptSaysThatItDidNotRun() {
    assertThat(ScriptShelf.Own.WINDOWS.text()).contains("# NOT RUN IN TESTS:");
  }

  static Stream<String> elsewhere() {
    return Stream.of(
        "\\\\host\\share", "\\\\?\\C:", "\\\\?\\UNC\\host\\share", "\\\\.\\C:", "//host/share");
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void aFileOnAnotherMachineOrBehindADeviceNameIsNotOffered(String folder) {
    assertThat(Removals.path(file(folder, "x.exe")).orElseThrow())
        .contains("another machine or names a device");
  }

  @ParameterizedTest
  @CsvSource({"C:\\a, x.exe:stream", "C:\\a, x.exe.", "C:\\a\\..\\b, x", "C:\\a, NUL"})
  void aPathThatWindowsReadsInMoreThanOneWayIsNotOffered(String folder, String name) {
    assertThat(Removals.path(file(folder, name)).orElseThrow()).contains("more than one way");
  }

  @ParameterizedTest
  @CsvSource({"C:\\a b, x.exe", "C:/a/b, x.exe", "C:\\, x", "/tmp/a, x:y."})
  void aPlainPathIs(String folder, String name) {
    assertThat(Removals.path(file(folder, name))).isEmpty();
  }

  private static FileArtifact file(String folder, String name) {
    return new FileArtifact("d", name, folder, null, null, null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "SYSTEM\\\\\\Select, SYSTEM\\Select",
    "\\\\SYSTEM\\\\CurrentControlSet\\\\Services\\\\x\\\\, SYSTEM\\CurrentControlSet\\Services\\x",
  })
  void repeatedBackslashesMakeNoKeyLookNarrower(String written, String read) {
    var path =
        RegistryPath.of(new RegistryEntry("d", "HKEY_LOCAL_MACHINE", written, null, null, null));

    assertThat(path).contains(new RegistryPath("LocalMachine", read));
    assertThat(WindowsNames.isWideKey("SYSTEM\\Select")).isTrue();
  }
}
