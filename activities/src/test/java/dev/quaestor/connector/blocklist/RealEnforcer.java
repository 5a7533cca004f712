package dev.quaestor.connector.blocklist;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.UrlBlocking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real squid or unbound of the test's own on loopback, with a gate in front of it that can be
 * shut. Its reload command is a script that writes down each time it is called.
 */
abstract class RealEnforcer implements BackEnd, AutoCloseable {
  final Path folder;
  final Path file;
  private final Path script;
  private Thread teardown;
  private final List<Connector> made = new ArrayList<>();
  private Connector connector;
  private Process process;

  RealEnforcer(Path folder, String file) throws IOException {
    this.folder = Files.createDirectories(folder);
    // squid reads as a user of its own.
    for (var one = folder;
        one.startsWith("/tmp") && one.getNameCount() > 1;
        one = one.getParent()) {
      if (Files.getOwner(one).equals(Files.getOwner(folder))) {
        Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    this.file = folder.resolve(file);
    this.script = folder.resolve("reload");
  }

  /** Skips the test, saying why, where the program is not there; unless it is required. */
  static void need(String program) {
    var there =
        Stream.of("/usr/sbin", "/usr/bin").anyMatch(p -> Files.isExecutable(Path.of(p, program)));
    if (!there && "true".equals(System.getenv("QUAESTOR_REQUIRE_PROXIES"))) {
      fail(program + " is required by QUAESTOR_REQUIRE_PROXIES and not installed");
    }
    assumeTrue(
        there, "skipped: blocks are tried on a real " + program + " only, which is not installed");
  }

  /** Starts it by a command that stays, and a connector in front of it. */
  void start(List<String> command, String reload) throws Exception {
    atFirst();
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo called >>%1$s/reloads
        if [ -e %1$s/hang ]; then sleep 30; fi
        if [ -e %1$s/fail ]; then echo 'it does not want to'; exit 3; fi
        %2$s || exit $?
        if [ -e %1$s/lose ]; then touch %1$s/shut; fi
        """
            .formatted(folder, reload));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    teardown = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(teardown);
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    eventually("it answers: " + Files.readString(folder.resolve("out")), this::answers);
    connector = connect(Map.of());
  }

  /** What is in the file at first. */
  abstract String header();

  abstract boolean answers();

  /** Whether a click on it is refused, as everybody clicks. */
  abstract boolean refuses(String url);

  abstract Map<String, String> settings();

  abstract Connector create(ConnectorSettings settings);

  abstract Enforcer enforcer();

  Connector connect(Map<String, String> more) {
    var one = create(settings(more));
    made.add(one);
    return one;
  }

  ConnectorSettings settings(Map<String, String> more) {
    var all = new LinkedHashMap<>(settings());
    all.put("reload-command", script.toString());
    all.put("reload-timeout", "PT4S");
    all.putAll(more);
    return new ConnectorSettings("here", all);
  }

  UrlBlocking port(Connector of) {
    return of.capabilities().stream()
        .filter(UrlBlocking.class::isInstance)
        .map(UrlBlocking.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Of a time of its own, and with lapsing often. */
  UrlBlocking at(Clock clock, Duration every, String fileSetting) {
    var own = ListSettings.read(settings(Map.of("block-for", "PT1M")), fileSetting);
    var one = new ListConnector(own, enforcer(), clock, every);
    made.add(one);
    return port(one);
  }

  void atFirst() throws IOException {
    for (var flag : List.of("hang", "fail", "lose", "shut")) {
      Files.deleteIfExists(folder.resolve(flag));
    }
    Files.writeString(file, header());
  }

  /** What is in the file now, by somebody's editor. */
  void atFirstWith(String text) {
    try {
      Files.writeString(file, text, StandardCharsets.ISO_8859_1);
      reload();
    } catch (Exception broke) {
      throw new AssertionError(broke);
    }
  }

  /** What was flagged is over. */
  void comeBackTo(String flag) {
    try {
      Files.deleteIfExists(folder.resolve(flag));
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  /** As it was at first, and read. */
  void reset(String page) throws Exception {
    atFirst();
    reload();
    eventually("nothing is refused", () -> !refuses(page));
  }

  void flag(String name) {
    try {
      Files.writeString(folder.resolve(name), "");
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  boolean isShut() {
    return Files.exists(folder.resolve("shut"));
  }

  void reload() throws Exception {
    if (new ProcessBuilder(script.toString()).inheritIO().start().waitFor() != 0) {
      throw new AssertionError("the reload failed: " + Files.readString(folder.resolve("out")));
    }
  }

  String text() {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  void append(String text) {
    try {
      Files.writeString(file, text() + text, StandardCharsets.ISO_8859_1);
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  static void eventually(String what, BooleanSupplier is) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (is.getAsBoolean()) {
        return;
      }
      Thread.sleep(50);
    }
    fail("it never came to this: " + what);
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public Object state() {
    try {
      var reloads = folder.resolve("reloads");
      return text() + (Files.exists(reloads) ? Files.readString(reloads) : "");
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  @Override
  public void goAway() {
    flag("shut");
  }

  @Override
  public void loseNextAnswer() {
    flag("lose");
  }

  @Override
  public void comeBack() {
    try {
      Files.deleteIfExists(folder.resolve("lose"));
      Files.deleteIfExists(folder.resolve("shut"));
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  private void stop() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException stopped) {
        process.destroyForcibly();
      }
    }
  }

  @Override
  public void close() {
    made.forEach(Connector::close);
    stop();
    Runtime.getRuntime().removeShutdownHook(teardown);
  }
}
