package dev.quaestor.tools.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this JVM takes. */
final class Process {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long MIB = 1024 * 1024;

  private Process() {}

  static BenchResult.Memory memory() {
    // The JVM may ignore it; what it does not collect is counted as used.
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    var status = status();
    return new BenchResult.Memory(
        mib(status, "VmRSS:"),
        mib(status, "VmHWM:"),
        heap.getUsed() / MIB,
        heap.getCommitted() / MIB);
  }

  static double load() {
    return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static List<String> status() {
    try {
      return Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The line reads as {@code VmRSS: 123456 kB}; 0 where the system has none. */
  static long mib(List<String> status, String field) {
    return status.stream()
            .filter(line -> line.startsWith(field))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .filter(digits -> !digits.isEmpty())
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        / 1024;
  }
}
