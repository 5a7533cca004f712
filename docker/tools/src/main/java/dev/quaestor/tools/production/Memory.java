package dev.quaestor.tools.production;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * What processes hold of memory. What several share is counted in parts (PSS), because most of what
 * PostgreSQL's processes show as their own is one and the same.
 */
final class Memory {
  private static final int KIB = 1024;

  private Memory() {}

  /** With all its children; 0 where the system does not tell. */
  static long mib(long pid) {
    var children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(ProcessHandle::pid);
    return LongStream.concat(LongStream.of(pid), children).map(Memory::kib).sum() / KIB;
  }

  /** The line reads as {@code Pss: 123456 kB}. */
  private static long kib(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
