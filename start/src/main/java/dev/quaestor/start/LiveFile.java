package dev.quaestor.start;

import dev.quaestor.secret.SmallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file holds, without the line end that editors add; read again when somebody has replaced
 * it. While it cannot be read, what it held last counts.
 */
final class LiveFile implements Supplier<String> {
  private static final Logger log = LoggerFactory.getLogger(LiveFile.class);

  private final Path file;
  private final String setting;
  private Content last;

  private record Content(String text, FileTime modified, long size) {}

  /**
   * @param setting its name, for people
   * @throws CannotStart when it cannot be read now
   */
  LiveFile(String setting, Path file) {
    this.file = file;
    this.setting = setting;
    try {
      this.last = read();
    } catch (SmallFile.Unfit e) {
      throw new CannotStart(
          "%s: the file %s cannot be used: %s.".formatted(setting, file, e.getReason()), "", null);
    } catch (IOException e) {
      throw new CannotStart(
          "%s: the file %s cannot be read.".formatted(setting, file),
          "Put it there, readable by the user who runs this process.",
          null);
    }
    if (last.text().isEmpty()) {
      throw new CannotStart("%s: the file %s is empty.".formatted(setting, file), "", null);
    }
  }

  @Override
  public synchronized String get() {
    try {
      if (!Files.getLastModifiedTime(file).equals(last.modified())
          || Files.size(file) != last.size()) {
        var now = read();
        if (!now.text().isEmpty()) {
          last = now;
          log.info("{}: the file {} was replaced, and its new content counts", setting, file);
        }
      }
    } catch (IOException gone) {
      log.warn("{}: the file {} cannot be read; what it held counts on", setting, file);
    }
    return last.text();
  }

  private Content read() throws IOException {
    // Before the text: what is written meanwhile is read again.
    var modified = Files.getLastModifiedTime(file);
    var size = Files.size(file);
    return new Content(SmallFile.text(file).strip(), modified, size);
  }
}
