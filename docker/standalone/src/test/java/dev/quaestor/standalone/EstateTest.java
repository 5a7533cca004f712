package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.worker.WorkerCheckUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** An estate of one's own is what a person has written down, and what is missing is said. */
class EstateTest {
  private static final String HOSTS =
      """
      hosts:
        - name: web-01.example.net
          address: 192.0.2.11
          port: 2222
          machine-id: 0123456789abcdef0123456789abc012
          host-key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
      """;

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void room() {
    home = new Home(folder, folder.resolve(".quaestor")).made();
  }

  private Estate of(String told) {
    return of(told, new MockEnvironment());
  }

  private Estate of(String told, MockEnvironment worker) {
    return Estate.of(
        List.of(told.split(",", -1)),
        home,
        Map.of(),
        () -> new WorkerCheckUp(worker),
        folder::resolve);
  }

  private CommandFailed failure(String told) {
    try {
      of(told);
    } catch (CommandFailed failed) {
      return failed;
    }
    throw new AssertionError("taken: " + told);
  }

  private static String all(CommandFailed failed) {
    return failed.getMessage() + "\n" + String.join("\n", failed.advice());
  }

  @Test
  void aFileAndAKeyAreEnoughAndNothingOfMicrosoftIsSet() throws Exception {
    Files.writeString(folder.resolve("hosts.yaml"), HOSTS);
    Files.writeString(home.file("linux-key"), "key");

    var estate = of("linux=hosts.yaml");

    assertThat(estate.properties())
        .containsOnlyKeys("quaestor.linux.inventory-file", "quaestor.linux.private-key")
        .containsEntry("quaestor.linux.private-key", "file:" + home.file("linux-key"));
    assertThat(estate.sentence()).isEqualTo("1 Linux host of " + folder.resolve("hosts.yaml"));
  }

  @Test
  void aKeyThatTheEnvironmentNamesIsTheOne() throws Exception {
    Files.writeString(folder.resolve("hosts.yaml"), HOSTS);

    var estate =
        Estate.of(
            List.of("linux=hosts.yaml"),
            home,
            Map.of("QUAESTOR_LINUX_PRIVATE_KEY", "env:MINE"),
            () -> new WorkerCheckUp(new MockEnvironment()),
            folder::resolve);

    assertThat(estate.properties()).containsOnlyKeys("quaestor.linux.inventory-file");
  }

  @Test
  void withoutAKeyItIsSaidHowToMakeOne() throws Exception {
    Files.writeString(folder.resolve("hosts.yaml"), HOSTS);

    assertThat(all(failure("linux=hosts.yaml")))
        .contains("no key")
        .contains("ssh-keygen")
        .contains("authorized_keys")
        .contains("QUAESTOR_LINUX_PRIVATE_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root@192.0.2.11:2222",
        "192.0.2.11:2222",
        "web-01.example.net:2222",
        "ROOT-not@x",
      })
  void aHostIsTakenOnlyWhenItIsWrittenDownAlready(String host) throws Exception {
    var unknown = failure("linux=" + host);
    assertThat(all(unknown))
        .contains("is in no inventory")
        .contains(home.file("linux-hosts.yaml").toString())
        .contains("cat /etc/machine-id")
        .contains("ssh_host_ed25519_key.pub");
    Files.writeString(home.file("linux-hosts.yaml"), HOSTS);
    Files.writeString(home.file("linux-key"), "key");
    if (host.startsWith("ROOT")) {
      assertThat(all(failure("linux=" + host))).contains("is in no inventory");
    } else {
      assertThat(of("linux=" + host).sentence()).startsWith("1 Linux host of ");
    }
  }

