package dev.quaestor.mail;

import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.mail.ParsedMail.Body;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
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

  /** Out of all archives together, in bytes. */
  private static final int MOST_UNPACKED = 20 * 1024 * 1024;

  private static final int LONGEST_NAME = 255;
  private static final int SHOWN_NAME = 100;
  private static final int LINES_READ = 1000;

  /** RFC 2046 §5.1.1, with the two hyphens. */
  private static final int LONGEST_BOUNDARY = 72;

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
  private final BiConsumer<String, byte[]> files;
  private final MailHeaders headers = new MailHeaders();
  private final List<Body> bodies = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<byte[]> attached = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private MailHeaders part = headers;
  private int depth;
  private int parts;
  private int textLeft = MOST_TEXT;
  private int unpackedLeft = MOST_UNPACKED;
  private int messages;

  /** How many archives stand around what is read. */
  private int packed;

  /** The line that was last taken for a boundary which nobody declared; empty for none. */
  private String sought = "";

  private final Deque<Before> before = new ArrayDeque<>();

  /** How many parts there were where a multipart began, and its text before the first. */
  private record Before(int parts, ByteArrayOutputStream text) {}

  private MailParser(TimeBudget time, BiConsumer<String, byte[]> files) {
    this.time = time;
    this.files = files;
  }

  static ParsedMail parse(byte[] message, TimeBudget time) {
    return parse(message, time, (sha256, content) -> {});
  }

  /**
   * @param files is told the content of each attachment, by its SHA-256
   */
  static ParsedMail parse(byte[] message, TimeBudget time, BiConsumer<String, byte[]> files) {
    var parser = new MailParser(time, files);
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
      unread.add("The message is malformed; what follows the defect was not read.");
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
      case T_START_MULTIPART -> {
        depth++;
        before.push(new Before(parts, new ByteArrayOutputStream()));
      }
      case T_PREAMBLE ->
          before.element().text().writeBytes(stream.getInputStream().readNBytes(LONGEST_BODY));
      case T_END_MULTIPART -> {
        depth--;
        var began = before.pop();
        if (began.parts() == parts) {
          unseparated(began.text().toByteArray());
        }
      }
      case T_BODY -> body(stream);
      case T_START_MESSAGE,
          T_END_MESSAGE,
          T_RAW_ENTITY,
          T_START_HEADER,
          T_END_HEADER,
          T_EPILOGUE,
          T_END_BODYPART,
          T_END_OF_STREAM -> {}
    }
  }

  private void body(MimeTokenStream stream) throws IOException {
    var type = String.valueOf(stream.getBodyDescriptor().getMimeType()).toLowerCase(Locale.ROOT);
    var name = fileName();
    var disposition = part.first("content-disposition");
    var shown =
        name == null
            && (disposition == null
                || !disposition.toLowerCase(Locale.ROOT).startsWith("attachment"));
    var encoding = TransferEncoding.of(part.first("content-transfer-encoding"));
    // Never more than the whole body's ten MiB, because the decodings only shrink.
    var content = encoding.decode(stream.getInputStream().readAllBytes());
    if (isOfParts()) {
      unseparated(content);
    } else if (shown && type.equals("text/html")) {
      text(content, true, encoding == TransferEncoding.BASE64);
    } else if (shown && type.equals("text/plain")) {
      plain(content, encoding == TransferEncoding.BASE64);
    } else {
      attachment(content, name, type);
    }
  }

  /** By the header itself: a multipart without a boundary is reported as plain text. */
  private boolean isOfParts() {
    var type = part.first("content-type");
    return type != null && type.strip().regionMatches(true, 0, "multipart/", 0, 10);
  }

  /** Text with the files taken out that stand in it. */
  private void plain(byte[] content, boolean base64) {
    var inline = InlineFiles.in(content);
    text(inline.rest(), false, base64);
    for (var file : inline.files()) {
      attachment(file.content(), file.name(), "application/octet-stream");
    }
  }

  /**
   * What is said to be of several parts, and is not separated as it says. Readers' programs look
   * for the parts all the same.
   */
  private void unseparated(byte[] content) {
    var text = new String(content, StandardCharsets.ISO_8859_1);
    var line =
        text.lines()
            .limit(LINES_READ)
            .map(String::stripTrailing)
            .filter(l -> l.length() > 2 && l.length() <= LONGEST_BOUNDARY && l.startsWith("--"))
            .findFirst();
    if (line.isEmpty() || line.get().equals(sought) || line.get().indexOf('"') >= 0) {
      plain(content, false);
      return;
    }
    var outer = sought;
    sought = line.get();
    var head =
        "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n".formatted(sought.substring(2));
    nested((head + text).getBytes(StandardCharsets.ISO_8859_1));
    sought = outer;
  }

  /** Reads a message inside of this one within the same bounds; its headers are a part's. */
  private void nested(byte[] message) {
    var outerPart = part;
    var outerDepth = depth;
    part = new MailHeaders();
    depth++;
    if (withinBounds()) {
      run(message);
    }
    part = outerPart;
    depth = outerDepth;
  }

  private void text(byte[] content, boolean html, boolean base64) {
    if (bodies.size() == MOST_BODIES) {
      unread.add("The message has more than " + MOST_BODIES + " text parts.");
      return;
    }
    var most = Math.min(LONGEST_BODY, textLeft);
    var bytes = content.length > most ? Arrays.copyOf(content, most) : content;
    textLeft -= bytes.length;
    if (content.length > most) {
      unread.add(
          most < LONGEST_BODY
              ? "The text parts together are longer than %d bytes; the rest was not read."
                  .formatted(MOST_TEXT)
              : "A text part is longer than %d bytes; its end was not read."
                  .formatted(LONGEST_BODY));
    }
    var label = parameter("content-type", "charset");
    if (html && Encodings.labelled(label).isEmpty()) {
      label = declaredInPage(bytes);
    }
    bodies.add(new Body(Encodings.text(bytes, label), html, base64));
  }

  /** What a page says of its own encoding, in its first kibibyte as the HTML standard has it. */
  private static @Nullable String declaredInPage(byte[] page) {
    var head =
        new String(page, 0, Math.min(page.length, 1024), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    var at = head.indexOf("charset=");
    if (at < 0 || head.lastIndexOf("<meta", at) < 0) {
      return null;
    }
    var start = at + "charset=".length();
    var end = start;
    while (end < head.length() && ">;/ \t\r\n".indexOf(head.charAt(end)) < 0) {
      end++;
    }
    return head.substring(start, end);
  }

  private void attachment(byte[] content, @Nullable String name, String type) {
    if (attachments.size() == MOST_ATTACHMENTS) {
      unread.add("The message has more than " + MOST_ATTACHMENTS + " attachments.");
      return;
    }
    var detected = FileSignature.of(content);
    var office = office(content, detected);
    var sha256 = Sha256.of(content);
    files.accept(sha256, content);
    attachments.add(
        new Attachment(
            name == null ? null : Storable.boundedIdentity(name, LONGEST_NAME),
            Storable.bounded(type, LONGEST_NAME),
            office.macros() ? FileSignature.OFFICE_WITH_MACROS : detected,
            sha256,
            (long) content.length));
    if (isMessage(name, type)) {
      if (messages < MOST_ATTACHED) {
        messages++;
        if (packed == 0) {
          // Nobody reports a message by packing it, and who sends one so must not be taken for it.
          attached.add(content);
        }
        nested(content);
      } else {
        unread.add("More than %d messages are attached.".formatted(MOST_ATTACHED));
      }
    } else {
      inside(content, name, detected, office);
    }
  }

  private static OfficeContents office(byte[] content, @Nullable String detected) {
    if (FileSignature.OLE.equals(detected)) {
      return OfficeContents.ofOle(content);
    }
    return FileSignature.isOffice(detected) ? OfficeContents.ofZip(content) : OfficeContents.NONE;
  }

  private static boolean isMessage(@Nullable String name, String type) {
    return type.equals("message/rfc822")
        || type.equals("message/global")
        || (name != null && name.toLowerCase(Locale.ROOT).endsWith(".eml"));
  }

  private void inside(
      byte[] content, @Nullable String name, @Nullable String detected, OfficeContents office) {
    var shown = name == null ? "without a name" : Storable.bounded(name, SHOWN_NAME);
    if (office.embeds()) {
      unread.add("The files embedded in the document %s were not read.".formatted(shown));
    }
    if (!office.whole()) {
      unread.add("The contents of the document %s were not read.".formatted(shown));
    }
    if (FileSignature.TNEF.equals(detected)) {
      unread.add(
          "The attachment %s is in Outlook's own format (TNEF); its contents were not read."
              .formatted(shown));
    } else if (detected != null && FileSignature.isUnpacked(detected, name)) {
      unpack(content, shown);
    } else if (FileSignature.isArchiveName(name)
        || (detected != null && FileSignature.isArchive(detected))) {
      unread.add("The archive %s was not opened.".formatted(shown));
    }
  }

  /** What is packed is read as if it were attached, archives in the archive too. */
  private void unpack(byte[] content, String shown) {
    depth++;
    packed++;
    if (withinBounds()) {
      var archive = ZipContents.of(content, MOST_ATTACHMENTS - attachments.size(), unpackedLeft);
      unpackedLeft -= archive.bytes();
      if (!archive.whole()) {
        unread.add("The contents of the archive %s were not read completely.".formatted(shown));
      }
      for (var file : archive.files()) {
        attachment(file.content(), file.name(), "application/octet-stream");
      }
    }
    packed--;
    depth--;
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
