package dev.quaestor.tools.production;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of others that production runs on.
 *
 * @param postgres the folder with PostgreSQL's
 * @param temporal Temporal's server, or its CLI where there is only that
 */
public record Programs(Path postgres, Temporal temporal) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** Which Temporal there is. */
  public sealed interface Temporal {
    /** As production runs it, on PostgreSQL. */
    record Server(Path program, Path schemaTool) implements Temporal {}

    /** That of developers, on a file of its own: all there is without the other. */
    record DevServer(Path cli) implements Temporal {}
  }

  /**
   * @param temporalServer the server's program, with its schema tool {@code sql} beside it; null to
   *     look for {@code temporal-server} and {@code temporal-sql-tool} on the PATH
   * @throws CommandFailed when something is missing, with what to install
   */
  public static Programs find(Map<String, String> environment, @Nullable Path temporalServer) {
    return new Programs(postgres(environment), temporal(environment, temporalServer));
  }

  /**
   * The folder with PostgreSQL's programs.
   *
   * @throws CommandFailed when they are not here
   */
  public static Path postgres(Map<String, String> environment) {
    return onPath(environment, "initdb")
        .map(Path::getParent)
        .filter(Programs::isWhole)
        .or(Programs::debians)
        .orElseThrow(
            () ->
                CommandFailed.because(
                    CommandFailed.Kind.LOCAL,
                    "PostgreSQL's programs are not here: initdb is neither on the PATH nor under "
                        + DEBIAN
                        + ".",
                    "Install them: apt install postgresql (no service of it needs to run)."));
  }

  /** Distributions put some of them onto the PATH and leave others where they are. */
  private static boolean isWhole(Path bin) {
    return Stream.of("initdb", "postgres", "psql", "pg_isready")
        .allMatch(program -> Files.isExecutable(bin.resolve(program)));
  }

  private static Optional<Path> debians() {
    try (var versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(Programs::isWhole)
          .max(Comparator.naturalOrder());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static Temporal temporal(Map<String, String> environment, @Nullable Path named) {
    if (named != null) {
      var tool = named.resolveSibling("sql");
      if (!Files.isExecutable(named) || !Files.isExecutable(tool)) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL,
            "There is no Temporal server at " + named + ", with its schema tool sql beside it.",
            "docker/README.md says how both are made.");
      }
      return new Temporal.Server(named.toAbsolutePath(), tool.toAbsolutePath());
    }
    var server = onPath(environment, "temporal-server");
    var tool = onPath(environment, "temporal-sql-tool");
    if (server.isPresent() && tool.isPresent()) {
      return new Temporal.Server(server.get(), tool.get());
    }
    return new Temporal.DevServer(
        onPath(environment, "temporal")
            .orElseThrow(
                () ->
                    CommandFailed.because(
                        CommandFailed.Kind.LOCAL,
                        "There is no Temporal here: neither temporal-server with temporal-sql-tool"
                            + " nor the temporal CLI is on the PATH.",
                        "Name a server with --temporal-server FILE, or install the CLI.")));
  }

  private static Optional<Path> onPath(Map<String, String> environment, String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
