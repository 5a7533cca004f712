package dev.quaestor.start.checkup;

import dev.quaestor.start.check.CheckResult;
import dev.quaestor.vault.VaultMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether bodies can be put into a vault's folder, and for how long yet. */
public final class VaultCheck {
  private static final long GIB = 1L << 30;

  /** A package is tens of megabytes. */
  private static final long LITTLE = GIB;

  private VaultCheck() {}

  /**
   * Puts a small file there and takes it away again.
   *
   * @param name of the check
   */
  public static List<CheckResult> of(String name, Path vault) {
    var folder = vault.toAbsolutePath().normalize();
    if (!Files.exists(folder)) {
      return List.of(
          CheckResult.warn(
              name,
              "There is no vault at %s yet.".formatted(folder),
              "The process makes it when it starts; where a volume was to be mounted there, it is not."));
    }
    try {
      var probe = Files.createTempFile(folder, ".draft-", null);
      try {
        Files.write(probe, new byte[4096]);
      } finally {
        Files.deleteIfExists(probe);
      }
      var mark = VaultMark.of(folder);
      var free = Files.getFileStore(folder).getUsableSpace();
      var sentence =
          "The vault %s (%s) can be written, %.1f GiB are free."
              .formatted(folder, mark, (double) free / GIB);
      return List.of(
          free < LITTLE
              ? CheckResult.warn(name, sentence, "Make room, or it is full within some packages.")
              : CheckResult.ok(name, sentence));
    } catch (IOException unusable) {
      return List.of(
          CheckResult.fail(
              name,
              "The vault %s cannot be used (%s)."
                  .formatted(folder, unusable.getClass().getSimpleName()),
              "Let the user of this process write there, or set quaestor.vault.directory."));
    }
  }
}
