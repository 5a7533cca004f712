package dev.quaestor.starter.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * All that a command sees of the machine it runs on, so that a test can put another one there.
 *
 * @param environment the environment variables
 * @param workingDirectory where relative paths start, absolute
 * @param terminal whether a person reads the output, and not a pipe or a file
 */
public record CliEnvironment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    boolean terminal) {
  private static final String COLUMNS = "COLUMNS";
  private static final int NARROWEST = 40;

  public CliEnvironment {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static CliEnvironment ofProcess() {
    return new CliEnvironment(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        surroundings(),
        Path.of("").toAbsolutePath(),
        isTerminal());
  }

  private static Map<String, String> surroundings() {
    var all = new HashMap<>(System.getenv());
    // A shell keeps its width to itself; the launcher measures it.
    var measured = System.getProperty("quaestor.columns");
    if (measured != null) {
      all.putIfAbsent(COLUMNS, measured);
    }
    return all;
  }

  private static boolean isTerminal() {
    // The launcher asks the shell, because System.console() means something else since JDK 22.
    var told = System.getProperty("quaestor.terminal");
    return told != null
        ? Boolean.parseBoolean(told)
        : Runtime.version().feature() < 22 && System.console() != null;
  }

  /** How wide the terminal is, as far as anybody says. */
  int columns() {
    var told = environment.getOrDefault(COLUMNS, "");
    return told.length() <= 4 && told.chars().allMatch(c -> c >= '0' && c <= '9') && !told.isEmpty()
        ? Math.max(NARROWEST, Integer.parseInt(told))
        : Console.WIDTH;
  }

  public boolean colour() {
    var noColour = environment.getOrDefault("NO_COLOR", "");
    return terminal && noColour.isEmpty() && !"dumb".equals(environment.get("TERM"));
  }

  /** A path as a user of this process means it. */
  public Path resolve(String path) {
    return workingDirectory.resolve(path);
  }
}
