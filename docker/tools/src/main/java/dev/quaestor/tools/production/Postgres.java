package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL cluster of our own, on loopback, with the databases that {@code
 * docker/compose/databases.sh} makes. It refuses to run as root, who lends it to the user {@code
 * postgres}.
 */
public final class Postgres implements AutoCloseable {
  private static final long SERVES_WITHIN_SECONDS = 120;
  private static final String OWNER = "postgres";

  private final Path programs;
  private final Path logs;
  private final Path folder;
  private final int port;
  private final Child server;

  private Postgres(Path programs, Path logs, Path folder, int port) {
    this.programs = programs;
    this.logs = logs;
    this.folder = folder;
    this.port = port;
    this.server =
        new Child(
            "postgresql",
            logs,
            folder,
            Map.of(),
            asOwner(
                programs.resolve("postgres").toString(),
                "-D",
                data().toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "max_connections=200",
                "-c",
                "unix_socket_directories=" + folder.resolve("socket")));
  }

  /**
   * Makes it in a folder that its user may enter, starts it, and makes its databases.
   *
   * @param databases the script that makes them
   * @param secrets where that finds their passwords
   */
  static Postgres start(Path programs, Path logs, Path databases, Path secrets) {
    try {
      var folder = Files.createTempDirectory("quaestor-postgresql");
      var made = new Postgres(programs, logs, folder, Loopback.freePort());
      Files.createDirectories(folder.resolve("socket"));
      made.lend(folder);
      made.lend(folder.resolve("socket"));
      made.make(databases, secrets);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One by itself, with an empty database for a ledger.
   *
   * @param programs as {@link Programs#postgres(Map)} finds them
   * @param folder holds what it is made with, and its log
   */
  public static Postgres alone(Path programs, Path folder) {
    ShippedFiles.layInto(folder.resolve("files"));
    ShippedFiles.secretsInto(folder.resolve("secrets"));
    return start(
        programs,
        folder,
        folder.resolve("files").resolve("databases.sh"),
        folder.resolve("secrets"));
  }

  /** Of the ledger's database, as JDBC has it. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d/quaestor?user=quaestor".formatted(port);
  }

  private void make(Path databases, Path secrets) {
    try {
      tool("initdb", "-D", data().toString(), "-A", "trust", "-U", OWNER);
      start();
      new Child(
              "databases",
              logs,
              folder,
              Map.of(
                  "POSTGRES_USER",
                  OWNER,
                  "PGHOST",
                  "127.0.0.1",
                  "PGPORT",
                  Integer.toString(port),
                  "SECRETS",
                  secrets.toString(),
                  "PATH",
                  programs + ":" + System.getenv("PATH")),
              List.of("sh", databases.toString()))
          .run();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns when it takes logins. */
  void start() {
    var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(SERVES_WITHIN_SECONDS);
    server.start();
    while (!answers()) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("PostgreSQL does not serve:\n" + server.said());
      }
      if (!server.isRunning()) {
        // After a kill its children hold its memory until they have noticed.
        Pause.millis(500);
        server.start();
      }
      Pause.millis(100);
    }
  }

  private boolean answers() {
    var ready =
        new Child(
            "ready",
            logs,
            folder,
            Map.of(),
            List.of(
                programs.resolve("pg_isready").toString(),
                "--quiet",
                "--host=127.0.0.1",
                "--port=" + port));
    try {
      ready.run();
      return server.isRunning();
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /** Puts a database onto a disk of its own, where that can be; nobody may be using it. */
  Optional<SmallDisk> move(String database, int mib) {
    var small = SmallDisk.at(folder.resolve("small"), mib);
    small.ifPresent(disk -> move(database, disk.folder()));
    return small;
  }

  private void move(String database, Path disk) {
    lend(disk);
    sql("create tablespace small location '" + disk + "'");
    sql("alter database " + database + " set tablespace small");
  }

  private void sql(String statement) {
    tool(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--host=127.0.0.1",
        "--port=" + port,
        "--username=" + OWNER,
        "--dbname=postgres",
        "--command=" + statement);
  }

  private void tool(String program, String... arguments) {
    var command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    command.addAll(List.of(arguments));
    new Child(program, logs, folder, Map.of(), asOwner(command.toArray(String[]::new))).run();
  }

  private Path data() {
    return folder.resolve("data");
  }

  int port() {
    return port;
  }

  Child server() {
    return server;
  }

  /** Ends it, and leaves nothing of it but its log. */
  @Override
  public void close() {
    server.end();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> asOwner(String... command) {
    var all = new ArrayList<String>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private void lend(Path file) {
    if (isRoot()) {
      try {
        Files.setOwner(file, owner(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static UserPrincipal owner(Path file) throws IOException {
    return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
