package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.analyzer.vendor.VendorVerdictAnalyzer;
import dev.quaestor.connector.capability.MailReading.Body;
import dev.quaestor.connector.capability.MailReading.Copies;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.mail.FilterWord;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.ReadMail;
import dev.quaestor.mail.TimeBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mail of a batch that was named and not handed in. Whoever wrote it must not gain by
 * that: it is read as a reported one is, and what is not read is said.
 */
final class NamedMail {
  private static final String SOURCE = "mailbox";

  /** As long as a reported message may take. */
  private static final Duration EACH = Duration.ofSeconds(10);

  /** Of all in one batch, so that slow ones do not use up the time of its look. */
  private static final Duration ALL = Duration.ofSeconds(30);

  private final Answers<Copies> fetched;
  private final LongSupplier nanos;
  private final TimeBudget all;
  private final Map<EntityKey, FilterWord> believed = new LinkedHashMap<>();
  private final Map<EntityKey, String> messageIds = new LinkedHashMap<>();
  private final Map<EntityKey, List<Body>> bodies = new LinkedHashMap<>();

  NamedMail(Answers<Copies> fetched, LongSupplier nanos) {
    this.fetched = fetched;
    this.nanos = nanos;
    this.all = new TimeBudget(ALL, nanos);
  }

  /** Whether the message is to be fetched: nobody has read it. */
  static boolean isUnread(MailMessage mail) {
    return mail.content() == null;
  }

  /** The evidence with what was read; each keeps its key. */
  List<Evidence> read(List<Evidence> evidence) {
    return evidence.stream()
        .map(
            e ->
                e.entity() instanceof MailMessage mail
                        && fetched.about(mail.key()) instanceof Lookup.Known<Copies> known
                    ? e.withEntity(read(mail, known.value()))
                    : e)
        .toList();
  }

  /**
   * What the own tenant's filter says of each message that was read there, where it is believed.
   */
  Map<EntityKey, FilterWord> believed() {
    return Map.copyOf(believed);
  }

  /** What each message was read from; several where nobody knows which one was meant. */
  List<Body> bodies(EntityKey key) {
    return bodies.getOrDefault(key, List.of());
  }

  ReadIds ids() {
    return new ReadIds(messageIds);
  }

  /** Why a message was not read though it should have been. */
  Optional<Finding> unread(Evidence evidence) {
    return switch (fetched.about(evidence.key())) {
      case Lookup.Known<Copies> read -> Optional.empty();
      case Lookup.NobodyToAsk<Copies> nobody -> Optional.empty();
      case Lookup.CouldNotLook<Copies> down ->
          Optional.of(Finding.blind(SOURCE, down.code(), down.sentence()));
      case Lookup.NotThere<Copies> nowhere -> Optional.of(notFound(evidence));
    };
  }

  private static Finding notFound(Evidence evidence) {
    var sentence =
        "It was not found in any mailbox that could be searched, so only what the alert says "
            + "about it is known.";
    return VendorVerdictAnalyzer.cleared(evidence)
        ? Finding.nothing(SOURCE, "MESSAGE_NOT_FOUND", sentence)
        : Finding.inconclusive(SOURCE, "MESSAGE_NOT_FOUND", sentence);
  }

