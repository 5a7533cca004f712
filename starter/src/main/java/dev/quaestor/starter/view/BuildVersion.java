package dev.quaestor.starter.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What Maven wrote into the jar; a build folder has none. */
public final class BuildVersion {
  private static final String PROPERTIES =
      "/META-INF/maven/dev.quaestor/quaestor-starter/pom.properties";

  private BuildVersion() {}

  public static String text() {
    var properties = new Properties();
    try (var in = BuildVersion.class.getResourceAsStream(PROPERTIES)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "(not packaged)");
  }
}
