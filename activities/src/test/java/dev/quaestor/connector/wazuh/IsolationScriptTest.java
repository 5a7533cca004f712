package dev.quaestor.connector.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators put on the hosts. */
class IsolationScriptTest {
  private static final Path SCRIPT =
      Path.of("../docker/wazuh/quaestor-isolation").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(strings = {"host.sh", "isolation.sh"})
  void whatItSharesWithHostsOverSshIsTheSame(String part) throws IOException {
    var script = Files.readString(SCRIPT);
    var begin = "# ---- begin " + part + "\n";
    var copied =
        script.substring(
            script.indexOf(begin) + begin.length(), script.indexOf("# ---- end " + part + "\n"));
    try (var own = Answers.class.getResourceAsStream("/dev/quaestor/connector/" + part)) {
      assertThat(copied).isEqualTo(new String(own.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theRuleIsTheOneThatIsReadBack() throws IOException {
    assertThat(Files.readString(SCRIPT.resolveSibling("quaestor_rules.xml")))
        .contains("<rule id=\"" + Answers.RULE + "\"", "<location>" + Answers.LOG);
    assertThat(Files.readString(SCRIPT.resolveSibling("agent.conf"))).contains(Answers.LOG);
    assertThat(Files.readString(SCRIPT)).contains("log=" + Answers.LOG);
  }

  /** In namespaces of its own: the real nftables, and nothing of this machine is touched. */
  @Test
  void itIsolatesOnceReleasesAndTellsHowItStandsNow() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/sbin/nft")),
        "needs root and nftables");
    var said =
        run(
            """
            mount -t tmpfs tmpfs /var && mount -t tmpfs tmpfs /etc/systemd/system || exit 9
            mkdir -p /var/ossec/logs /var/ossec/etc /var/lib
            ip link set lo up
            printf '<client><server>\\n<address>192.0.2.9</address>\\n<port>1514</port>\\n</server></client>\\n' \\
              >/var/ossec/etc/ossec.conf
            order() {
              printf '{"version":1,"origin":{"name":"n","module":"api"},"command":"add","parameters":{"extra_args":["%s","%s"],"alert":{},"program":"x"}}\\n' "$1" "$2" | "$0"
            }
            order isolate act-1
            nft list table inet quaestor_isolation
            order isolate act-1
            order isolate act-2
            order release_isolation undo-1
            order isolate act-1
            order release_isolation undo-2
            order 'x$(id)' act-3
            order isolate '../act-4'
            echo '{"command":"add"}' | "$0"
            nft list tables
            cat /var/ossec/logs/quaestor.json
            """);

    assertThat(said)
        .contains("ip daddr 192.0.2.9 tcp dport 1514 accept", "policy drop")
        .doesNotContain("table inet quaestor_isolation\n");
    var lines = said.lines().filter(line -> line.startsWith("{\"quaestor\"")).toList();
    assertThat(lines.stream().map(IsolationScriptTest::read))
        .containsExactly(
            "isolate act-1 DONE STANDS act-1",
            "isolate act-1 DONE STANDS act-1",
            "isolate act-2 ALREADY STANDS act-1",
            "release_isolation undo-1 DONE NONE ",
            "isolate act-1 DONE NONE ",
            "release_isolation undo-2 ALREADY NONE ");
  }

  @Test
  void whereTheManagerIsNotKnownNothingIsDone() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/sbin/nft")),
        "needs root and nftables");
    var said =
        run(
            """
            mount -t tmpfs tmpfs /var && mount -t tmpfs tmpfs /etc/systemd/system || exit 9
            mkdir -p /var/ossec/logs /var/lib
            echo '{"command":"add","parameters":{"extra_args":["isolate","act-1"]}}' | "$0"
            nft list tables
            cat /var/ossec/logs/quaestor.json
            """);
    assertThat(said).contains("\"code\":\"NO_MANAGER_ADDRESS\"").doesNotContain("table inet");
  }

  private static String read(String line) {
    var json = dev.quaestor.connector.http.BackEndJson.parse(line).path("quaestor");
    return String.join(
        " ",
        List.of("verb", "action", "outcome", "state", "by").stream()
            .map(name -> json.path(name).asString())
            .toList());
  }

  private static String run(String script) throws Exception {
    var process =
        new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", script, SCRIPT.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isNotEqualTo(9);
    return said;
  }
}