  private MailMessage read(MailMessage named, Copies copies) {
    var read = new ArrayList<ReadMail>();
    var unread = new ArrayList<String>();
    for (var body : copies.bodies()) {
      var mail =
          all.isSpent() ? null : MailReader.itself(body.bytes(), new TimeBudget(EACH, nanos));
      if (mail == null) {
        unread.add("The message could not be read from its mailbox.");
      } else if (mayBe(named, mail.message())) {
        bodies.computeIfAbsent(named.key(), key -> new ArrayList<>()).add(body);
        if (read.stream().noneMatch(r -> sameSeen(r, mail))) {
          read.add(mail);
        }
      }
    }
    if (!copies.whole()) {
      unread.add(
          ("The message, or another with the same Message-ID, is larger than %d MiB or one of "
                  + "many; it was not read.")
              .formatted(MailReader.LARGEST / 1024 / 1024));
    }
    if (read.size() > 1) {
      unread.add(
          "The mailbox holds different messages with the same Message-ID; the sender may "
              + "have intended them to be confused.");
    }
    if (read.isEmpty()) {
      return named.withContent(
          new MailContent(
              null,
              List.of(),
              MailContent.Markup.none(),
              unread.isEmpty()
                  ? List.of("The message in the mailbox with its Message-ID is a different one.")
                  : unread));
    }
    var messageId = read.getFirst().message().internetMessageId();
    // Of several, which are not the same, nobody knows which one was meant.
    if (named.internetMessageId() == null && messageId != null && read.size() == 1) {
      messageIds.put(named.key(), messageId);
    }
    if (copies.believed() && read.size() == 1) {
      believed.put(named.key(), read.getFirst().filter());
    }
    return whole(named, read.stream().map(ReadMail::message).toList(), unread);
  }

  /** Exchange's own id tells messages apart that their sender made look like one. */
  private static boolean mayBe(MailMessage named, MailMessage seen) {
    return named.networkMessageId() == null
        || seen.networkMessageId() == null
        || named.networkMessageId().equalsIgnoreCase(seen.networkMessageId());
  }

  private static boolean sameSeen(ReadMail one, ReadMail other) {
    Function<MailMessage, List<@Nullable Object>> shown =
        m ->
            Stream.<@Nullable Object>of(
                    m.subject(),
                    m.sender(),
                    m.links(),
                    m.attachments(),
                    m.content() == null ? null : m.content().excerpt())
                .toList();
    return shown.apply(one.message()).equals(shown.apply(other.message()));
  }

  /** What the message says of itself, and all that the alert and its likes hold beside. */
  private static MailMessage whole(MailMessage named, List<MailMessage> read, List<String> unread) {
    var seen = read.getFirst();
    var content = Objects.requireNonNull(seen.content());
    return new MailMessage(
        // A new id would be another key where it is known by none of its own.
        named.internetMessageId() == null
            ? named.networkMessageId()
            : or(named.networkMessageId(), seen.networkMessageId()),
        named.internetMessageId(),
        named.recipient(),
        or(seen.sender(), named.sender()),
        or(seen.senderName(), named.senderName()),
        or(seen.returnPath(), named.returnPath()),
        seen.replyTo(),
        or(seen.senderIp(), named.senderIp()),
        or(seen.subject(), named.subject()),
        or(seen.receivedAt(), named.receivedAt()),
        both(read, named, MailMessage::links, (r, n) -> r.target().equals(n.target())),
        both(read, named, MailMessage::attachments, NamedMail::isSame),
        seen.authenticationResults(),
        named.threats(),
        new MailContent(
            content.excerpt(),
            content.headers(),
            content.markup(),
            Stream.concat(content.unread().stream(), unread.stream()).distinct().toList()),
        seen.otherAuthors(),
        seen.hops());
  }

  /** All that was read, and what of the alert's is not among it. */
  private static <T> List<T> both(
      List<MailMessage> read,
      MailMessage named,
      Function<MailMessage, List<T>> parts,
      BiPredicate<T, T> same) {
    var own = read.stream().flatMap(m -> parts.apply(m).stream()).distinct().toList();
    var more =
        parts.apply(named).stream().filter(part -> own.stream().noneMatch(o -> same.test(o, part)));
    return Stream.concat(own.stream(), more).toList();
  }

  private static boolean isSame(MailMessage.Attachment read, MailMessage.Attachment named) {
    return named.sha256() == null
        ? Objects.equals(read.name(), named.name())
        : named.sha256().equalsIgnoreCase(read.sha256());
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first != null ? first : second;
  }
}
