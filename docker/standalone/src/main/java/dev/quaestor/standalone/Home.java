package dev.quaestor.standalone;

import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a standalone keeps its state.
 *
 * @param root the folder that holds {@code .quaestor}
 * @param state what this standalone owns of it: {@code .quaestor} itself, or a folder within
 */
public record Home(Path root, Path state) {

  public static Home of(CliEnvironment surroundings) {
    var told = surroundings.environment().getOrDefault("QUAESTOR_HOME", "");
    var root = told.isEmpty() ? surroundings.workingDirectory() : surroundings.resolve(told);
    return new Home(root, root.resolve(ServerFile.STATE_FOLDER)).made();
  }

  /** A folder of its own within, so that what is tried there leaves the rest alone. */
  public Home within(String name) {
    return new Home(root, root.resolve(ServerFile.STATE_FOLDER).resolve(name));
  }

  /** Only the owner may look: tokens and keys lie here. */
  Home made() {
    try {
      Files.createDirectories(state);
      if (Files.getFileStore(state).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
      }
      return this;
    } catch (IOException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "Cannot create the folder " + state + ": " + e.getMessage());
    }
  }

  /** As new. What is mounted within it is not this folder's, and nothing is deleted then. */
  public Home emptied() {
    if (Files.exists(state)) {
      requireNoMount();
      try (var files = Files.walk(state)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL, "Cannot empty the folder " + state + ": " + e.getMessage());
      }
    }
    return made();
  }

  private void requireNoMount() {
    var mounts = Path.of("/proc/self/mounts");
    if (!Files.isReadable(mounts)) {
      return;
    }
    try (var lines = Files.lines(mounts, StandardCharsets.ISO_8859_1)) {
      var within = state.toRealPath().toString().replace(" ", "\\040") + "/";
      lines
          .map(line -> line.split(" ")[1])
          .filter(place -> place.startsWith(within))
          .findFirst()
          .ifPresent(
              place -> {
                throw CommandFailed.because(
                    CommandFailed.Kind.LOCAL,
                    "Something is mounted at " + place + ": the folder is not emptied.",
                    "An earlier demo left it there: as root, umount " + place);
              });
    } catch (IOException e) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "Cannot read " + mounts + ": " + e.getMessage());
    }
  }

  public Path file(String name) {
    return state.resolve(name);
  }

  /** The standalone that serves from this root now, if one does. */
  Optional<ServerFile> running() {
    return ServerFile.in(root)
        .map(ServerFile.Found::file)
        .filter(f -> ProcessHandle.of(f.pid()).filter(Home::runs).isPresent());
  }

  /**
   * A process that was killed stays listed until its parent has asked for its end, without its
   * command; one of another user has none either, and may well run.
   */
  private static boolean runs(ProcessHandle process) {
    var us = ProcessHandle.current().info().user();
    return process.isAlive()
        && (process.info().command().isPresent() || !process.info().user().equals(us));
  }
}
