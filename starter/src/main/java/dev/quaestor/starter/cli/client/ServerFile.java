package dev.quaestor.starter.cli.client;

import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a running standalone says of itself in {@code .quaestor/server.json}.
 *
 * @param api where the API answers
 * @param webUi the Temporal Web UI; null where the Temporal that runs has none
 * @param temporal host and port of the Temporal frontend
 * @param lab the lab tenant; null when none was started
 * @param tokenFile the administrator's token, relative to the folder that holds {@code .quaestor},
 *     and always within {@code .quaestor}
 * @param pid the process that serves all this
 * @param temporalKind {@code dev-server}, {@code embedded} or {@code external}
 */
public record ServerFile(
    String api,
    @Nullable String webUi,
    @Nullable String temporal,
    @Nullable String lab,
    @Nullable String tokenFile,
    long pid,
    @Nullable String temporalKind) {

  /** The folder that holds all state of a standalone. */
  public static final String STATE_FOLDER = ".quaestor";

  private static final String NAME = "server.json";
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * One that was found.
   *
   * @param home the folder that holds {@code .quaestor}
   */
  public record Found(Path home, ServerFile file) {
    public Path path() {
      return pathUnder(home);
    }
  }

  public static Path pathUnder(Path home) {
    return home.resolve(STATE_FOLDER).resolve(NAME);
  }

  /**
   * Looks in the working directory and each folder above it, then under {@code QUAESTOR_HOME}.
   *
   * @throws CommandFailed when there is one that cannot be read
   */
  public static Optional<Found> find(CliEnvironment surroundings) {
    for (var home = surroundings.workingDirectory(); home != null; home = home.getParent()) {
      var found = in(home);
      if (found.isPresent()) {
        return found;
      }
    }
    var told = surroundings.environment().getOrDefault("QUAESTOR_HOME", "");
    return told.isEmpty() ? Optional.empty() : in(surroundings.resolve(told));
  }

  /**
   * Looks in this folder alone.
   *
   * @throws CommandFailed when there is one that cannot be read
   */
  public static Optional<Found> in(Path home) {
    return Files.isRegularFile(pathUnder(home))
        ? Optional.of(new Found(home, read(pathUnder(home))))
        : Optional.empty();
  }

  static ServerFile read(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw unreadable(path, "it is larger than 64 KiB");
      }
      var tree = QuaestorJson.mapper().readTree(Files.readString(path));
      var api = tree.path("api").asString("");
      if (api.isEmpty()) {
        throw unreadable(path, "it has no \"api\"");
      }
      return new ServerFile(
          api,
          tree.path("webUi").asString(null),
          tree.path("temporal").asString(null),
          tree.path("lab").asString(null),
          tree.path("tokenFile").asString(null),
          tree.path("pid").asLong(0),
          tree.path("temporalKind").asString(null));
    } catch (IOException | JacksonException e) {
      throw unreadable(path, String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailed unreadable(Path path, String why) {
    return CommandFailed.because(
        CommandFailed.Kind.LOCAL,
        "Cannot read " + path + ": " + why,
        "Remove it and run ./quaestor up, or name the server with --server.");
  }

  /** Puts it there whole, so that a reader never sees half of it. */
  public Path write(Path home) throws IOException {
    var target = pathUnder(home);
    Files.createDirectories(target.getParent());
    var draft = target.resolveSibling(NAME + ".new");
    Files.writeString(draft, QuaestorJson.mapper().writeValueAsString(this) + "\n");
    return Files.move(
        draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
