package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts beside this class, with words in them that are to be replaced. */
final class Resources {
  private Resources() {}

  static String text(String name, String... replaced) {
    try (var in = Resources.class.getResourceAsStream(name)) {
      var text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      for (int n = 0; n < replaced.length; n += 2) {
        text = text.replace(replaced[n], replaced[n + 1]);
      }
      return text;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
