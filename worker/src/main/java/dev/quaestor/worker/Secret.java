package dev.quaestor.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A secret on its way from the configuration to a connector; it never shows itself. */
public record Secret(String value) {

  /**
   * The secret itself, or what a file holds, without the line end that editors add.
   *
   * @throws IllegalArgumentException naming the file, when it cannot be read
   */
  static Optional<Secret> of(@Nullable Secret inline, @Nullable Path file) {
    if (inline != null && !inline.value().isBlank()) {
      return Optional.of(inline);
    }
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(Files.readString(file, StandardCharsets.UTF_8).strip()));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("secret file " + file + " cannot be read", unreadable);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
