package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ran and ended. */
record Run(int exit, String said) {
  private static final long LONGEST_SECONDS = 30;

  /** It says nothing to the terminal, is told nothing, and has half a minute. */
  static Run of(List<String> command) throws IOException {
    var out = Files.createTempFile("quaestor-estate", ".out");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " does not end");
      }
      return new Run(process.exitValue(), Files.readString(out, StandardCharsets.ISO_8859_1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while " + command.getFirst() + " ran", stopped);
    } finally {
      Files.delete(out);
    }
  }

  static void must(List<String> command) throws IOException {
    var ended = of(command);
    if (ended.exit() != 0) {
      throw new IOException(command.getFirst() + ": " + ended.said().strip());
    }
  }
}
