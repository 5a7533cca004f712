package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The wall clock of some of our processes, which can be stepped while they run, as by an
 * administrator or a bad time server. Its other half is {@code stepped-clock.c}, which a C compiler
 * makes here; without one everybody goes by the right time.
 */
public final class SteppedClock {
  private static final String SOURCE = "stepped-clock.c";

  private final Path seconds;
  private final Path library;

  private SteppedClock(Path folder) {
    this.seconds = folder.resolve("clock");
    this.library = folder.resolve("stepped-clock.so");
  }

  /** Made in that folder. */
  static SteppedClock in(Path folder) {
    var clock = new SteppedClock(folder);
    clock.step(Duration.ZERO);
    clock.compile(folder);
    return clock;
  }

  private void compile(Path folder) {
    var source = folder.resolve(SOURCE);
    try (var in = Objects.requireNonNull(SteppedClock.class.getResourceAsStream(SOURCE), SOURCE)) {
      Files.copy(in, source);
      new Child(
              "stepped-clock",
              folder,
              folder,
              Map.of(),
              List.of(
                  "cc",
                  "-O2",
                  "-shared",
                  "-fPIC",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl"))
          .run();
    } catch (IOException | UncheckedIOException | IllegalStateException noCompiler) {
      // What this clock is for is then told to be impossible.
    }
  }

  public boolean canBeStepped() {
    return Files.isReadable(library);
  }

  /** From now on they are this far from the truth. */
  public void step(Duration by) {
    var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(by.toSeconds()).flip();
    // In place: they have it mapped.
    try (var file =
        FileChannel.open(seconds, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(bytes, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process is started with, so that it goes by this clock. */
  Map<String, String> environment() {
    return canBeStepped()
        ? Map.of("LD_PRELOAD", library.toString(), "STEPPED_CLOCK", seconds.toString())
        : Map.of();
  }
}
