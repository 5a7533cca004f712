package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.FileVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK4UOF/R7k8uVZjOIDqhvQE2Oj5BvvNluLa/GJPKXDbf";
  private static final String A = "a".repeat(32);
  private static final String B = "b".repeat(32);
  private static final String C = "c".repeat(32);

  private static final String THREE =
      """
      hosts:
        - name: web-01.corp.example
          also: [www, shared]
          machine-id: %s
          address: 192.0.2.1
          host-key: %s web
          group: servers
          tags: [dmz, linux]
        - name: web-01.lab.example
          also: [shared]
          machine-id: %s
          address: web.lab.example
          port: 2222
          user: quaestor
          host-key: %s
        - name: db
          machine-id: %s
          address: 2001:db8::7
          host-key: %s
      """
          .formatted(A, KEY, B, KEY, C, KEY);

  @TempDir Path folder;

  private Inventory inventory(String yaml) throws IOException {
    return InventoryFile.read(Files.writeString(folder.resolve("hosts.yaml"), yaml));
  }

  private static Device named(String name) {
    return new Device(null, name, null, null, List.of(), List.of());
  }

  @Test
  void aHostIsKnownByItsMachineIdWithAllThatTheFileSays() throws IOException {
    var asked = Device.ofId(A.toUpperCase(Locale.ROOT));
    var known = inventory(THREE).find(List.of(asked)).get(asked.key());

    assertThat(known.device())
        .isEqualTo(
            new Device(
                A,
                "web-01.corp.example",
                "Linux",
                "servers",
                List.of("dmz", "linux"),
                List.of("192.0.2.1")));
    assertThat(known.onboarded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "www, a",
    "WWW., a",
    "web-01.corp.example, a",
    "web-01.lab.example, b",
    "db, c",
    // The host has no other name than this label.
    "db.corp.example, c",
  })
  void aHostIsFoundByItsNames(String name, String id) throws IOException {
    assertThat(inventory(THREE).find(List.of(named(name))).values())
        .singleElement()
        .satisfies(known -> assertThat(known.device().deviceId()).isEqualTo(id.repeat(32)));
    // What lives on a device says its name where others have an id.
    assertThat(inventory(THREE).find(List.of(Device.ofId(name)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web-01",
        "shared",
        "web-02",
        "web-01.other.example",
        "192.0.2.1",
        "ssh",
        "f980c21f678367cc05efd88ce7cf321cafa13a84",
        "dddddddddddddddddddddddddddddddd",
        "web-01.corp.example; reboot",
        "\u0000"
      })
  void whatIsNotInItOrSeveralHaveIsAStranger(String name) throws IOException {
    var inventory = inventory(THREE);
    assertThat(inventory.find(List.of(named(name), Device.ofId(name)))).isEmpty();
    assertThat(inventory.obstacle(name)).isPresent();
    assertThatThrownBy(() -> inventory.host(name))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void whyANameIsNobodysIsSaid() throws IOException {
    var inventory = inventory(THREE);

    assertThat(inventory.obstacle("shared"))
        .hasValueSatisfying(said -> assertThat(said).contains("2 hosts").contains(A).contains(B));
    assertThat(inventory.obstacle("web-01")).hasValueSatisfying(s -> assertThat(s).contains(A));
    assertThat(inventory.obstacle("nobody")).hasValue("The inventory has no host of this name");
    assertThat(inventory.obstacle("d".repeat(32)))
        .hasValue("The inventory has no host of this machine id");
    assertThat(inventory.obstacle(null)).hasValue("It is not known which host it is on");
    assertThat(inventory.obstacle("www")).isEmpty();
  }

  @Test
  void onlyAMachineIdIsAnIdOfThisEstate() throws IOException {
    var inventory = inventory(THREE);

    assertThat(inventory.hasOwnId(Device.ofId(A))).isTrue();
    assertThat(inventory.hasOwnId(Device.ofId("f980c21f678367cc05efd88ce7cf321cafa13a84")))
        .isFalse();
    assertThat(inventory.hasOwnId(named(A))).isFalse();
  }

  /** Each broken file, the line at fault, and a part of what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                         | 1 | it is empty
          hosts: {}                                  | 1 | list of at least one host
          hosts: []                                  | 1 | list of at least one host
          'hosts:#- 7'                               | 2 | a host must be a list of fields
          'servers: []'                              | 1 | only hosts is known
          'hosts:#- name: a#  name: b'               | 3 | name is given a second time
          'hosts:#- name: [a'                        | 2 | not valid YAML
          'hosts: &x#- *x'                           | 2 | anchors and aliases
          'hosts: [[[[[[[[[]]]]]]]]]'                | 1 | nested too deeply
          'hosts:#- machine-id: ID#  address: a'     | 2 | host-key of the host is missing
          'hosts:#- {HOST,#  adress: b}'             | 3 | no field adress
          'hosts:#- {HOST,#  port: 0}'               | 3 | port must be
          'hosts:#- {HOST, port: 70000}'             | 2 | port must be
          'hosts:#- {HOST, port: ٢٢}'                | 2 | port must be
          'hosts:#- {HOST, user: a b}'               | 2 | user is not
          'hosts:#- {HOST, user: -oProxyCommand=x}'  | 2 | user is not
          'hosts:#- {HOST, also: b}'                 | 2 | also must be a list
          'hosts:#- {HOST, also: [b c]}'             | 2 | also is not the name
          'hosts:#- {HOST, also: [ID]}'              | 2 | form of a machine id
          'hosts:#- {HOST, tags: [[a]]}'             | 2 | tags must be a list
          'hosts:#- {HOST, group: [a]}'              | 2 | group must be a text
          'hosts:#- {HOST}##- {HOST}'                | 4 | that of the host on line 2
          'hosts:#- {name: a, machine-id: zz, address: b, host-key: KEY}'   | 2 | 32 hexadecimal digits
          'hosts:#- {name: a, machine-id: NONE, address: b, host-key: KEY}' | 2 | 32 hexadecimal digits
          'hosts:#- {name: a, machine-id: ID, address: b c, host-key: KEY}' | 2 | neither an IP address nor a name
          'hosts:#- {name: a, machine-id: ID, address: b, host-key: ssh-ed25519 AAAA}' | 2 | host-key must be a public key
          'hosts:#- {name: a, machine-id: ID, address: b, host-key: "*"}'   | 2 | host-key must be a public key
          """)
  void aBrokenFileIsNotTakenAndNamesFileAndLine(String yaml, int line, String said) {
    var text =
        yaml.replace('#', '\n')
            .replace("HOST", "name: a, machine-id: ID, address: b, host-key: KEY")
            .replace("NONE", "\"" + "0".repeat(32) + "\"")
            .replace("ID", A)
            .replace("KEY", KEY);
    var settings = settings(written(text).toString());

    assertThatThrownBy(
            () ->
                new LinuxFactory(new FileVault(folder.resolve("vault"), 1 << 20)).create(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hosts.yaml, line " + line + ": ")
        .hasMessageContaining(said);
  }

  private static ConnectorSettings settings(String file) {
    return new ConnectorSettings(
        "linux", Map.of("inventory-file", file, "private-key", "never read"));
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsNamed() throws IOException {
    assertThatThrownBy(
            () ->
                new LinuxFactory(new FileVault(folder.resolve("vault"), 1 << 20))
                    .create(settings(folder + "/none.yaml")))
        .hasMessageContaining("none.yaml cannot be read");
    Files.write(folder.resolve("hosts.yaml"), new byte[] {'h', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(
            () ->
                new LinuxFactory(new FileVault(folder.resolve("vault"), 1 << 20))
                    .create(settings(folder + "/hosts.yaml")))
        .hasMessageContaining("hosts.yaml is not UTF-8");
  }

  /** The settings beside it, each by its name and never by its value. */
  @ParameterizedTest
  @CsvSource({
    "private-key, hush, quaestor.linux.private-key is no private key",
    "engine-addresses, hush, quaestor.linux.engine-addresses must be IP addresses",
    "engine-addresses, 192.0.2.1;192.0.2.2, quaestor.linux.engine-addresses must be IP addresses",
    "probes, hush:443, quaestor.linux.probes must be an IP address and port",
    "probes, 192.0.2.1, quaestor.linux.probes must be an IP address and port",
    "probes, 192.0.2.1:99999, quaestor.linux.probes must be an IP address and port",
    "probes, 2001:db8::1:443, quaestor.linux.probes must be an IP address and port",
    "connect-timeout, PT0S, quaestor.linux.connect-timeout must be between",
    "command-timeout, PT11M, quaestor.linux.command-timeout must be between",
    "command-timeout, hush, quaestor.linux.command-timeout is not an ISO-8601 duration",
  })
  void aWrongSettingIsNamed(String setting, String value, String said) {
    var values = new HashMap<>(settings(written(THREE).toString()).values());
    values.put(setting, value);

    assertThatThrownBy(
            () ->
                new LinuxFactory(new FileVault(folder.resolve("vault"), 1 << 20))
                    .create(new ConnectorSettings("linux", values)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
  }

  private Path written(String text) {
    try {
      return Files.writeString(folder.resolve("hosts.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
