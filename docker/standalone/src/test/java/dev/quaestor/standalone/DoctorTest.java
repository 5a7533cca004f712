package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.wire.QuaestorJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the doctor says where no Temporal runs; with one, {@link DoctorIT} asks it. */
class DoctorTest {
  @TempDir private Path folder;

  record Said(int exit, String out, String err) {
    /** Of the check of that name. */
    JsonNode check(String name) {
      return QuaestorJson.mapper()
          .readTree(out)
          .path("checks")
          .valueStream()
          .filter(check -> check.path("name").asString().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " is not in " + out + err));
    }

    String level(String name) {
      return check(name).path("level").asString();
    }
  }

  static Said doctor(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings =
        new CliEnvironment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Path.of("."),
            false);
    var all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(arguments));
    var exit =
        Quaestor.commandLine(surroundings, new DoctorCommand()).execute(all.toArray(String[]::new));
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String nowhere() {
    return "--quaestor.temporal.target=127.0.0.1:" + Ports.free();
  }

  @Test
  void withEverythingAwayItEndsInTimeSaysWhatToSetAndKeepsSecrets() {
    var began = System.nanoTime();

    var said =
        doctor(
            nowhere(),
            "--quaestor.state-dir=" + folder,
            "--quaestor.vault.directory=" + folder.resolve("vault"),
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + Ports.free() + "/ledger",
            "--spring.datasource.password=pa55-of-the-ledger",
            "--quaestor.defender.tenant-id=contoso",
            "--quaestor.defender.client-id=me",
            "--quaestor.defender.client-secret=s3cr3t-of-defender",
            "--quaestor.defender.login-url=http://127.0.0.1:" + Ports.free());

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .contains("does not answer (waited 6 s)")
        .contains("quaestor.temporal.target")
        .contains("spring.datasource.url")
        .contains("it cannot be asked (POST token: ")
        .contains("quaestor.trust.starter-keys");
    assertThat(said.err()).contains("waiting for temporal");
    assertThat(said.out() + said.err()).doesNotContain("pa55").doesNotContain("s3cr3t");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRightThatThePolicyNeedsIsMissedAndOneThatItDoesNotNeedIsOnlySaid() throws IOException {
    Files.createDirectory(folder.resolve("vault"));
    try (var lab = LabTenant.start(LabOptions.defaults().withPort(Ports.free()))) {
      var settings = settings(lab, LabOptions.defaults().clientSecret());
      assertThat(doctor(settings).level("connector:defender")).isEqualTo("ok");

      lab.withhold(List.of("Machine.Isolate"));
      var needed = doctor(settings);
      assertThat(needed.level("connector:defender")).isEqualTo("fail");
      assertThat(needed.check("connector:defender").path("sentence").asString())
          .contains("lacks Machine.Isolate (for ISOLATE_DEVICE, RELEASE_DEVICE)");

      lab.withhold(List.of("Machine.Offboard"));
      assertThat(doctor(settings).level("connector:defender")).isEqualTo("warn");

      var refused = doctor(settings(lab, "wrong"));
      assertThat(refused.level("connector:defender")).isEqualTo("fail");
      assertThat(refused.check("connector:defender").path("remedy").asString())
          .contains("quaestor.defender.client-secret");
    }
  }

  private String[] settings(LabTenant lab, String secret) {
    var options = LabOptions.defaults();
    return new String[] {
      "--json",
      "--worker",
      nowhere(),
      "--quaestor.state-dir=" + folder,
      "--quaestor.vault.directory=" + folder.resolve("vault"),
      "--quaestor.defender.tenant-id=" + options.tenantId(),
      "--quaestor.defender.client-id=" + options.clientId(),
      "--quaestor.defender.client-secret=" + secret,
      "--quaestor.defender.base-url=" + lab.baseUri(),
      "--quaestor.defender.login-url=" + lab.baseUri()
    };
  }

  @Test
  void wrongUsageIsSaid() {
    assertThat(doctor("--starter", "--worker").exit()).isEqualTo(2);
    var odd = doctor("--wrong");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("--wrong");
    var unknown = doctor(nowhere(), "--quaestor.temporal.adress=s3cr3t");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("quaestor.temporal.adress").doesNotContain("s3cr3t");
  }
}
