package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.imap.ImapSession.Command;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a message must share. The server is asked by words, of which it finds parts and in any case;
 * what it finds is compared by its header, as the same message is read everywhere.
 */
final class MailQuestion {
  private static final int MOST_WORDS = 8;
  private static final int LONGEST_WORD = 100;
  private static final int MOST_IDS = 50;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final List<Criterion> criteria;
  private final Instant since;

  private MailQuestion(List<Criterion> criteria, Instant since) {
    this.criteria = List.copyOf(criteria);
    this.since = since;
  }

  /**
   * @return empty where no message here can meet it
   * @throws ConnectorException {@code REJECTED} for what IMAP cannot search by
   */
  static Optional<MailQuestion> of(List<Criterion> criteria, Instant since) {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a search needs a criterion");
    }
    var possible = true;
    for (var criterion : criteria) {
      possible &= isPossible(field(criterion), criterion.value());
    }
    return possible ? Optional.of(new MailQuestion(criteria, since)) : Optional.empty();
  }

  private static Field field(Criterion criterion) {
    return Field.of(criterion)
        .orElseThrow(
            () -> new IllegalArgumentException("mail cannot be searched by " + criterion.field()));
  }

  /** What IMAP has no search for, in this or any other mailbox. */
  static Optional<String> unsearchable(List<Criterion> criteria) {
    return criteria.stream()
        .flatMap(criterion -> Field.of(criterion).stream())
        .filter(field -> field == Field.URL || field == Field.FILE_HASH)
        .map(MailQuestion::limit)
        .findFirst();
  }

  private static String limit(Field field) {
    return "mailboxes over IMAP cannot be searched by "
        + (field == Field.URL ? "link" : "attachment");
  }

  private static boolean isPossible(Field field, String value) {
    return switch (field) {
      // An Exchange organisation's own number of a body.
      case CLUSTER_ID -> false;
      case URL, FILE_HASH -> throw new ConnectorException(Kind.REJECTED, limit(field));
      case SUBJECT,
          SUBJECT_PART,
          RECIPIENT,
          SENDER_ADDRESS,
          SENDER_DOMAIN,
          SENDER_IP,
          NETWORK_MESSAGE_ID,
          INTERNET_MESSAGE_ID ->
          !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c != 0x7f);
    };
  }

  /** Whether messages of this mailbox can meet it. */
  boolean isAbout(String mailbox) {
    return criteria.stream()
        .filter(criterion -> field(criterion) == Field.RECIPIENT)
        .allMatch(criterion -> criterion.value().strip().equalsIgnoreCase(mailbox));
  }

  /** A day more, since a day begins elsewhere. */
  Command command() {
    var command =
        new Command("UID SEARCH CHARSET UTF-8")
            .with("SINCE " + DAY.format(since.minus(1, ChronoUnit.DAYS)));
    for (var criterion : criteria) {
      ask(command, field(criterion), criterion.value());
    }
    return command;
  }

  private static void ask(Command command, Field field, String value) {
    switch (field) {
      case SUBJECT, SUBJECT_PART -> words(value).forEach(word -> term(command, "SUBJECT", word));
      case SENDER_ADDRESS, SENDER_DOMAIN -> term(command, "FROM", MailCopies.longestRun(value));
      case SENDER_IP -> term(command, "HEADER RECEIVED", MailCopies.longestRun(value));
      case INTERNET_MESSAGE_ID -> {
        if (value.strip().endsWith("@without-message-id.invalid>")) {
          command.with("NOT HEADER MESSAGE-ID").data(new byte[0]);
        } else {
          term(command, "HEADER MESSAGE-ID", MailCopies.longestRun(value.strip()));
        }
      }
      case NETWORK_MESSAGE_ID -> {
        var ids = List.copyOf(ids(value));
        for (int n = 0; n < ids.size(); n++) {
          if (n + 1 < ids.size()) {
            command.with("OR");
          }
          term(
              command,
              "HEADER X-MS-EXCHANGE-ORGANIZATION-NETWORK-MESSAGE-ID",
              MailCopies.longestRun(ids.get(n)));
        }
      }
      case RECIPIENT, CLUSTER_ID, URL, FILE_HASH -> {}
    }
  }

  private static void term(Command command, String key, String word) {
    if (!word.isEmpty()) {
      command.with(key).data(word.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Between them servers unfold and decode differently; within a word they do not. */
  private static List<String> words(String value) {
    var words = new ArrayList<String>();
    for (var word : value.split("[\\s\"\\\\]+")) {
      if (!word.isEmpty() && words.size() < MOST_WORDS) {
        words.add(word.substring(0, Math.min(word.length(), LONGEST_WORD)));
      }
    }
    return words;
  }

  private static Set<String> ids(String value) {
    return Stream.of(value.split(";"))
        .map(id -> id.strip().toLowerCase(Locale.ROOT))
        .filter(id -> !id.isEmpty())
        .limit(MOST_IDS)
        .collect(Collectors.toSet());
  }

  /** Whether a message meets all of it. */
  boolean isMetBy(MailMessage head, Instant received) {
    return !received.isBefore(since)
        && criteria.stream().allMatch(one -> isMet(field(one), one.value(), head));
  }

  private static boolean isMet(Field field, String value, MailMessage head) {
    var sender = String.valueOf(head.sender());
    return switch (field) {
      case SUBJECT -> value.equals(head.subject());
      case SUBJECT_PART ->
          String.valueOf(head.subject())
              .toLowerCase(Locale.ROOT)
              .contains(value.toLowerCase(Locale.ROOT));
      case SENDER_ADDRESS -> value.strip().equalsIgnoreCase(sender);
      case SENDER_DOMAIN ->
          sender.indexOf('@') >= 0
              && value.strip().equalsIgnoreCase(sender.substring(sender.lastIndexOf('@') + 1));
      case SENDER_IP -> value.strip().equals(head.senderIp());
      case INTERNET_MESSAGE_ID -> value.equals(head.internetMessageId());
      case NETWORK_MESSAGE_ID ->
          head.networkMessageId() != null
              && ids(value).contains(head.networkMessageId().toLowerCase(Locale.ROOT));
      // By the mailbox.
      case RECIPIENT -> true;
      case CLUSTER_ID, URL, FILE_HASH -> false;
    };
  }
}
