package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.intake.AlertReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an mbox (RFC 4155): each begins with a line {@code From } after an empty one. A
 * file with one message is that message, and is called by the file's name.
 */
final class Mbox {
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final Items items;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte @Nullable [] first;
  private boolean cut;
  private int count;

  Mbox(String name, Items items) {
    this.name = name;
    this.items = items;
  }

  void read(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, 1 << 16);
    var afterEmpty = true;
    for (int c = buffered.read(); c >= 0; c = buffered.read()) {
      append(line, c);
      if (c == '\n') {
        afterEmpty = line(afterEmpty);
      }
    }
    line(afterEmpty);
    finish();
    if (first != null) {
      JsonLine.payload(name, first, items);
    }
  }

  /** Returns whether the line was empty. */
  private boolean line(boolean afterEmpty) throws IOException {
    var bytes = line.toByteArray();
    line.reset();
    if (afterEmpty && startsMessage(bytes)) {
      finish();
    }
    if (message.size() + bytes.length > AlertReader.LARGEST_BODY) {
      cut = true;
    } else {
      message.write(bytes);
    }
    return bytes.length <= 2 && new String(bytes, StandardCharsets.ISO_8859_1).isBlank();
  }

  private void append(ByteArrayOutputStream to, int c) {
    if (to.size() <= AlertReader.LARGEST_BODY) {
      to.write(c);
    }
  }

  private static boolean startsMessage(byte[] line) {
    for (int i = 0; i < FROM.length; i++) {
      if (line.length <= i || line[i] != FROM[i]) {
        return false;
      }
    }
    return true;
  }

  private void finish() {
    if (message.size() == 0 && !cut) {
      return;
    }
    count++;
    if (cut) {
      items.unread(name + "#" + count, "is larger than " + AlertReader.LARGEST_BODY + " bytes");
    } else if (count == 1) {
      first = message.toByteArray();
    } else {
      if (first != null) {
        JsonLine.payload(name + "#1", first, items);
        first = null;
      }
      JsonLine.payload(name + "#" + count, message.toByteArray(), items);
    }
    message.reset();
    cut = false;
  }
}
