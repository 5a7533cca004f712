package dev.quaestor.starter.cli.terminal;

import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** A file that the user named. */
public final class LocalFile {
  public static final int MIB = 1024 * 1024;

  private LocalFile() {}

  /** Its content, within the bound; {@code -} is standard input. */
  public static byte[] bytes(CliEnvironment surroundings, String name, int maxBytes) {
    try (var in =
        name.equals("-") ? surroundings.in() : Files.newInputStream(surroundings.resolve(name))) {
      var bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw CommandFailed.because(
            Kind.LOCAL, name + " is larger than the limit of " + maxBytes / MIB + " MiB.");
      }
      return bytes;
    } catch (IOException | InvalidPathException e) {
      throw unreadable(name, e);
    }
  }

  /** Its text, which must be UTF-8. */
  public static String text(CliEnvironment surroundings, String name, int maxBytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes(surroundings, name, maxBytes)))
          .toString();
    } catch (CharacterCodingException e) {
      throw unreadable(name, e);
    }
  }

  /** Why a file that the user named cannot be written. */
  public static CommandFailed unwritable(String name, Exception e) {
    var why =
        switch (e) {
          case NoSuchFileException none -> "there is no such folder";
          case AccessDeniedException denied -> "you are not allowed to write there";
          case InvalidPathException invalid -> "this is not a file name";
          case FileSystemException other ->
              Objects.requireNonNullElse(other.getReason(), "it is not a file that can be written");
          default -> String.valueOf(e.getMessage());
        };
    return CommandFailed.because(Kind.LOCAL, "Cannot write " + name + ": " + why + ".");
  }

  private static CommandFailed unreadable(String name, Exception e) {
    var why =
        switch (e) {
          case NoSuchFileException none -> "there is no such file";
          case AccessDeniedException denied -> "you are not allowed to read it";
          case CharacterCodingException broken -> "it is not UTF-8";
          case InvalidPathException invalid -> "this is not a file name";
          default -> String.valueOf(e.getMessage());
        };
    return CommandFailed.because(Kind.LOCAL, "Cannot read " + name + ": " + why + ".");
  }
}
