package dev.quaestor.starter.intake.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message or part that are of use, newest first as they stand. The others
 * are not kept, and of one name no more than {@value #MOST_OF_A_NAME}.
 */
final class MailHeaders {
  private static final int MOST_OF_A_NAME = 50;
  private static final int LONGEST_FIELD = 16 * 1024;
  private static final Set<String> KEPT =
      Set.of(
          "authentication-results",
          "cc",
          "content-disposition",
          "content-type",
          "date",
          "delivered-to",
          "envelope-to",
          "from",
          "in-reply-to",
          "list-id",
          "list-post",
          "list-unsubscribe",
          "mailing-list",
          "message-id",
          "mime-version",
          "precedence",
          "received",
          "references",
          "reply-to",
          "return-path",
          "sender",
          "subject",
          "to",
          "user-agent",
          "x-beenthere",
          "x-envelope-to",
          "x-mailer",
          "x-mimeole",
          "x-ms-exchange-organization-network-message-id",
          "x-msmail-priority",
          "x-original-to",
          "x-priority");

  private final Map<String, List<String>> values = new HashMap<>();

  /** Takes a field as it stands on the wire, name and folding included. */
  void add(byte[] raw) {
    var text = decoded(raw, Math.min(raw.length, LONGEST_FIELD));
    var colon = text.indexOf(':');
    if (colon < 1) {
      return;
    }
    var name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (!KEPT.contains(name)) {
      return;
    }
    var all = values.computeIfAbsent(name, n -> new ArrayList<>());
    if (all.size() < MOST_OF_A_NAME) {
      all.add(text.substring(colon + 1).replace("\r", "").replace("\n", "").strip());
    }
  }

  /** Headers are ASCII by rule, UTF-8 by habit, and anything at all by malice. */
  private static String decoded(byte[] raw, int length) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The values of that name, unfolded but not decoded. */
  List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  @Nullable String first(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .filter(v -> !v.isBlank())
        .findFirst()
        .orElse(null);
  }

  /** With its encoded words (RFC 2047) decoded. */
  @Nullable String text(String name) {
    var value = first(name);
    return value == null ? null : words(value);
  }

  static String words(String value) {
    try {
      Charset fallback = StandardCharsets.UTF_8;
      return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT, fallback);
    } catch (RuntimeException e) {
      // A word in a charset that nobody has; mime4j's own checks do not catch all of them.
      return value;
    }
  }

  /** The mailboxes of that name's fields, groups opened. */
  List<Mailbox> mailboxes(String... names) {
    return Stream.of(names)
        .flatMap(name -> all(name).stream())
        .flatMap(MailHeaders::parsed)
        .toList();
  }

  private static Stream<Mailbox> parsed(String value) {
    try {
      return LenientAddressParser.DEFAULT.parseAddressList(value).flatten().stream();
    } catch (RuntimeException e) {
      // The parser is lenient, but not towards everything.
      return Stream.empty();
    }
  }

  /** The addresses of those names, in their order, lower case. */
  List<String> addresses(String... names) {
    return mailboxes(names).stream()
        .map(Mailbox::getAddress)
        .filter(Objects::nonNull)
        .map(address -> address.strip().toLowerCase(Locale.ROOT))
        .filter(address -> address.indexOf('@') > 0)
        .distinct()
        .toList();
  }
}
