package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the parts find here.
 *
 * @param root whether this runs as root
 * @param namespaces whether it may make namespaces
 * @param has whether there is a program of this name, or at this path
 */
record Machine(boolean linux, boolean root, boolean namespaces, Predicate<String> has) {
  private static final List<String> PLACES =
      List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

  static Machine here() {
    var linux = Files.isDirectory(Path.of("/proc/self"));
    var root = linux && isRoot();
    return new Machine(linux, root, root && mayMakeNamespaces(), Machine::isThere);
  }

  /** What is missing for a part that needs these programs, and root where that is said. */
  Optional<String> lacks(boolean needsRoot, List<String> programs, String packages) {
    if (!linux) {
      return Optional.of("it runs on Linux only");
    }
    if (needsRoot && !root) {
      return Optional.of("it needs root: sudo ./quaestor demo --estate open");
    }
    if (needsRoot && !namespaces) {
      return Optional.of(
          "root may make no namespaces here, as in a container without --privileged");
    }
    var missing = programs.stream().filter(has.negate()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "there is no %s: apt install %s".formatted(String.join(", ", missing), packages));
  }

  private static boolean isThere(String program) {
    return program.startsWith("/")
        ? Files.isExecutable(Path.of(program))
        : PLACES.stream().anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private static boolean mayMakeNamespaces() {
    try {
      return Run.of(Stream.of("unshare", "--net", "--mount", "--pid", "--fork", "true").toList())
              .exit()
          == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
