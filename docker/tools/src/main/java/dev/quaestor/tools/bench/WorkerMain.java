package dev.quaestor.tools.bench;

import dev.quaestor.starter.StarterSettings;
import dev.quaestor.worker.WorkerApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A worker in a JVM of its own, which says what it takes when it is asked. It is asked by lines on
 * its standard input and ends with it.
 */
final class WorkerMain {
  static final String READY = "ready";
  static final String HEAP = "heap";

  private WorkerMain() {}

  /**
   * @param settings of the worker, as {@code name=value}
   */
  public static void main(String[] settings) throws IOException {
    var properties = new TreeMap<String, Object>();
    for (var setting : settings) {
      var split = setting.indexOf('=');
      properties.put(setting.substring(0, split), setting.substring(split + 1));
    }
    var out = System.out;
    System.setProperty("logging.threshold.console", "OFF");
    var meters = new SimpleMeterRegistry();
    var worker = WorkerApplication.start(properties, meters, StarterSettings.groups());
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println(READY);
      while (lines.readLine() instanceof String asked) {
        out.println(asked.equals(HEAP) ? heap(meters) : "");
      }
    } finally {
      worker.close();
    }
    System.exit(0);
  }

  /** See {@link WorkerProcess.Heap}, whose parts it has in their order. */
  private static String heap(MeterRegistry meters) {
    // Twice: what waits for its reference to be cleared goes with the second.
    System.gc();
    System.gc();
    var used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return "%d %d %d %d"
        .formatted(
            used, figure(meters, "temporal_sticky_cache_size"), evicted(meters), collecting());
  }

  private static long figure(MeterRegistry meters, String name) {
    return meters.find(name).gauges().stream().mapToLong(g -> (long) g.value()).max().orElse(0);
  }

  private static long evicted(MeterRegistry meters) {
    return meters.find("temporal_sticky_cache_total_forced_eviction").counters().stream()
        .mapToLong(c -> (long) c.count())
        .sum();
  }

  private static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  /** The arguments that say these settings. */
  static String[] arguments(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(s -> s.getKey() + "=" + s.getValue())
        .toArray(String[]::new);
  }
}
