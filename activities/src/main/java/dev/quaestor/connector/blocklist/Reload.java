package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.PlainSentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The command that has the file read again: no shell, nothing of any URL in it, nothing on its
 * standard input, and a time limit.
 */
record Reload(List<String> command, Duration patience) {
  private static final int MOST = 2000;

  Reload {
    command = List.copyOf(command);
  }

  /** Why it failed, as the end of a sentence; empty when it did not. */
  Optional<String> failure() {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        return ended(process);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException cannot) {
      return Optional.of("the reload command %s cannot be started".formatted(program()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of("the reload command was interrupted");
    }
  }

  private Optional<String> ended(Process process) throws InterruptedException {
    var said = new AtomicReference<>("");
    var reader = Thread.ofVirtual().start(() -> said.set(beginning(process.getInputStream())));
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.of(
          "the reload command %s did not end within %d ms"
              .formatted(program(), patience.toMillis()));
    }
    if (process.exitValue() == 0) {
      return Optional.empty();
    }
    // A child may hold the pipe open.
    reader.join(Duration.ofMillis(200));
    return Optional.of(
        "the reload command %s ended with %d (%s)"
            .formatted(
                program(), process.exitValue(), PlainSentence.of(String.valueOf(said.get()))));
  }

  /** The rest is read as well, so that nobody waits for a full pipe. */
  private static String beginning(InputStream out) {
    try (out) {
      var kept = new String(out.readNBytes(MOST), StandardCharsets.UTF_8);
      out.transferTo(OutputStream.nullOutputStream());
      return kept;
    } catch (IOException closed) {
      return "";
    }
  }

  private String program() {
    return String.valueOf(Path.of(command.getFirst()).getFileName());
  }
}
