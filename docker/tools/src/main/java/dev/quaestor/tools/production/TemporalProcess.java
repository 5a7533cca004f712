package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Temporal as a process: the server of production, or that of developers on a file. */
final class TemporalProcess {
  private static final long SERVES_WITHIN_SECONDS = 120;

  /** Each service has a port to be called on and one to be known by. */
  private static final List<String> SERVICES = List.of("FRONTEND", "HISTORY", "MATCHING", "WORKER");

  private final Child server;
  private final int port;

  private TemporalProcess(Child server, int port) {
    this.server = server;
    this.port = port;
    start();
  }

  /**
   * With the schema of its databases brought up to date first.
   *
   * @param files those of {@code docker/compose}
   */
  static TemporalProcess onPostgres(
      Programs.Temporal.Server programs, Path folder, Path files, Path secrets, int postgres) {
    var tools = folder.resolve("bin");
    link(tools.resolve("temporal-sql-tool"), programs.schemaTool());
    new Child(
            "temporal-schema",
            folder,
            folder,
            Map.of(
                "SECRETS",
                secrets.toString(),
                "SQL_HOST",
                "127.0.0.1",
                "SQL_PORT",
                Integer.toString(postgres),
                "PATH",
                tools + ":" + System.getenv("PATH")),
            List.of("sh", files.resolve("temporal-schema.sh").toString()))
        .run();
    int frontend = Loopback.lowFreePort();
    var environment = new TreeMap<String, String>();
    environment.put("SQL_ADDRESS", "127.0.0.1:" + postgres);
    environment.put("SQL_PASSWORD", read(secrets.resolve("temporal-database-password")));
    environment.put("BIND_ADDRESS", "127.0.0.1");
    environment.put("METRICS_ADDRESS", "127.0.0.1:" + Loopback.freePort());
    environment.put("DYNAMIC_CONFIGURATION", files.resolve("temporal-dynamic.yaml").toString());
    for (var service : SERVICES) {
      environment.put(service + "_PORT", Integer.toString(Loopback.lowFreePort()));
      environment.put(service + "_MEMBERSHIP_PORT", Integer.toString(Loopback.lowFreePort()));
    }
    environment.put("FRONTEND_PORT", Integer.toString(frontend));
    return new TemporalProcess(
        new Child(
            "temporal",
            folder,
            folder,
            environment,
            List.of(
                programs.program().toString(),
                "--config-file",
                files.resolve("temporal.yaml").toString(),
                "--allow-no-auth",
                "start")),
        frontend);
  }

  static TemporalProcess onFile(Programs.Temporal.DevServer programs, Path folder) {
    int port = Loopback.freePort();
    return new TemporalProcess(
        new Child(
            "temporal",
            folder,
            folder,
            Map.of(),
            List.of(
                programs.cli().toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--db-filename",
                folder.resolve("temporal.db").toString(),
                "--sqlite-pragma",
                "journal_mode=WAL",
                "--dynamic-config-value",
                "history.transferProcessorMaxPollRPS=2000",
                "--log-level",
                "error")),
        port);
  }

  private static void link(Path name, Path program) {
    try {
      Files.createDirectories(name.getParent());
      Files.createSymbolicLink(name, program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path secret) {
    try {
      return Files.readString(secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when its port is open; what it needs beyond that, its callers wait for. */
  void start() {
    server.start();
    Loopback.await(server, port, SERVES_WITHIN_SECONDS);
  }

  Child server() {
    return server;
  }

  String target() {
    return "127.0.0.1:" + port;
  }
}
