package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.fixtures.Fixtures;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which alerts get no investigation. */
class SuppressionsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final FileArtifact TOOL =
      new FileArtifact("d1", "psexec.exe", "C:\\Tools\\Sys", "AB12", "c3", "d4", null, null);
  private static final FileArtifact OTHER =
      new FileArtifact("d1", "other.exe", "C:\\Users\\x", "ff", null, null, null, null);

  private static boolean suppressed(Policy.Suppression rule, String title, Entity... named) {
    var p = Fixtures.policy();
    var policy =
        new Policy(
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
            List.of(),
            List.of(rule));
    return new Suppressions(policy).of(title, List.of(named), NOW).isPresent();
  }

  /** One property, by the position it has. */
  private static Policy.Suppression by(String property, String... values) {
    return rule(property, null, values);
  }

  private static Policy.Suppression rule(
      String property, @Nullable Instant until, String... values) {
    var all = List.of(values);
    return new Policy.Suppression(
        "s",
        property.equals("titles") ? all : null,
        null,
        property.equals("hashes") ? all : null,
        property.equals("fileNames") ? all : null,
        property.equals("folders") ? all : null,
        property.equals("addresses") ? all : null,
        property.equals("urls") ? all : null,
        property.equals("commandLines") ? all : null,
        until,
        null);
  }

  @Test
  void aTitleMatchesWithWildcardsWhateverItsCase() {
    assertThat(suppressed(by("titles", "suspicious *"), "Suspicious PsExec use")).isTrue();
    assertThat(suppressed(by("titles", "suspicious"), "Suspicious PsExec use")).isFalse();
  }

  @Test
  void aFileMatchesByAnyHashItsNameOrItsFolder() {
    assertThat(suppressed(by("hashes", "ab12"), "t", TOOL)).isTrue();
    assertThat(suppressed(by("hashes", "C3"), "t", TOOL)).isTrue();
    assertThat(suppressed(by("fileNames", "PS*.exe"), "t", TOOL)).isTrue();
    assertThat(suppressed(by("folders", "\\tools\\sys"), "t", TOOL)).isTrue();
    assertThat(suppressed(by("folders", "C:\\tools\\*"), "t", TOOL)).isTrue();
    assertThat(suppressed(by("folders", "\\tools"), "t", TOOL)).isFalse();
    assertThat(suppressed(by("hashes", "00"), "t", TOOL)).isFalse();
    assertThat(suppressed(by("hashes", "ab12"), "t")).isFalse();
  }

  @Test
  void whatIsSaidOfAFileMustHoldOfOneFile() {
    var both =
        new Policy.Suppression(
            "s",
            null,
            null,
            List.of("ff"),
            List.of("psexec.exe"),
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(suppressed(both, "t", TOOL, OTHER)).isFalse();
  }

  @Test
  void theImageOfAProcessIsAFileToo() {
    var process = new ProcessArtifact("d1", 1L, null, "psexec  \\\\srv -s cmd", TOOL, null);
    assertThat(suppressed(by("hashes", "ab12"), "t", process)).isTrue();
    assertThat(suppressed(by("commandLines", "PSEXEC \\\\* -s cmd"), "t", process)).isTrue();
    assertThat(suppressed(by("commandLines", "psexec"), "t", process)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://Intranet.Contoso.example/a, https://intranet.contoso.example/a, true",
    "https://intranet.contoso.example/*, https://INTRANET.contoso.example/b#x, true",
    "intranet.contoso.example/*, https://intranet.contoso.example/b, true",
    "intranet.contoso.example/*, https://evil.example/intranet.contoso.example/b, false",
    "https://intranet.contoso.example/, https://intranet.contoso.example, true"
  })
  void aUrlMatchesHoweverItsHostIsWritten(String wanted, String found, boolean expected) {
    assertThat(suppressed(by("urls", wanted), "t", new Url(found))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.11, false",
    "10.0.0.*, 10.0.0.7, true",
    "2001:db8::1, 2001:0DB8:0:0:0:0:0:1, true",
    "10.0.0.1, ::ffff:10.0.0.1, true",
    "2001:db8::1, 2001:db8::2, false",
    "::, 0:0:0:0:0:0:0:0, true"
  })
  void anAddressMatchesHoweverItIsWritten(String wanted, String found, boolean expected) {
    assertThat(suppressed(by("addresses", wanted), "t", new IpAddress(found))).isEqualTo(expected);
  }

  @Test
  void itIsOverFromItsLastMomentOn() {
    assertThat(suppressed(rule("titles", NOW.plusSeconds(1), "*"), "t")).isTrue();
    assertThat(suppressed(rule("titles", NOW, "*"), "t")).isFalse();
  }

  @Test
  void everyDeviceOfTheAlertMustBeOneItIsFor() {
    var rule =
        new Policy.Suppression(
            "s",
            List.of("*"),
            List.of("lab-*", "Servers"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    var lab = new Device("d1", "lab-1", null, null, List.of(), List.of());
    assertThat(suppressed(rule, "t", lab)).isTrue();
    assertThat(suppressed(rule, "t", lab, Fixtures.server())).isTrue();
    assertThat(suppressed(rule, "t", lab, Fixtures.laptop())).isFalse();
    assertThat(suppressed(rule, "t")).isFalse();
  }
}
