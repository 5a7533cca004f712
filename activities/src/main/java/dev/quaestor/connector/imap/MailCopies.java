package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.imap.ImapSession.Command;
import dev.quaestor.connector.imap.ImapSession.Reply;
import dev.quaestor.connector.imap.ImapSession.Shown;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The copies of messages in one mailbox, where they lie now. */
final class MailCopies {
  static final int HEADER = 256 * 1024;

  /** Whoever sends chooses the Message-ID, and may send as many messages under one as he likes. */
  private static final int MOST = 50;

  /** As many folders are looked through in one flight. */
  private static final int FLIGHT = 40;

  /** Of a header, what can be read of it: whoever sends may have made it endless. */
  static final String HEAD = "BODY.PEEK[HEADER]<0." + HEADER + ">";

  static final String WHOLE = "BODY.PEEK[]<0." + MailReader.LARGEST + ">";

  private static final String WITHOUT_ID = "@without-message-id.invalid>";
  private static final int LONGEST_TERM = 200;

  private MailCopies() {}

  /**
   * A copy.
   *
   * @param head what its header says
   */
  record Copy(Folder folder, MessageId id, Instant received, MailMessage head) {
    /** The same by what the wire says of it. */
    boolean isAt(Folder place, MessageId there) {
      return folder.wire().equals(place.wire())
          && id.validity() == there.validity()
          && id.uid() == there.uid();
    }
  }

  /** The numbers of messages in one folder. */
  record Hits(Folder folder, long validity, List<Long> uids) {}

  /**
   * Searches each folder for each question, as few flights as may be.
   *
   * @return by question, those folders in which something was found
   */
  static List<List<Hits>> search(
      ImapSession session, List<Folder> folders, List<Command> questions) {
    var hits = new ArrayList<List<Hits>>();
    questions.forEach(question -> hits.add(new ArrayList<>()));
    for (int from = 0; from < folders.size(); from += FLIGHT) {
      var some = folders.subList(from, Math.min(folders.size(), from + FLIGHT));
      var flight = new ArrayList<Command>();
      for (var folder : some) {
        flight.add(ImapSession.opening(folder, false));
        flight.addAll(questions);
      }
      var replies = session.runAllOpening(flight);
      for (int n = 0; n < some.size(); n++) {
        take(
            some.get(n),
            replies.subList(n * (questions.size() + 1), (n + 1) * (questions.size() + 1)),
            hits);
      }
    }
    return hits;
  }

  private static void take(Folder folder, List<Reply> replies, List<List<Hits>> hits) {
    if (!replies.getFirst().isOk()) {
      var refused = ImapSession.refused("EXAMINE", replies.getFirst());
      if (refused.kind() == ConnectorException.Kind.NOT_FOUND) {
        // It went away since it was listed.
        return;
      }
      throw refused;
    }
    var validity = ImapSession.validity(replies.getFirst());
    for (int n = 1; n < replies.size(); n++) {
      var uids = ImapSession.found(replies.get(n));
      if (!uids.isEmpty()) {
        hits.get(n - 1).add(new Hits(folder, validity, uids));
      }
    }
  }

  /** Every copy of the message in these folders. */
  static List<Copy> find(ImapSession session, List<Folder> folders, String internetMessageId) {
    var question = byMessageId(internetMessageId);
    if (question.isEmpty()) {
      return List.of();
    }
    var copies = new ArrayList<Copy>();
    for (var hits : search(session, folders, List.of(question.get())).getFirst()) {
      if (hits.uids().size() > MOST) {
        throw ConnectorException.tooLarge(
            "IMAP SEARCH: more than %d messages in one folder have one Message-ID".formatted(MOST));
      }
      for (var copy : read(session, hits.folder(), hits.uids())) {
        if (internetMessageId.equals(copy.head().internetMessageId())) {
          copies.add(copy);
        }
      }
    }
    return copies;
  }

  /** Empty for what can be no message's. */
  static Optional<Command> byMessageId(String internetMessageId) {
    if (internetMessageId.endsWith(WITHOUT_ID)) {
      // It was made of the message's bytes, since it has none.
      return Optional.of(new Command("UID SEARCH NOT HEADER MESSAGE-ID").data(new byte[0]));
    }
    var term = longestRun(internetMessageId);
    return term.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Command("UID SEARCH HEADER MESSAGE-ID")
                .data(term.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The longest part that every server compares alike. */
  static String longestRun(String text) {
    var head = text.substring(0, Math.min(text.length(), LONGEST_TERM));
    var longest = "";
    var from = 0;
    for (int at = 0; at <= head.length(); at++) {
      var plain =
          at < head.length()
              && head.charAt(at) > ' '
              && head.charAt(at) <= '~'
              && head.charAt(at) != '"'
              && head.charAt(at) != '\\';
      if (!plain) {
        if (at - from > longest.length()) {
          longest = head.substring(from, at);
        }
        from = at + 1;
      }
    }
    return longest;
  }

  /** Those of a folder, with their contents' hashes. */
  static List<Copy> read(ImapSession session, Folder folder, List<Long> uids) {
    var open = session.select(folder, false);
    if (open.isEmpty()) {
      return List.of();
    }
    var copies = new ArrayList<Copy>();
    for (var shown : session.fetch(uids, "", 0)) {
      copy(session, folder, open.get().validity(), shown).ifPresent(copies::add);
    }
    return copies;
  }

  private static Optional<Copy> copy(
      ImapSession session, Folder folder, long validity, Shown shown) {
    var whole = shown.size() <= MailReader.LARGEST;
    var uid = List.of(shown.uid());
    var read =
        whole ? session.fetch(uid, WHOLE, MailReader.LARGEST) : session.fetch(uid, HEAD, HEADER);
    return read.stream()
        .findFirst()
        .flatMap(
            one -> {
              var head = head(one.bytes());
              var id =
                  new MessageId(
                      validity, one.uid(), one.size(), MessageId.hashOf(one.bytes(), whole));
              return head == null
                  ? Optional.<Copy>empty()
                  : Optional.of(new Copy(folder, id, one.received(), head));
            });
  }

  /** The message of a header, or of a whole message of which only that is read. */
  static @Nullable MailMessage head(byte[] bytes) {
    var id = withoutBody(bytes);
    var read = MailReader.itself(id, new TimeBudget(Duration.ofSeconds(5), System::nanoTime));
    if (read == null) {
      return null;
    }
    if (!String.valueOf(read.message().internetMessageId()).endsWith(WITHOUT_ID)) {
      return read.message();
    }
    var whole = MailReader.itself(bytes, new TimeBudget(Duration.ofSeconds(10), System::nanoTime));
    return whole == null ? null : whole.message();
  }

  static boolean lacksId(MailMessage head) {
    return String.valueOf(head.internetMessageId()).endsWith(WITHOUT_ID);
  }

  private static byte[] withoutBody(byte[] bytes) {
    for (int at = 0; at + 1 < bytes.length; at++) {
      if (bytes[at] == '\n'
          && (bytes[at + 1] == '\n'
              || (at + 2 < bytes.length && bytes[at + 1] == '\r' && bytes[at + 2] == '\n'))) {
        return java.util.Arrays.copyOf(bytes, at + 1);
      }
    }
    return bytes;
  }
}
