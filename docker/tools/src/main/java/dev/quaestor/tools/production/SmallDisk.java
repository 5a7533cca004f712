package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disk of its own, in memory, that can be filled to the last byte. Needs root. */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Nothing where this user may make none: not everybody who is root may.
   *
   * @param folder is made, and holds the disk from now on
   */
  static Optional<SmallDisk> at(Path folder, int mib) {
    try {
      Files.createDirectories(folder);
      run(
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "size=" + mib + "m,mode=0700",
          "quaestor",
          folder.toString());
      return Optional.of(new SmallDisk(folder));
    } catch (IOException | UncheckedIOException | IllegalStateException mayNot) {
      return Optional.empty();
    }
  }

  Path folder() {
    return folder;
  }

  /** Not a byte is left. */
  public void fill() {
    var block = new byte[BLOCK];
    try (var out = Files.newOutputStream(filler())) {
      for (int size = BLOCK; size > 0; ) {
        try {
          out.write(block, 0, size);
        } catch (IOException full) {
          size /= 2;
        }
      }
    } catch (IOException full) {
      // Closing it may be told as well.
    }
  }

  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return folder.resolve(".full");
  }

  @Override
  public void close() {
    run("umount", "--lazy", folder.toString());
  }

  private static void run(String... command) {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    new Child(command[0], temporary, temporary, Map.of(), List.of(command)).run();
  }
}
