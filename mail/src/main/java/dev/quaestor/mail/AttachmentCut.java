package dev.quaestor.mail;

import dev.quaestor.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.jspecify.annotations.Nullable;

/**
 * A message without one of its attachments. All other bytes stay as they are, so that its reader
 * sees the same message; signatures over the whole do not fit any more.
 */
public final class AttachmentCut {
  /** What is put in the place of an attachment. */
  public static final String STUB = "Attachment removed.txt";

  private static final int DEEPEST = 30;
  private static final int MOST_PARTS = 500;

  private final byte[] message;
  private final String sha256;
  private final byte[] stub;
  private final ByteArrayOutputStream cut = new ByteArrayOutputStream();
  private int copied;
  private int parts;
  private boolean found;

  private AttachmentCut(byte[] message, String sha256, String text) {
    this.message = message;
    this.sha256 = sha256;
    this.stub = part(text);
  }

  /**
   * The message with a text in the place of each part that has this content.
   *
   * @param sha256 of the content, decoded; lower case
   * @return empty where no part of its own has it, as where it is packed in an archive
   */
  public static Optional<byte[]> without(byte[] message, String sha256, String text) {
    var work = new AttachmentCut(message, sha256, text);
    work.entity(0, message.length, 0);
    if (!work.found) {
      return Optional.empty();
    }
    work.cut.write(message, work.copied, message.length - work.copied);
    return Optional.of(work.cut.toByteArray());
  }

  private static byte[] part(String text) {
    var lines =
        Base64.getMimeEncoder(76, new byte[] {'\r', '\n'})
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return """
    Content-Type: text/plain; charset=utf-8
    Content-Disposition: attachment; filename="%s"
    Content-Transfer-Encoding: base64

    %s
    """
        .formatted(STUB, lines)
        .stripTrailing()
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void entity(int start, int end, int depth) {
    if (depth > DEEPEST || ++parts > MOST_PARTS) {
      return;
    }
    var headers = new MailHeaders();
    var body = header(start, end, headers);
    var type = String.valueOf(headers.first("content-type")).strip().toLowerCase(Locale.ROOT);
    var boundary = type.startsWith("multipart/") ? boundary(headers) : null;
    if (boundary != null) {
      multipart(body, end, boundary, depth);
      return;
    }
    var encoding = TransferEncoding.of(headers.first("content-transfer-encoding"));
    var content = encoding.decode(Arrays.copyOfRange(message, body, end));
    if (depth > 0 && sha256.equals(Sha256.of(content))) {
      cut.write(message, copied, start - copied);
      cut.writeBytes(stub);
      copied = end;
      found = true;
    } else if (type.startsWith("message/") && content.length == end - body) {
      entity(body, end, depth + 1);
    }
  }

  /** Reads the fields; where the body begins. */
  private int header(int start, int end, MailHeaders headers) {
    var field = start;
    var at = start;
    while (at < end) {
      var next = nextLine(at, end);
      var blank = next - at <= 2 && (message[at] == '\n' || message[at] == '\r');
      var folded = message[at] == ' ' || message[at] == '\t';
      if (!folded && at > field) {
        headers.add(Arrays.copyOfRange(message, field, at));
        field = at;
      }
      at = next;
      if (blank) {
        return at;
      }
    }
    if (at > field) {
      headers.add(Arrays.copyOfRange(message, field, at));
    }
    return end;
  }

  private int nextLine(int at, int end) {
    while (at < end && message[at] != '\n') {
      at++;
    }
    return Math.min(end, at + 1);
  }

  private static @Nullable String boundary(MailHeaders headers) {
    try {
      RawBody raw =
          RawFieldParser.DEFAULT.parseRawBody(
              new RawField("content-type", String.valueOf(headers.first("content-type"))));
      return raw.getParams().stream()
          .filter(parameter -> parameter.getName().equalsIgnoreCase("boundary"))
          .map(parameter -> parameter.getValue().stripTrailing())
          .filter(value -> !value.isEmpty())
          .findFirst()
          .orElse(null);
    } catch (RuntimeException broken) {
      return null;
    }
  }

  private void multipart(int body, int end, String boundary, int depth) {
    var line = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    var part = -1;
    for (int at = body; at < end; at = nextLine(at, end)) {
      var next = nextLine(at, end);
      if (!isBoundary(at, next, line)) {
        continue;
      }
      if (part >= 0) {
        entity(part, beforeLineEnd(part, at), depth + 1);
      }
      var last =
          at + line.length + 1 < next
              && message[at + line.length] == '-'
              && message[at + line.length + 1] == '-';
      if (last) {
        return;
      }
      part = next;
    }
    if (part >= 0) {
      entity(part, end, depth + 1);
    }
  }

  private boolean isBoundary(int at, int end, byte[] line) {
    if (end - at < line.length
        || !Arrays.equals(message, at, at + line.length, line, 0, line.length)) {
      return false;
    }
    var rest = at + line.length;
    if (rest + 1 < end && message[rest] == '-' && message[rest + 1] == '-') {
      rest += 2;
    }
    for (; rest < end; rest++) {
      if (" \t\r\n".indexOf(message[rest]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The line end before a boundary is the boundary's (RFC 2046 §5.1.1). */
  private int beforeLineEnd(int start, int at) {
    var end = at;
    if (end > start && message[end - 1] == '\n') {
      end--;
      if (end > start && message[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }
}
