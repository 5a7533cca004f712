package dev.quaestor.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What scripts of ours for Unix have in common, whichever way they come to a host: entering folders
 * of somebody hostile, moving files there, telling processes apart.
 */
public final class UnixScript {
  private static final String INCLUDE = "# include unix.sh\n";
  private static final String COMMON = read();

  private UnixScript() {}

  /** The script with the common part in the place of its line {@code # include unix.sh}. */
  public static String whole(String script) {
    if (!script.contains(INCLUDE)) {
      throw new IllegalArgumentException("the script has no place for what it shares");
    }
    return script.replace(INCLUDE, COMMON);
  }

  private static String read() {
    try (var in = UnixScript.class.getResourceAsStream("unix.sh")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks unix.sh");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
