package dev.quaestor.tools.verdicts;

import com.google.re2j.Pattern;
import dev.quaestor.starter.intake.AlertReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads what a person names: files, folders, standard input. What a file is, is told by its
 * beginning, and by its name only where the beginning could be several things. Streams: one item is
 * in memory at a time, and none is larger than the API would take.
 */
final class Inputs {
  private static final Pattern PACKED = Pattern.compile("\\.gz$");
  private static final Pattern TWO_LINES = Pattern.compile("(?s)\\{[^\\r\\n]*}\\r?\\n\\{.*");

  private static final int HEAD = 4096;
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern HEADER =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,99}:(?:[^/].*|/(?:[^/].*)?)?");

  private final Items items;

  Inputs(Items items) {
    this.items = items;
  }

  void folderOrFile(String name, Path path) {
    if (!Files.isDirectory(path)) {
      file(name, path);
      return;
    }
    try (var files = Files.walk(path)) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> file(Path.of(name).resolve(path.relativize(f)).toString(), f));
    } catch (IOException | UncheckedIOException broken) {
      items.unread(name, why(broken));
    }
  }

  private void file(String name, Path path) {
    try (var in = Files.newInputStream(path)) {
      stream(name, in);
    } catch (IOException | UncheckedIOException broken) {
      items.unread(name, why(broken));
    }
  }

  void stream(String name, InputStream raw) throws IOException {
    var in = unpacked(new BufferedInputStream(raw, 2 * HEAD));
    var head = head(in);
    var plain = PACKED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    if (head.startsWith("From ")) {
      new Mbox(name, items).read(in);
    } else if (isJsonLines(plain, head)) {
      lines(name, in, (n, line) -> JsonLine.read(n, line, items));
    } else if (isList(plain, head)) {
      lines(name, in, this::listed);
    } else {
      whole(name, in);
    }
  }

  private static BufferedInputStream unpacked(BufferedInputStream in) throws IOException {
    in.mark(2);
    var packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return packed ? new BufferedInputStream(new GZIPInputStream(in), 2 * HEAD) : in;
  }

  private static String head(BufferedInputStream in) throws IOException {
    in.mark(HEAD);
    var head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    in.reset();
    return head.startsWith(BYTE_ORDER_MARK) ? head.substring(BYTE_ORDER_MARK.length()) : head;
  }

  /** By name, or because an object ends where the first line does and another begins. */
  private static boolean isJsonLines(String name, String head) {
    return name.endsWith(".jsonl")
        || name.endsWith(".ndjson")
        || (head.startsWith("{") && TWO_LINES.matches(head));
  }

  private static boolean isList(String name, String head) {
    var first = head.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst().orElse("");
    if (HEADER.matcher(first).matches() || first.startsWith("{") || first.startsWith("[")) {
      return false;
    }
    return name.endsWith(".csv")
        || name.endsWith(".tsv")
        || name.endsWith(".txt")
        || Hosts.entry(first).isPresent();
  }

  private void listed(String name, String line) {
    if (line.startsWith("#")) {
      return;
    }
    var entry = Hosts.entry(line);
    if (entry.isEmpty()) {
      items.unread(name, "names no host");
    } else {
      JsonLine.host(name + " " + entry.get(), entry.get(), items);
    }
  }

  private void lines(String name, InputStream in, BiConsumer<String, String> item)
      throws IOException {
    Lines.read(
        in,
        new Lines.Taker() {
          @Override
          public void line(int number, String text) {
            item.accept(name + "#" + number, text);
          }

          @Override
          public void tooLong(int number) {
            items.unread(name + "#" + number, "is longer than " + Lines.LONGEST + " characters");
          }
        });
  }

  private void whole(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(AlertReader.LARGEST_BODY + 1);
    if (bytes.length == 0) {
      items.unread(name, "is empty");
    } else {
      JsonLine.payload(name, bytes, items);
    }
  }

  static String why(Exception broken) {
    return switch (broken) {
      case NoSuchFileException none -> "there is no such file";
      case AccessDeniedException denied -> "you are not allowed to read it";
      case ZipException packed -> "is broken: " + packed.getMessage();
      case UncheckedIOException wrapped -> why(Objects.requireNonNull(wrapped.getCause()));
      default -> "cannot be read: " + broken.getMessage();
    };
  }
}
