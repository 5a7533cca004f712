package dev.quaestor.vault;

import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * By which processes tell that they have the same vault, wherever each has mounted it: a file in it
 * that the first of them makes, with a name by chance.
 */
public final class VaultMark {
  private static final String FILE = ".vault-id";
  private static final int LENGTH = 16;
  private static final int LONGEST_FILE = 200;

  private VaultMark() {}

  /**
   * The 16 hex digits of a vault, which is made with them when it is not there.
   *
   * @param vault the vault's folder
   * @throws IOException when it can neither be read nor made
   */
  public static String of(Path vault) throws IOException {
    var file = vault.resolve(FILE);
    if (!Files.exists(file)) {
      make(file);
    }
    if (Files.size(file) > LONGEST_FILE) {
      throw new IOException(file + " is not the mark of a vault");
    }
    var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (text.length() != LENGTH || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new IOException(file + " is not the mark of a vault");
    }
    return text;
  }

  /** The same for saying only, where a vault that cannot be used says nothing. */
  public static String ofAny(Path vault) {
    try {
      return of(vault);
    } catch (IOException | UncheckedIOException | IllegalStateException unusable) {
      return "";
    }
  }

  /** It appears under its name when it is whole, and never twice. */
  private static void make(Path file) throws IOException {
    var folder = Files.createDirectories(file.toAbsolutePath().getParent());
    var draft = Files.createTempFile(folder, ".draft-", null);
    try {
      Files.writeString(draft, Sha256.of(UUID.randomUUID().toString()).substring(0, LENGTH) + "\n");
      makeReadable(draft);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException another) {
      // Whose is read by all.
    } catch (UnsupportedOperationException noLinks) {
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A temporary file is its owner's only, and processes may run as different users. */
  private static void makeReadable(Path draft) {
    var all = draft.toFile();
    if (!all.setReadable(true, false)) {
      throw new IllegalStateException(draft + " cannot be made readable");
    }
  }
}
