package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.fixtures.Fixtures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are skipped, and that no odd spelling widens the hole. */
class ExclusionsTest {
  private static final Exclusions EXCLUSIONS =
      new Exclusions(
          with(
              new Policy.Exclusion(
                  "build", List.of("\\build", "/opt/ci/"), null, null, "compilers drop odd files"),
              new Policy.Exclusion("logs", null, List.of("log", ".tar.gz"), null, null),
              new Policy.Exclusion(
                  "tool", List.of("\\tools"), List.of("exe"), List.of("scan*"), null)));

  static Policy with(Policy.Exclusion... exclusions) {
    var p = Fixtures.policy();
    return new Policy(
        p.name(),
        p.deviceGroups(),
        p.defaultLevel(),
        p.zones(),
        p.rules(),
        p.approvals(),
        p.guardrails(),
        p.limits(),
        null,
        p.manual(),
        List.of(exclusions),
        List.of());
  }

  private static @Nullable String of(@Nullable String directory, String name) {
    var file = new FileArtifact("d1", name, directory, "ab", null, null, null, null);
    return EXCLUSIONS.of(file).map(Policy.Exclusion::id).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\build, a.exe, build",
    "D:\\BUILD\\deep\\er, a.exe, build",
    "\\\\?\\C:\\build, a.exe, build",
    "\\Device\\HarddiskVolume3\\Build, a.exe, build",
    "/opt/ci/jobs, a.sh, build",
    "C:\\x\\..\\build, a.exe, build",
    "C:\\builder, a.exe, ",
    "C:\\x\\build, a.exe, ",
    "C:\\build\\..\\x, a.exe, ",
    "\\\\server\\build, a.exe, ",
    "build, a.exe, ",
    "%TEMP%, a.exe, ",
    "C:\\x, a.LOG, logs",
    "C:\\x, a.tar.gz, logs",
    "C:\\x, a.log.exe, ",
    "C:\\x, a.exe:b.log, ",
    "C:\\tools, scanner.exe, tool",
    "C:\\tools, scanner.dll, ",
    "C:\\tools, other.exe, ",
    "C:\\tools , scanner.exe, tool"
  })
  void aFileIsSkippedByItsFolderExtensionAndName(String folder, String name, @Nullable String id) {
    assertThat(of(folder, name)).isEqualTo(id);
  }

  @Test
  void aSpellingThatCouldMeanAnotherFolderIsNotSkipped() {
    assertThat(of("C:\\build .", "a.exe")).isNull();
    assertThat(of("\\\\host\\c$\\build", "a.exe")).isNull();
  }

  @Test
  void aFileWithoutAFolderIsSkippedByItsNameOnly() {
    assertThat(of(null, "a.log")).isEqualTo("logs");
    assertThat(of(null, "a.exe:b.log")).isNull();
    assertThat(of(null, "a.exe")).isNull();
  }

  @Test
  void onlyFilesAreSkipped() {
    assertThat(EXCLUSIONS.of(Fixtures.laptop())).isEmpty();
    assertThat(EXCLUSIONS.of(Fixtures.processOnServer())).isEmpty();
    assertThat(EXCLUSIONS.of(new FileArtifact("d", null, null, "ab", null, null, null, null)))
        .isEmpty();
  }
}
