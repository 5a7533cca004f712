package dev.quaestor.mail;

import dev.quaestor.entity.MailMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message or part that are of use, newest first as they stand. The others
 * are not kept, and of one name no more than {@value #MOST_OF_A_NAME}.
 */
final class MailHeaders {
  private static final int MOST_OF_A_NAME = 50;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_FIELD = 16 * 1024;
  private static final int LONGEST_ADDRESSES = 64 * 1024;
  private static final Set<String> OF_ADDRESSES =
      Set.of(
          "cc",
          "delivered-to",
          "envelope-to",
          "from",
          "reply-to",
          "return-path",
          "sender",
          "to",
          "x-envelope-to",
          "x-original-to");
  private static final Set<String> KEPT =
      Set.of(
          "authentication-results",
          "cc",
          "content-disposition",
          "content-transfer-encoding",
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
          "x-forefront-antispam-report",
          "x-mailer",
          "x-mimeole",
          "x-ms-exchange-organization-network-message-id",
          "x-ms-exchange-organization-scl",
          "x-msmail-priority",
          "x-original-to",
          "x-priority");

  private static final String RECEIVED = "received";
  private static final String RESULTS = "authentication-results";

  private final Map<String, List<String>> values = new HashMap<>();

  /** Of each Received field how many Authentication-Results stand above. */
  private final List<Integer> resultsAbove = new ArrayList<>();

  /** Takes a field as it stands on the wire, name and folding included. */
  void add(byte[] raw) {
    int colon = 0;
    while (colon < raw.length && raw[colon] != ':') {
      colon++;
    }
    if (colon < 1 || colon == raw.length || colon > LONGEST_NAME) {
      return;
    }
    var name =
        new String(raw, 0, colon, StandardCharsets.US_ASCII).strip().toLowerCase(Locale.ROOT);
    if (!KEPT.contains(name)) {
      return;
    }
    var all = values.computeIfAbsent(name, n -> new ArrayList<>());
    if (all.size() < MOST_OF_A_NAME) {
      if (name.equals(RECEIVED)) {
        resultsAbove.add(all(RESULTS).size());
      }
      // Headers are ASCII by rule, UTF-8 by habit, and anything at all by malice.
      var value = Encodings.text(Arrays.copyOfRange(raw, colon + 1, end(raw, name)), null);
      all.add(value.replace("\r", "").replace("\n", "").strip());
    }
  }

  /** Of too many addresses the last is not cut in two: it would be somebody else's. */
  private static int end(byte[] raw, String name) {
    if (!OF_ADDRESSES.contains(name)) {
      return Math.min(raw.length, LONGEST_FIELD);
    }
    int end = Math.min(raw.length, LONGEST_ADDRESSES);
    while (end < raw.length && end > 0 && raw[end] != ',') {
      end--;
    }
    return Math.max(end, name.length() + 1);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The values of that name, unfolded but not decoded. */
  List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /**
   * The servers that took the message on, as far as some of the first results stand below, and the
   * one right under the last of those: who wrote results writes its Received beneath them.
   */
  List<MailMessage.Hop> hopsAround(int results) {
    var received = all(RECEIVED);
    return IntStream.range(0, received.size())
        .filter(i -> i == 0 || resultsAbove.get(i - 1) < results)
        .mapToObj(i -> hop(received.get(i), resultsAbove.get(i)))
        .toList();
  }

  private static MailMessage.Hop hop(String received, int resultsAbove) {
    return new MailMessage.Hop(
        ReceivedChain.by(received), resultsAbove, ReceivedChain.from(received));
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
    return value == null ? null : EncodedWords.decode(value);
  }

  /** Whom those names' fields name, groups opened. */
  List<AddressList.Named> named(String... names) {
    return Stream.of(names)
        .flatMap(name -> all(name).stream())
        .flatMap(value -> AddressList.of(value).stream())
        .toList();
  }

  /** The addresses of those names, in their order, lower case. */
  List<String> addresses(String... names) {
    return named(names).stream()
        .map(AddressList.Named::address)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
