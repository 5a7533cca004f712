package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access.Fault;
import dev.quaestor.connector.Access.Hosts;
import dev.quaestor.connector.capability.CredentialCheck;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look at a real host tells of it, and that nothing is changed by it. */
@OnRealHost
class EnteringAsRootTest {
  private static RealHost host;

  @BeforeAll
  static void up(RealHost made) {
    host = made;
  }

  @AfterEach
  void asItWas() throws Exception {
    host.sh("chmod 755 /usr/sbin/nft; rm -rf /var/lib/quaestor");
  }

  private static Hosts looked(Map<String, String> entry) throws Exception {
    return RealHost.port(host.connect(entry, Map.of()), CredentialCheck.class)
        .access()
        .hosts()
        .orElseThrow();
  }

  @Test
  void aHostThatLacksNothingIsWellAndNothingIsLeftThere() throws Exception {
    var hosts = looked(host.entry());

    assertThat(hosts.faults()).isEmpty();
    assertThat(hosts.well()).isEqualTo(1);
    assertThat(host.has("/var/lib/quaestor")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          machine-id | ffffffffffffffffffffffffffffffff | REFUSED | machine id
          user       | nosuch                           | REFUSED | does not take the key for the user nosuch
          user       | nobody                           | REFUSED | ended without an answer
          user       | plain                            | REFUSED | the user of the session is not root
          port       | 1                                | AWAY    | cannot be reached
          address    | 192.0.2.1                        | AWAY    | web-01.example.net
          address    | no.such.host.invalid             | AWAY    | cannot be reached
          """)
  void whatIsOtherwiseThanTheInventoryNamesTheHost(
      String field, String value, Fault.Kind kind, String said) throws Exception {
    var entry = new LinkedHashMap<>(host.entry());
    entry.put(field, value);
    host.sh("grep -q ^plain: /etc/passwd || echo plain:x:1234:1234::/:/bin/sh >>/etc/passwd");

    var hosts = looked(entry);

    assertThat(hosts.well()).isZero();
    assertThat(hosts.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.sentence()).contains(said).contains("web-01.example.net");
            });
    assertThat(host.has("/var/lib/quaestor")).isFalse();
  }

  @Test
  void anotherHostKeyIsRefused() throws Exception {
    var entry = new LinkedHashMap<>(host.entry());
    entry.put("host-key", host.hostKey("rsa"));
    assertThat(looked(entry).faults()).isEmpty();
    entry.put("host-key", Files.readString(host.folder().resolve("engine.pub")).strip());

    assertThat(looked(entry).faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.REFUSED);
              assertThat(fault.sentence()).contains("another host key");
            });
  }

  @Test
  void whatAHostLacksIsNamedWithWhatItHinders() throws Exception {
    host.sh("chmod 644 /usr/sbin/nft; mkdir -m 777 /var/lib/quaestor; chmod 777 /var/lib/quaestor");

    assertThat(looked(host.entry()).faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.LACKING);
              assertThat(fault.sentence())
                  .contains("web-01.example.net lacks nftables")
                  .contains("that only root can change");
              assertThat(fault.hinders()).as("nothing can be kept there").isEmpty();
            });
    host.sh("rm -rf /var/lib/quaestor");
    assertThat(looked(host.entry()).faults().getFirst().hinders())
        .contains(ActionType.ISOLATE_DEVICE)
        .doesNotContain(ActionType.KILL_PROCESS);
  }
}
