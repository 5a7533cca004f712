package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What {@code docker/compose} ships, laid into a folder, and secrets as its scripts read them. */
final class ShippedFiles {
  private static final List<String> FILES =
      List.of("databases.sh", "temporal-schema.sh", "temporal.yaml", "temporal-dynamic.yaml");
  private static final List<String> PASSWORDS =
      List.of("temporal-database-password", "quaestor-database-password", "admin-token");
  private static final int SECRET_BYTES = 32;

  private ShippedFiles() {}

  static void layInto(Path folder) {
    try {
      Files.createDirectories(folder);
      for (var name : FILES) {
        try (var in = Objects.requireNonNull(ShippedFiles.class.getResourceAsStream(name), name)) {
          Files.copy(in, folder.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void secretsInto(Path folder) {
    try {
      Files.createDirectories(folder);
      var random = new SecureRandom();
      for (var name : PASSWORDS) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        Files.writeString(folder.resolve(name), HexFormat.of().formatHex(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
