package dev.quaestor.policy;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes whose end is the end of the running system. By name, which anybody can give: so that it
 * only ever makes more careful.
 */
final class VitalProcesses {
  private static final Set<String> NAMES =
      Set.of(
          "system",
          "registry",
          "smss.exe",
          "csrss.exe",
          "wininit.exe",
          "winlogon.exe",
          "services.exe",
          "lsass.exe",
          "lsaiso.exe",
          "svchost.exe",
          "systemd",
          "init",
          "launchd");

  private VitalProcesses() {}

  static boolean includes(Entity entity) {
    return entity instanceof ProcessArtifact process && names(process).anyMatch(NAMES::contains);
  }

  private static Stream<String> names(ProcessArtifact process) {
    return Stream.concat(
            Stream.ofNullable(process.image()).map(FileArtifact::name).flatMap(Stream::ofNullable),
            program(process.commandLine()))
        .map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** The program that a command line starts, without its folder. */
  private static Stream<String> program(@Nullable String commandLine) {
    if (commandLine == null || commandLine.isBlank()) {
      return Stream.empty();
    }
    var line = commandLine.strip();
    var end = line.startsWith("\"") ? line.indexOf('"', 1) : line.indexOf(' ');
    var program = line.substring(line.startsWith("\"") ? 1 : 0, end < 1 ? line.length() : end);
    return Stream.of(
        program.substring(Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/')) + 1));
  }
}
