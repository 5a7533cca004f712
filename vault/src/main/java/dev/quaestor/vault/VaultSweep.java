package dev.quaestor.vault;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Removes what lies in a vault for long. Whoever stores a body again makes it young, so that it is
 * kept; also in the very moment in which it is being removed.
 */
public final class VaultSweep {
  private static final String DRAFT = ".draft-";
  private static final String GONE = ".gone-";
  private static final int HEX = 64;

  private final Path vault;

  /**
   * @param vault the vault's folder
   */
  public VaultSweep(Path vault) {
    this.vault = vault.toAbsolutePath().normalize();
  }

  /** How much went, or would. */
  public record Swept(long files, long bytes) {
    private Swept and(long size) {
      return new Swept(files + 1, bytes + size);
    }
  }

  /**
   * Samples, packages and mails that were stored before then.
   *
   * @param isNeeded by its SHA-256, asked of each
   * @param dryRun whether only to count
   * @throws IOException when one cannot be read or removed; those before it are gone
   */
  public Swept bodies(Instant before, Predicate<String> isNeeded, boolean dryRun)
      throws IOException {
    return sweep(vault, before, isNeeded, dryRun);
  }

  /** Payloads that no history has referred to anew since then. */
  public Swept payloads(Instant before, boolean dryRun) throws IOException {
    return sweep(vault.resolve(PayloadFiles.FOLDER), before, sha256 -> false, dryRun);
  }

  private static Swept sweep(Path root, Instant before, Predicate<String> isNeeded, boolean dryRun)
      throws IOException {
    var swept = new Swept(0, 0);
    try (DirectoryStream<Path> shelves = Files.newDirectoryStream(root)) {
      for (var shelf : shelves) {
        if (isLeftOver(shelf, before) && !dryRun) {
          Files.deleteIfExists(shelf);
        } else if (isHex(name(shelf), 2) && Files.isDirectory(shelf, LinkOption.NOFOLLOW_LINKS)) {
          swept = shelf(shelf, before, isNeeded, dryRun, swept);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException nothingYet) {
      // Nothing was stored there.
    }
    return swept;
  }

  private static Swept shelf(
      Path shelf, Instant before, Predicate<String> isNeeded, boolean dryRun, Swept soFar)
      throws IOException {
    var swept = soFar;
    try (DirectoryStream<Path> bodies = Files.newDirectoryStream(shelf)) {
      for (var body : bodies) {
        var name = name(body);
        if (isHex(name, HEX)) {
          if (isOld(body, before) && !isNeeded.test(name)) {
            long size = size(body);
            if (dryRun || remove(body, before)) {
              swept = swept.and(size);
            }
          }
        } else if (name.startsWith(GONE) && !dryRun) {
          finish(body, before);
        } else if (isLeftOver(body, before) && !dryRun) {
          Files.deleteIfExists(body);
        }
      }
    }
    return swept;
  }

  /** What was being written when its writer died. */
  private static boolean isLeftOver(Path file, Instant before) throws IOException {
    return name(file).startsWith(DRAFT) && isOld(file, before);
  }

  /** Put aside first: what was stored again between the look and this is put back. */
  private static boolean remove(Path body, Instant before) throws IOException {
    var aside = body.resolveSibling(GONE + name(body));
    try {
      Files.move(body, aside);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (FileAlreadyExistsException earlier) {
      Files.deleteIfExists(aside);
      return false;
    }
    return finish(aside, before);
  }

  /** Whether it is gone. */
  private static boolean finish(Path aside, Instant before) throws IOException {
    if (isOld(aside, before)) {
      return Files.deleteIfExists(aside);
    }
    var back = aside.resolveSibling(name(aside).substring(GONE.length()));
    try {
      Files.move(aside, back);
    } catch (FileAlreadyExistsException another) {
      Files.deleteIfExists(aside);
    }
    return false;
  }

  private static boolean isOld(Path file, Instant before) throws IOException {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static boolean isHex(String name, int length) {
    return name.length() == length
        && name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
