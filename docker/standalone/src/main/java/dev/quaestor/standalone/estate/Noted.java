package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A program that stays, and is ended by what it noted of itself before it became that program: its
 * number, when it began, and in which boot. Numbers are reused; all three together are not.
 */
final class Noted {
  private static final String NOTE = "noted";
  private static final String OUT = "out";
  private static final int START_AFTER_NAME = 19;
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  /** The process that writes is the one that goes on as the program: exec keeps its number. */
  private static final String NOTING =
      "printf '%s %s %s\\n' $$ \"$(cut -d' ' -f22 /proc/$$/stat)\""
          + " \"$(cat /proc/sys/kernel/random/boot_id)\" >\"$1\" && shift && exec \"$@\"";

  /**
   * Who drops root's rights can enter no folder of root's: there the program sees its own at a
   * place that everybody can enter, and nobody else sees it there.
   */
  private static final String SEEN_AT = "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"";

  /** Where such a program sees its folder. */
  static final Path PLACE = Path.of("/mnt");

  private final Path folder;
  private final Process process;

  private Noted(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  static Noted start(Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    var noting =
        Stream.concat(
                Stream.of("/bin/sh", "-c", NOTING, "sh", folder.resolve(NOTE).toString()),
                command.stream())
            .toList();
    var builder =
        new ProcessBuilder(noting)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(OUT).toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    return new Noted(folder, builder.start());
  }

  /** One that sees the folder at {@link #PLACE} only. */
  static List<String> seeing(Path folder, List<String> command) {
    var all =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", SEEN_AT));
    all.addAll(List.of("sh", folder.toString(), PLACE.toString()));
    all.addAll(command);
    return List.copyOf(all);
  }

  /** Returns once that is so; fails with its last words when it has ended, or takes too long. */
  void until(BooleanSupplier up) throws IOException {
    until(up, STARTS_WITHIN);
  }

  void until(BooleanSupplier up, Duration within) throws IOException {
    var giveUp = System.nanoTime() + within.toNanos();
    while (!up.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException("it does not start" + lastWords());
      }
      pause();
    }
  }

  /** Returns its exit code. */
  int ended(Duration within) throws IOException {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it does not end" + lastWords());
      }
      return process.exitValue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", stopped);
    }
  }

  String lastWords() throws IOException {
    var out = folder.resolve(OUT);
    var lines =
        Files.exists(out)
            ? Files.readString(out, StandardCharsets.ISO_8859_1).strip().lines().toList()
            : List.<String>of();
    return lines.isEmpty() ? "" : ": " + lines.getLast().strip();
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }

  /** Ends the process that this folder's note names, if that very one still runs. */
  static void end(Path folder) throws IOException {
    var note = folder.resolve(NOTE);
    if (!Files.isRegularFile(note)) {
      return;
    }
    running(Files.readString(note, StandardCharsets.ISO_8859_1)).ifPresent(Noted::end);
    Files.deleteIfExists(note);
  }

  private static Optional<ProcessHandle> running(String note) throws IOException {
    var words = List.of(note.strip().split(" "));
    var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    if (words.size() != 3
        || !words.get(2).equals(boot)
        || !words.getFirst().matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    var number = words.getFirst();
    return startOf(number).filter(words.get(1)::equals).isPresent()
        ? ProcessHandle.of(Long.parseLong(number))
        : Optional.empty();
  }

  /** In ticks since the boot; what stands before it may hold blanks and brackets. */
  private static Optional<String> startOf(String number) {
    try {
      var stat = Files.readString(Path.of("/proc", number, "stat"), StandardCharsets.ISO_8859_1);
      var after = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Optional.of(after[START_AFTER_NAME]);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** With what it has started, which may outlive it. */
  private static void end(ProcessHandle process) {
    var all = Stream.concat(process.descendants(), Stream.of(process)).toList();
    process.destroy();
    if (!hasEnded(process)) {
      process.destroyForcibly();
      hasEnded(process);
    }
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
    for (var one : all) {
      if (!hasEnded(one)) {
        one.destroyForcibly();
        hasEnded(one);
      }
    }
  }

  private static boolean hasEnded(ProcessHandle process) {
    try {
      process.onExit().get(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException late) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
