package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Multipart;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptShelfTest {

  @Test
  void ourScriptIsPutBackWhenSomebodyChangedItInTheLibrary() {
    try (var lab = LabTenant.start(LabOptions.defaults().withPort(0))) {
      var settings =
          new ConnectorSettings(
              "defender",
              Map.of(
                  "base-url", lab.baseUri().toString(),
                  "login-url", lab.baseUri().toString(),
                  "tenant-id", lab.options().tenantId(),
                  "client-id", lab.options().clientId(),
                  "client-secret", lab.options().clientSecret()));
      try (var api =
          new BackEndClient(
              DefenderSettings.read(settings).api(),
              new DefenderAbsence(),
              new SimpleMeterRegistry())) {
        var shelf = new ScriptShelf(api);
        var name = shelf.ready(ScriptShelf.Own.WINDOWS);
        var ours = shelf.sha256Of(name).orElseThrow();
        assertThat(shelf.ready(ScriptShelf.Own.WINDOWS)).isEqualTo(name);
        assertThat(lab.requests("POST /api/libraryfiles")).isOne();

        api.upload(
            "/api/libraryfiles",
            new Multipart(
                Map.of("OverrideIfExists", "true"),
                "file",
                name,
                "format C:".getBytes(StandardCharsets.UTF_8)));
        assertThat(shelf.sha256Of(name).orElseThrow()).isNotEqualTo(ours);

        shelf.ready(ScriptShelf.Own.WINDOWS);
        assertThat(shelf.sha256Of(name).orElseThrow()).isEqualTo(ours);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HKEY_LOCAL_MACHINE, SOFTWARE\\x, LocalMachine, SOFTWARE\\x",
    "HKLM:, \\SOFTWARE\\x\\, LocalMachine, SOFTWARE\\x",
    ", \\REGISTRY\\MACHINE\\SYSTEM\\x, LocalMachine, SYSTEM\\x",
    ", HKEY_CURRENT_USER\\S-1-5-21-1-2-3-4\\Software, Users, S-1-5-21-1-2-3-4\\Software",
    "hku, .DEFAULT\\x, Users, .DEFAULT\\x",
    "HKEY_CURRENT_USER, Software\\x, ,",
    "HKEY_LOCAL_MACHINE, \\, ,",
    "NONSENSE, x\\y, ,",
  })
  void aHiveIsUnderstoodHoweverItIsWritten(String hive, String key, String opened, String below) {
    var path = RegistryPath.of(new RegistryEntry("d", hive, key, null, null, null));

    assertThat(path)
        .isEqualTo(
            opened == null
                ? java.util.Optional.empty()
                : java.util.Optional.of(new RegistryPath(opened, below)));
  }
}