  /** What was written and what is asked for must be one: another port or user is another host. */
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.11", "eve@192.0.2.11:2222", "192.0.2.12:2222", "web-01:2222"})
  void anotherPortUserOrNameIsAnotherHost(String host) throws Exception {
    Files.writeString(home.file("linux-hosts.yaml"), HOSTS);
    Files.writeString(home.file("linux-key"), "key");

    assertThat(all(failure("linux=" + host)))
        .contains("is in no inventory")
        .doesNotContain("\nhosts:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | is no estate
          linux                   | is no estate
          linux=                  | is no estate
          windows=x               | is no estate
          hosts.yaml              | is no estate
          linux=none.yaml         | There is no inventory
          linux=./none            | There is no inventory
          linux=/etc              | There is no inventory
          linux=a b               | neither a file nor a host
          linux=-oProxyCommand=x  | neither a file nor a host
          linux=root@             | neither a file nor a host
          linux=host:0            | neither a file nor a host
          linux=host:65536        | neither a file nor a host
          linux=host:22:22        | neither a file nor a host
          linux=$(id)             | neither a file nor a host
          linux=2001:db8::1       | neither a file nor a host
          linux=[2001:db8::1]:22  | is in no inventory
          """)
  void whatIsNoEstateIsSaid(String told, String said) {
    assertThat(failure(told).getMessage()).contains(said);
    assertThat(home.state()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hosts: []                    | line 1
          hosts: {                     | not valid YAML
          machines: []                 | only hosts is known
          """)
  void aBrokenInventoryIsNamedWithItsLine(String text, String said) throws Exception {
    Files.writeString(folder.resolve("hosts.yaml"), text);

    assertThatThrownBy(() -> of("linux=hosts.yaml"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("hosts.yaml")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "mail,quaestor.imap.host,QUAESTOR_IMAP_",
    "accounts,quaestor.keycloak.base-url,QUAESTOR_KEYCLOAK_",
    "squid,quaestor.squid.list-file,QUAESTOR_SQUID_",
    "unbound,quaestor.unbound.zone-file,QUAESTOR_UNBOUND_",
  })
  void aBackEndWithoutSettingsIsNamedWithTheFirstThatIsMissing(
      String name, String setting, String variable) {
    assertThat(all(failure(name))).contains(setting + " is missing").contains(variable);
  }

  @Test
  void whatIsMissingBesideTheFirstIsNamedToo() {
    var half = new MockEnvironment().withProperty("quaestor.imap.host", "mail.example");

    assertThatThrownBy(() -> of("mail", half))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("quaestor.imap.")
        .hasMessageContaining(" is missing");
  }

  @Test
  void severalTogetherAreOneEstate() throws Exception {
    Files.writeString(folder.resolve("hosts.yaml"), HOSTS);
    Files.writeString(home.file("linux-key"), "key");
    var told =
        new MockEnvironment()
            .withProperty("quaestor.squid.list-file", "/etc/squid/quaestor.list")
            .withProperty("quaestor.squid.proxy", "127.0.0.1:3128")
            .withProperty("quaestor.squid.reload-command[0]", "/usr/sbin/squid");

    var estate = of("linux=hosts.yaml,squid", told);

    assertThat(estate.sentence()).endsWith("hosts.yaml, squid");
    assertThat(estate.properties()).containsKey("quaestor.linux.inventory-file");
  }

  @Test
  void aConnectorOfAnotherNameIsOneOfItsKind() {
    var told =
        new MockEnvironment()
            .withProperty("quaestor.connectors[0].name", "proxy-2")
            .withProperty("quaestor.connectors[0].squid.list-file", "/etc/squid/quaestor.list")
            .withProperty("quaestor.connectors[0].squid.proxy", "127.0.0.1:3128")
            .withProperty("quaestor.connectors[0].squid.reload-command[0]", "/usr/sbin/squid");

    assertThat(of("squid", told).sentence()).isEqualTo("squid");
  }

  @ParameterizedTest
  @CsvSource({"'mail,mail',mail twice", "'linux=a,linux=b',linux twice", "'mail,',is no estate"})
  void oneKindIsNamedOnce(String told, String said) {
    assertThat(all(failure(told))).contains(said);
  }
}
