package dev.quaestor.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What this program was built from. */
final class Build {
  private Build() {}

  /** The short id of the commit; the version where it was built outside of a repository. */
  static String revision() {
    var properties = new Properties();
    try (var file = Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var revision = properties.getProperty("git.commit.id.abbrev", "");
    return revision.isBlank() ? properties.getProperty("git.build.version") : revision;
  }
}
