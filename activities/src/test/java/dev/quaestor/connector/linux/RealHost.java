package dev.quaestor.connector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.vault.FileVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Linux host in namespaces of its own with a real sshd, and a web server beyond it. */
final class RealHost implements AutoCloseable {
  static final String MACHINE_ID = "0123456789abcdef0123456789abc012";

  private static final List<String> TOOLS =
      List.of(
          "ip",
          "ss",
          "nft",
          "sshd",
          "ssh-keygen",
          "unshare",
          "nsenter",
          "flock",
          "setfacl",
          "setfattr",
          "systemctl",
          "pgrep");

  private final Path folder;
  private final Path script;
  private final String name;
  private final int number;
  private final Thread teardown = new Thread(this::down);
  private final List<Connector> connectors = new ArrayList<>();
  private @Nullable String listener;

  private RealHost(Path folder) throws IOException {
    this.folder = folder;
    this.script = folder.resolve("linux-host.sh");
    var pid = ProcessHandle.current().pid();
    this.number = (int) (pid % 256);
    this.name = "q" + Long.toString(pid, 36);
    try (var in = RealHost.class.getResourceAsStream("/dev/quaestor/lab/estate/linux-host.sh")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
  }

  /** Skips the test, saying why, where no such host can be made; unless one is required. */
  static RealHost up(Path folder) throws Exception {
    var missing = missing();
    var required = "true".equals(System.getenv("QUAESTOR_REQUIRE_HOSTS"));
    if (!missing.isEmpty() && required) {
      fail("a real host was to be made, which lacks " + missing);
    }
    assumeTrue(
        missing.isEmpty(),
        "skipped: what is done on real Linux hosts is tried only as root with Debian's nftables,"
            + " openssh-server, iproute2, acl, attr, systemd and procps; here it lacks "
            + missing);
    var host = new RealHost(folder);
    Runtime.getRuntime().addShutdownHook(host.teardown);
    try {
      host.call("up");
    } catch (AssertionError failed) {
      assumeTrue(required, "skipped: no Linux host can be made here: " + failed.getMessage());
      throw failed;
    }
    // Now, while nobody has a session.
    host.listener();
    return host;
  }

  private static String missing() throws Exception {
    var missing = new ArrayList<String>();
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      missing.add("root");
    } else if (run(List.of("unshare", "--net", "--mount", "--pid", "--fork", "true")).exit() != 0) {
      missing.add("the right to make namespaces");
    }
    TOOLS.stream()
        .filter(
            tool ->
                Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .noneMatch(place -> Files.isExecutable(Path.of(place, tool))))
        .forEach(missing::add);
    return String.join(", ", missing);
  }

  /** What a program said, and how it ended. */
  record Ended(int exit, String said) {}

  private static Ended run(List<String> command) throws Exception {
    var out = Files.createTempFile("quaestor-host", ".out");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hangs: " + command);
      }
      return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(out);
    }
  }

  private void call(String mode) throws Exception {
    var ended =
        run(
            List.of(
                "bash", script.toString(), mode, folder.toString(), name, String.valueOf(number)));
    assertThat(ended.exit()).as(ended.said()).isZero();
  }

  private void down() {
    try {
      call("down");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connectors.forEach(Connector::close);
    down();
    Runtime.getRuntime().removeShutdownHook(teardown);
  }

  /** Private; the keys of the host and of the engine lie in it. */
  Path folder() {
    return folder;
  }

  FileVault vault() throws IOException {
    return new FileVault(folder.resolve("vault"), 1L << 30);
  }

  String address() {
    return "10.231.%d.2".formatted(number);
  }

  /** Where the host has a file, seen from here. */
  Path at(String path) {
    return folder.resolve("root").resolve(path.substring(1));
  }

  boolean has(String path) {
    return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Runs a script as root on the host, beside all SSH. */
  Ended sh(String text) throws Exception {
    var inside =
        List.of("nsenter", "-t", listener(), "-m", "-u", "-i", "-n", "-p", "--root", "--wd");
    return run(Stream.concat(inside.stream(), Stream.of("sh", "-c", text)).toList());
  }

  private String listener() throws Exception {
    if (listener == null) {
      for (var pid : run(List.of("ip", "netns", "pids", name)).said().lines().toList()) {
        var command = Path.of("/proc", pid, "cmdline");
        if (Files.exists(command)
            && Files.readString(command, StandardCharsets.ISO_8859_1).startsWith("sshd: /usr")) {
          listener = pid;
        }
      }
    }
    if (listener == null) {
      throw new AssertionError("no sshd runs on the host");
    }
    return listener;
  }

  /** Whether the host gets a page from the web server. */
  boolean reachesTheInternet() throws Exception {
    return sh("timeout 2 bash -c 'exec 3<>/dev/tcp/10.231.%d.6/80'".formatted(number)).exit() == 0;
  }

  String hostKey(String kind) throws IOException {
    return Files.readString(folder.resolve("host-%s.pub".formatted(kind))).strip();
  }

  /** An entry of an inventory. */
  Map<String, String> entry() throws IOException {
    var entry = new LinkedHashMap<String, String>();
    entry.put("name", "web-01.example.net");
    entry.put("machine-id", MACHINE_ID);
    entry.put("address", address());
    entry.put("host-key", hostKey("ed25519"));
    return entry;
  }

  Connectors connect() throws IOException {
    return connect(entry(), Map.of());
  }

  /** The last one that was made. */
  Connector connector() {
    return connectors.getLast();
  }

  /** What {@code cut} is given, the session that runs a script is no more once it has ended. */
  void losesAnswers(boolean cut) throws Exception {
    entersBy(cut ? "/bin/sh -s; kill -9 $PPID" : "/bin/sh -s");
  }

  /** From where the engine's sessions come, as the host sees it. */
  String engineAddress() {
    return "10.231.%d.1".formatted(number);
  }

  /** What the host runs in place of whatever a session asks for. */
  void entersBy(String command) throws Exception {
    Files.writeString(
        at("/run/keys/authorized"),
        "from=\"10.231.%d.1\",restrict,command=\"%s\" %s\n"
            .formatted(number, command, Files.readString(folder.resolve("engine.pub")).strip()));
  }

  /** What a connector over an inventory of one host is told. */
  Map<String, String> settings(Map<String, String> entry) throws IOException {
    var inventory = Files.createTempFile(folder, "inventory", ".yaml");
    var yaml = new StringBuilder("hosts:\n  -");
    entry.forEach((key, value) -> yaml.append(" %s: \"%s\"\n   ".formatted(key, value)));
    Files.writeString(inventory, yaml.toString().stripTrailing() + "\n");
    var values = new LinkedHashMap<String, String>();
    values.put("inventory-file", inventory.toString());
    values.put("private-key", Files.readString(folder.resolve("engine")));
    values.put("probes", "10.231.%d.6:80".formatted(number));
    return values;
  }

  /** The connector over an inventory of one host. */
  Connectors connect(Map<String, String> entry, Map<String, String> settings) throws IOException {
    var values = settings(entry);
    values.putAll(settings);
    var made = new LinuxFactory(vault()).create(new ConnectorSettings("linux", values));
    connectors.add(made);
    return new Connectors(List.of(made));
  }

  static <C extends Capability> C port(Connectors connectors, Class<C> port) {
    return connectors.offering(port).getFirst();
  }
}
