package dev.quaestor.mail;

import com.google.re2j.Pattern;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads raw messages (RFC 5322 with MIME). */
public final class MailReader {
  /** No body that is larger is taken in. */
  public static final int LARGEST = 10 * 1024 * 1024;

  private static final Pattern FIRST_FIELD = Pattern.compile("[A-Za-z][!-9;-~]{0,99}[ \\t]*:");
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final int LONGEST_ID = 1000;
  private static final int LONGEST_SUBJECT = 1000;
  private static final int LONGEST_RESULT = 2000;
  private static final int RESULTS_BUDGET = 20_000;
  private static final int MOST_AUTHORS = 10;

  private MailReader() {}

  /** Whether the bytes begin as a message does. */
  public static boolean beginsAsMail(byte[] file) {
    var bytes = plain(file);
    var left = withoutMboxLine(bytes);
    var head =
        new String(bytes, bytes.length - left, Math.min(left, 200), StandardCharsets.ISO_8859_1);
    return FIRST_FIELD.matcher(head).lookingAt();
  }

  /**
   * Why a file is no message, although somebody means one by it; null when it may be one. Outlook
   * saves messages in a format of its own, and many pack them.
   */
  public static @Nullable String whyNoMessage(byte[] bytes) {
    var type = FileSignature.of(bytes);
    if (type == null) {
      return null;
    }
    if (type.equals(FileSignature.OLE)) {
      return "is an Outlook (.msg) or old Office file: save the message as .eml and send that";
    }
    var archive = FileSignature.archiveName(type);
    if (archive != null) {
      return "is an archive (%s): unpack it and send the .eml files in it".formatted(archive);
    }
    return type.equals(FileSignature.TNEF)
        ? "is an attachment in Outlook's own format (winmail.dat): send the whole message as .eml"
        : null;
  }

  /**
   * Reads what somebody reported: the message itself, or the one that a report of it carries.
   *
   * @return null when there is no header of a message, or no time to read one
   */
  public static @Nullable ReadMail reported(byte[] file, TimeBudget time) {
    var outer = outer(file, time);
    return outer.headers().isEmpty() ? null : read(ReportedMail.of(outer, time), file, time);
  }

  /**
   * Reads the message itself, whatever is attached to it: for one that was named and found.
   *
   * @return null when there is no header of a message, or no time to read one
   */
  public static @Nullable ReadMail itself(byte[] file, TimeBudget time) {
    var outer = outer(file, time);
    return outer.headers().isEmpty() ? null : read(new ReportedMail(outer, null), file, time);
  }

  /**
   * The attachments of a message by their SHA-256, as its reading names them: those in its archives
   * too.
   */
  public static Map<String, byte[]> attachments(byte[] file, TimeBudget time) {
    var found = new LinkedHashMap<String, byte[]>();
    MailParser.parse(itself(file), time, found::putIfAbsent);
    return found;
  }

  private static ParsedMail outer(byte[] file, TimeBudget time) {
    return MailParser.parse(itself(file), time);
  }

  private static byte[] itself(byte[] file) {
    var bytes = plain(file);
    var left = withoutMboxLine(bytes);
    return Arrays.copyOfRange(bytes, bytes.length - left, bytes.length);
  }

  private static ReadMail read(ReportedMail reported, byte[] file, TimeBudget time) {
    var mail = reported.message();
    var bodies = MailBodies.of(mail.bodies(), time);
    var unread = Stream.concat(mail.unread().stream(), bodies.unread().stream()).toList();
    var content = MailContents.of(mail, bodies, unread);
    return new ReadMail(
        message(mail, reported.reporter(), bodies.links(), content, file),
        reported.reporter(),
        unread,
        FilterWord.of(mail.headers()));
  }

  /**
   * Without the mark of UTF-8 and blank lines before the header, which editors leave there, and
   * with line ends of our time: where no line ends with LF, each ends with CR.
   */
  private static byte[] plain(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
    while (start < text.length() && "\r\n".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    var old = text.indexOf('\n') < 0 && text.indexOf('\r') >= 0;
    return start == 0 && !old
        ? bytes
        : text.substring(start)
            .replace('\r', old ? '\n' : '\r')
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** How many bytes are left without mbox's {@code From } line. */
  private static int withoutMboxLine(byte[] bytes) {
    if (!new String(bytes, 0, Math.min(bytes.length, 5), StandardCharsets.ISO_8859_1)
        .equals("From ")) {
      return bytes.length;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return bytes.length - i - 1;
      }
    }
    return bytes.length;
  }

  private static MailMessage message(
      ParsedMail mail,
      @Nullable String recipient,
      List<MailMessage.Link> links,
      MailContent content,
      byte[] bytes) {
    var headers = mail.headers();
    var from = headers.named("from");
    var author = from.stream().findFirst();
    var received = new ReceivedChain(headers.all("received"));
    var at = received.receivedAt();
    var results = results(headers);
    var date = headers.first("date");
    return new MailMessage(
        bounded(headers.first("x-ms-exchange-organization-network-message-id")),
        messageId(headers, bytes),
        bounded(recipient),
        author.map(a -> bounded(a.address())).orElse(null),
        author.map(a -> a.name() == null ? null : Storable.bounded(a.name(), 320)).orElse(null),
        bounded(headers.addresses("return-path").stream().findFirst().orElse(null)),
        bounded(headers.addresses("reply-to").stream().findFirst().orElse(null)),
        received.externalAddress(),
        subject(headers),
        at != null || date == null ? at : ReceivedChain.time(date),
        links,
        mail.attachments(),
        results,
        List.of(),
        content,
        otherAuthors(from),
        headers.hopsAround(results.size()));
  }

  private static List<MailMessage.Author> otherAuthors(List<AddressList.Named> from) {
    return from.stream()
        .skip(1)
        .limit(MOST_AUTHORS)
        .map(
            a ->
                new MailMessage.Author(
                    a.name() == null ? null : Storable.bounded(a.name(), 320),
                    bounded(a.address())))
        .distinct()
        .toList();
  }

  private static @Nullable String subject(MailHeaders headers) {
    var subject = headers.text("subject");
    return subject == null ? null : Storable.bounded(subject, LONGEST_SUBJECT);
  }

  private static @Nullable String bounded(@Nullable String identity) {
    return identity == null ? null : Storable.boundedIdentity(identity, 320);
  }

  /** A message without an id gets one of its bytes: nothing will be found by it, nor mistaken. */
  private static String messageId(MailHeaders headers, byte[] bytes) {
    var id = headers.first("message-id");
    return id != null
        ? Storable.boundedIdentity(id, LONGEST_ID)
        : "<"
            + Sha256.of(new String(bytes, StandardCharsets.ISO_8859_1)).substring(0, 20)
            + "@without-message-id.invalid>";
  }

  private static List<String> results(MailHeaders headers) {
    var left = RESULTS_BUDGET;
    var results = new ArrayList<String>();
    for (var result : headers.all("authentication-results")) {
      var text = Storable.bounded(Objects.requireNonNull(result), LONGEST_RESULT);
      left -= text.length();
      if (left < 0) {
        break;
      }
      results.add(text);
    }
    return results;
  }
}
