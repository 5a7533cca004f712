package dev.quaestor.starter.intake.mail;

import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.starter.intake.format.TimeBudget;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.mail.ParsedMail.Body;
import dev.quaestor.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message apart within bounds. Whoever wrote it must gain nothing by breaking it: what
 * cannot be read is left out and said, and the rest is kept.
 */
final class MailParser {
  private static final int DEEPEST = 30;
  private static final int MOST_PARTS = 500;
  private static final int MOST_BODIES = 20;
  private static final int MOST_ATTACHMENTS = 50;
  private static final int MOST_ATTACHED = 5;
  private static final int LONGEST_BODY = 1024 * 1024;

  /** Of all text parts together, in bytes: a page takes half a second a mebibyte to be parsed. */
  private static final int MOST_TEXT = 2 * LONGEST_BODY;

  private static final int LONGEST_NAME = 255;

  /**
   * No limit of lines and headers: the body's own limit is above, and a limit here is a way out.
   */
  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(-1)
          .setMaxHeaderCount(-1)
          .setMaxContentLen(-1)
          .build();

  private final TimeBudget time;
  private final MailHeaders headers = new MailHeaders();
  private final List<Body> bodies = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<byte[]> attached = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private MailHeaders part = headers;
  private int depth;
  private int parts;
  private int textLeft = MOST_TEXT;

  private MailParser(TimeBudget time) {
    this.time = time;
  }

  static ParsedMail parse(byte[] message, TimeBudget time) {
    var parser = new MailParser(time);
    parser.run(message);
    return new ParsedMail(
        parser.headers,
        List.copyOf(parser.bodies),
        List.copyOf(parser.attachments),
        List.copyOf(parser.attached),
        parser.unread.stream().distinct().toList());
  }

  private void run(byte[] message) {
    var stream = new MimeTokenStream(LENIENT, DecodeMonitor.SILENT, null);
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(new ByteArrayInputStream(message));
    try {
      for (var state = stream.getState();
          state != EntityState.T_END_OF_STREAM && withinBounds();
          state = stream.next()) {
        take(state, stream);
      }
    } catch (IOException | MimeException | RuntimeException e) {
      // mime4j lets unchecked exceptions out on some broken structures.
      unread.add("The message is broken; what follows the break was not read.");
    }
  }

  private boolean withinBounds() {
    if (depth > DEEPEST || parts > MOST_PARTS) {
      unread.add(
          "The message has more than %d parts or %d levels; the rest was not read."
              .formatted(MOST_PARTS, DEEPEST));
      return false;
    }
    if (time.isSpent()) {
      unread.add("The message took too long to read; the rest was not read.");
      return false;
    }
    return true;
  }

  private void take(EntityState state, MimeTokenStream stream) throws IOException {
    switch (state) {
      case T_START_BODYPART -> {
        part = new MailHeaders();
        parts++;
      }
      case T_FIELD -> part.add(stream.getField().getRaw().toByteArray());
      case T_START_MULTIPART -> depth++;
      case T_END_MULTIPART -> depth--;
      case T_BODY -> body(stream);
      case T_START_MESSAGE,
          T_END_MESSAGE,
          T_RAW_ENTITY,
          T_START_HEADER,
          T_END_HEADER,
          T_PREAMBLE,
          T_EPILOGUE,
          T_END_BODYPART,
          T_END_OF_STREAM -> {}
    }
  }

  private void body(MimeTokenStream stream) throws IOException {
    var descriptor = stream.getBodyDescriptor();
    var type = String.valueOf(descriptor.getMimeType()).toLowerCase(Locale.ROOT);
    var name = fileName();
    var disposition = part.first("content-disposition");
    var shown =
        name == null
            && (disposition == null
                || !disposition.toLowerCase(Locale.ROOT).startsWith("attachment"));
    if (shown && (type.equals("text/plain") || type.equals("text/html"))) {
      var base64 = "base64".equalsIgnoreCase(descriptor.getTransferEncoding());
      var charset = descriptor.getCharset();
      text(stream.getDecodedInputStream(), charset, type.equals("text/html"), base64);
    } else {
      attachment(stream.getDecodedInputStream(), name, type);
    }
  }

  private void text(InputStream content, @Nullable String charset, boolean html, boolean base64)
      throws IOException {
    if (bodies.size() == MOST_BODIES) {
      unread.add("The message has more than " + MOST_BODIES + " text parts.");
      return;
    }
    var most = Math.min(LONGEST_BODY, textLeft);
    var bytes = content.readNBytes(most);
    textLeft -= bytes.length;
    if (content.read() >= 0) {
      unread.add(
          most < LONGEST_BODY
              ? "The text parts together are longer than %d bytes; the rest was not read."
                  .formatted(MOST_TEXT)
              : "A text part is longer than %d bytes; its end was not read."
                  .formatted(LONGEST_BODY));
    }
    bodies.add(new Body(new String(bytes, charsetOf(charset)), html, base64));
  }

  private static Charset charsetOf(@Nullable String name) {
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name.strip());
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private void attachment(InputStream content, @Nullable String name, String type)
      throws IOException {
    if (attachments.size() == MOST_ATTACHMENTS) {
      unread.add("The message has more than " + MOST_ATTACHMENTS + " attachments.");
      return;
    }
    // Never more than the whole body's ten MiB, because the decodings only shrink.
    var bytes = content.readAllBytes();
    if (type.equals("message/rfc822")) {
      if (attached.size() < MOST_ATTACHED) {
        attached.add(bytes);
      } else {
        unread.add("More than %d messages are attached.".formatted(MOST_ATTACHED));
      }
    }
    attachments.add(
        new Attachment(
            name == null ? null : Texts.boundedIdentity(name, LONGEST_NAME),
            Texts.bounded(type, LONGEST_NAME),
            FileSignature.of(bytes),
            Sha256.of(bytes),
            (long) bytes.length));
  }

  private @Nullable String fileName() {
    var name = parameter("content-disposition", "filename");
    return name != null ? name : parameter("content-type", "name");
  }

  /** A parameter of a header of this part, decoded by RFC 2231 or, as many write it, RFC 2047. */
  private @Nullable String parameter(String header, String parameter) {
    var value = part.first(header);
    if (value == null) {
      return null;
    }
    try {
      RawBody raw = RawFieldParser.DEFAULT.parseRawBody(new RawField(header, value));
      var mapping = new MimeParameterMapping();
      raw.getParams().forEach(p -> mapping.addParameter(p.getName(), p.getValue()));
      var found = mapping.get(parameter);
      return found == null || found.isBlank() ? null : EncodedWords.decode(found).strip();
    } catch (RuntimeException e) {
      // A parameter in pieces that do not fit together.
      return null;
    }
  }
}
