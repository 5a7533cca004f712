package dev.quaestor.standalone.temporal;

import com.google.re2j.Pattern;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Where the {@code temporal} program is. */
final class TemporalBinary {
  private static final String FOLDER = "temporal-cli";

  /**
   * A network that allows it at all answers in this time; the whole fetch takes under half a
   * minute.
   */
  private static final Duration FETCH = Duration.ofSeconds(40);

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private TemporalBinary() {}

  /** On the PATH, or kept from an earlier fetch. */
  static Optional<Path> find(Map<String, String> environment, Path kept) {
    var onPath =
        Stream.of(SEPARATOR.split(environment.getOrDefault("PATH", "")))
            .filter(p -> !p.isEmpty())
            .map(p -> Path.of(p, "temporal"))
            .filter(Files::isExecutable)
            .filter(Files::isRegularFile)
            .findFirst();
    return onPath.isPresent() ? onPath : in(kept.resolve(FOLDER));
  }

  private static Optional<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.walk(folder, 2)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("temporal"))
          .filter(Files::isRegularFile)
          .filter(Files::isExecutable)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Lets the SDK fetch it, once. The SDK can only fetch by starting, so a server in memory starts
   * and ends on a port nobody uses.
   *
   * @return empty where the network does not allow it, which is found out quickly
   */
  static Optional<Path> fetch(Path kept) {
    var folder = kept.resolve(FOLDER);
    var fetching =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.createDirectories(folder);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              TemporalDevServer.start(
                      TemporalDevServerOptions.newBuilder()
                          .setDownloadDestination(folder.toString())
                          .setUiEnabled(false)
                          .setStartupTimeout(Duration.ofSeconds(15))
                          .build())
                  .close();
            },
            task -> Thread.ofPlatform().daemon().name("temporal-fetch").start(task));
    try {
      fetching.get(FETCH.toMillis(), TimeUnit.MILLISECONDS);
      return in(folder);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
